/**
 * An officer tells what leaders did: whose contact each was is taken from the
 * words, from there being one leader only, or asked (domain.md 5.3).
 */
import { type Leader, leadersIn, tellingsOf } from '../../dialogue/contact/on-behalf.ts';
import type { KnownPerson } from '../../dialogue/contact/people.ts';
import type { Talk } from '../../dialogue/contact/spoken.ts';
import type { Reply } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { servedBySpeaker } from '../officers.ts';
import { pairingsOf } from '../pairings.ts';
import type { Turn } from '../turn.ts';
import { correcting } from './amend.ts';
import type { PendingContact, PendingRecord } from './pending.ts';
import { type Ears, hear, pairingIn, talentsOf } from './resolve.ts';

/** A stretch of what was said, with the people it may mean. */
export interface Heard {
  talk: Talk;
  ears: Ears;
  /** Set where an officer tells it: whose it was, or the leaders it may have been. */
  whose?: Pick<PendingRecord, 'leader' | 'among'>;
}

/** What an officer said, leader by leader. */
export function hearOfficer(
  turn: Turn,
  ears: Ears,
  text: string,
  before: { last?: KnownPerson; checking?: boolean },
): Heard[] {
  const serves = ears.serves ?? [];
  const heard: Heard[] = [];
  for (const telling of tellingsOf(text, serves)) {
    const whose = whoseIn(telling.leaders, serves);
    const own = whose.leader ? earsOf(ears, whose.leader.id) : ears;
    const last = heard.at(-1)?.talk.last?.people[0] ?? before.last;
    const talk = hear(turn, own, telling.text, { ...before, ...(last ? { last } : {}) });
    heard.push({ talk, ears: own, whose });
  }
  return heard;
}

/** Whose it was: the one named, or the only one there is; else those to ask about. */
export function whoseIn(
  named: readonly Leader[],
  serves: readonly Leader[],
): Pick<PendingRecord, 'leader' | 'among'> {
  const among = named.length > 0 ? named : serves;
  const [leader, ...more] = among;
  return leader && more.length === 0 ? { leader } : { among };
}

/** Among one leader's own, then those of the officer's other leaders. */
function earsOf(ears: Ears, leaderId: string): Ears {
  const pairings = ears.pairings.filter((pairing) => pairing.leaderId === leaderId);
  return { ...ears, pairings, others: talentsOf(ears) };
}

/** Several stretches as one, for what is not said of a single contact. At least one. */
export function together(heard: readonly Heard[]): Talk {
  const talks = heard.map(({ talk }) => talk);
  const all = <T>(of: (talk: Talk) => readonly T[]): T[] => talks.flatMap((talk) => of(talk));
  return {
    ...talks.at(-1),
    contacts: all(({ contacts }) => contacts),
    plans: all(({ plans }) => plans),
    moved: all(({ moved }) => moved),
    ill: all(({ ill }) => ill),
    phones: all(({ phones }) => phones),
    matters: all(({ matters }) => matters),
    missed: talks.some(({ missed }) => missed),
    notes: all(({ notes }) => notes),
    needs: all(({ needs }) => needs),
    suggestions: all(({ suggestions }) => suggestions),
  };
}

/** Whether an officer told it: then every record says its leader. */
const byOfficer = ({ leaderId, onBehalf }: PendingContact): boolean => onBehalf && leaderId === '';

/** What waits, unless an officer told it for leaders whom they serve no more. */
export async function stillTheirs(
  turn: Turn,
  pending: PendingContact | undefined,
): Promise<PendingContact | undefined> {
  if (!pending || !byOfficer(pending)) return pending;
  const serves = await servedBySpeaker(turn);
  const may = (leader: Leader): boolean => serves.some(({ id }) => id === leader.id);
  return pending.records.every(({ leader, among = [] }) => (leader ? may(leader) : among.every(may)))
    ? pending
    : undefined;
}

/** Each record counts for its own leader's pairing; whoever is not yet sure is looked for on that leader's list. */
export async function forTheirLeaders(turn: Turn, pending: PendingContact): Promise<PendingContact> {
  if (!byOfficer(pending)) return pending;
  const leaders = pending.records.flatMap(({ leader }) => leader?.id ?? []);
  const pairings = await pairingsOf(turn.tx, turn.county.id, leaders, dateOf(turn.now));
  return { ...pending, records: pending.records.map((record) => counted(record, { pairings })) };
}

function counted(record: PendingRecord, ears: Pick<Ears, 'pairings'>): PendingRecord {
  const { leader, talent, candidates } = record;
  if (!leader) return record;
  const own = candidates.filter(({ id }) => pairingIn(ears, leader.id, id));
  const picked = talent ?? (own.length === 1 ? own[0] : undefined);
  if (!picked) return { ...record, candidates: own.length > 0 ? own : candidates };
  const pairingId = pairingIn(ears, leader.id, picked.id);
  return {
    ...record,
    candidates: [],
    talent: { id: picked.id, name: picked.name, ...(pairingId ? { pairingId } : {}) },
  };
}

/** The first record of which it is not known whose it was. */
export const unowned = (pending: PendingContact): PendingRecord | undefined =>
  pending.records.find(({ leader, among }) => !leader && among);

/** The question whose contact it was. */
export function whoseQuestion(pending: PendingContact, record: PendingRecord): Reply {
  const talent = record.talent?.name ?? record.said;
  return {
    parts: [
      { type: 'text', text: `${talent ? `联系${talent}` : '这次联系'}的是哪一位领导？` },
      {
        type: 'buttons',
        buttons: (record.among ?? []).slice(0, 8).map(({ id, name, title }) => ({
          label: (title ? `${name}（${title}）` : name).slice(0, 40),
          payload: { for: 'contact', act: 'whose', pending: pending.id, leader: id },
        })),
      },
    ],
  };
}

/** The pending contact once it is known whose the record was. */
export const withLeader = (
  pending: PendingContact,
  record: PendingRecord,
  leader: Leader,
): PendingContact => ({
  ...pending,
  records: pending.records.map((one) => {
    const { among: _asked, ...rest } = one;
    return one === record ? { ...rest, leader } : one;
  }),
});

/** A leader named in answer to the question, or in a correction: 是王书记. */
export async function whoseByWords(
  turn: Turn,
  pending: PendingContact,
  text: string,
): Promise<PendingContact | undefined> {
  if (!byOfficer(pending) || text.length > 40) return undefined;
  const asked = unowned(pending);
  if (!asked && !correcting.test(text.trim())) return undefined;
  const right = text.replace(/不是[^，,]*[，,]?/u, '');
  const [leader, ...more] = leadersIn(right, asked?.among ?? (await servedBySpeaker(turn)));
  const record = asked ?? pending.records.at(-1);
  if (!leader || more.length > 0 || !record || record.leader?.id === leader.id) return undefined;
  return withLeader(pending, record, leader);
}
