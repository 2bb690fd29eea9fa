/**
 * A contact on its way to being recorded: shown, asked about, corrected in words,
 * and decided on by a word or a tap.
 */
import { z } from 'zod';
import type { Talk } from '../../dialogue/contact/spoken.ts';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { ask, type Payload, type Reply, say } from '../../dialogue/reply.ts';
import { readYesNo } from '../../dialogue/understand/index.ts';
import { newId } from '../../store/ids.ts';
import type { Conversation } from '../conversation.ts';
import { decideHandover, handoverSchema } from '../handover.ts';
import { servedBySpeaker } from '../officers.ts';
import type { Outcome, Turn } from '../turn.ts';
import { correctionIn, isAddition, merged } from './amend.ts';
import { confirm } from './confirmed.ts';
import { decideDeparture, decisionSchema } from './departures.ts';
import { lastPerson, remember } from './memory.ts';
import { confirmationCard, type PendingContact, type PendingRecord, whoQuestion } from './pending.ts';
import { remarksOn } from './remarks.ts';
import { answered } from './reply.ts';
import { type Ears, earsFor, earsOfOfficer, hear, named, toCandidate } from './resolve.ts';
import { forTheirLeaders, stillTheirs, unowned, whoseByWords, whoseQuestion, withLeader } from './whose.ts';

const pressSchema = z.discriminatedUnion('act', [
  z.object({ for: z.literal('contact'), act: z.enum(['confirm', 'drop']), pending: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('pick'), pending: z.string(), talent: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('whose'), pending: z.string(), leader: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('begin'), talent: z.string().optional() }),
  z.object({ for: z.literal('contact'), act: z.literal('later') }),
  decisionSchema,
  handoverSchema,
]);

/** What is said of a day that is yet to come. */
export const notYet = say('这个日子还没到。联系过以后回我一句话，我再记下。');

/** Keeps the contact as the one in hand and asks what is still open of it, or for its confirmation. */
export async function show(turn: Turn, state: Conversation, told: PendingContact): Promise<Outcome> {
  const pending = await forTheirLeaders(turn, told);
  const next = { ...state, contact: pending };
  const asked = unowned(pending);
  if (asked) return answered(turn, next, whoseQuestion(pending, asked));
  const doubtful = pending.records.find(({ talent }) => !talent);
  if (doubtful) return answered(turn, next, whoQuestion(pending, doubtful));
  return answered(turn, next, confirmationCard(pending, await remarksOn(turn, pending)));
}

/** Words said while a contact waits for its confirmation; undefined when they are about something else. */
export async function takeWords(
  turn: Turn,
  state: Conversation,
  text: string,
  book: FlowBook,
): Promise<Outcome | undefined> {
  if (!state.contact || turn.chat.kind !== 'p2p') return undefined;
  const pending = await stillTheirs(turn, state.contact);
  if (!pending) return undefined;
  if (/^(?:算了|不记了?|取消|别记了?)[。！!]?$/u.test(text.trim())) return drop(turn, state);
  const ears =
    pending.leaderId === ''
      ? await earsOfOfficer(turn, await servedBySpeaker(turn))
      : await earsFor(turn, pending.leaderId, text);
  const whose = await whoseByWords(turn, pending, text);
  if (whose) return show(turn, state, { ...whose, id: newId(turn.random, 10) });
  if (unowned(pending)) return undefined;
  const doubtful = pending.records.find(({ talent }) => !talent);
  if (doubtful) return pickByWords(turn, state, pending, doubtful, ears, text);
  const correction = correct(turn, pending, ears, text);
  if (correction) return show(turn, state, correction);
  const [first = ''] = text.trim().split(/[，,。；;\s]/u);
  const yes = readYesNo(first) ?? readYesNo(text);
  const rest = yes === true ? withoutYes(text) : text;
  const about = pending.records.at(-1)?.talent;
  const last = await lastPerson(turn, { at: turn.now, ...(about ? { last: about.id } : {}) });
  const talk = hear(turn, ears, rest, last ? { last } : {});
  if (yes === true) return confirm(turn, book, state, rest ? add(pending, talk) : pending);
  if (yes === false)
    return answered(turn, state, ask('哪里不对？直接说就行，比如“是昨天”“是电话联系”“是李文博”。', []));
  if (isAddition(talk, text)) return show(turn, state, { ...add(pending, talk), id: newId(turn.random, 10) });
  return undefined;
}

/** What follows 对, and the name it agrees to. */
const withoutYes = (text: string): string =>
  text
    .trim()
    .replace(/^(?:对的?|是的?|嗯+|好的?|没错|确认|行|可以|OK|ok)[，,。；;\s]*/u, '')
    .replace(/^(?:就?是)[一-龥]{2,4}(?:教授|博士|老师)?(?=[，,。；;\s]|$)[，,。；;\s]*/u, '')
    .trim();

/** What was added belongs to the last of the records; who was there, to all. */
function add(pending: PendingContact, talk: Talk): PendingContact {
  return {
    ...pending,
    records: pending.records.map((record, index) => {
      const attendees = [record.attendees, talk.attendees].filter(Boolean).join('、');
      const said = index === pending.records.length - 1 ? merged(record, talk) : {};
      return { ...record, ...said, ...(attendees ? { attendees } : {}) };
    }),
  };
}

async function pickByWords(
  turn: Turn,
  state: Conversation,
  pending: PendingContact,
  doubtful: PendingRecord,
  ears: Ears,
  text: string,
): Promise<Outcome | undefined> {
  const fitting = doubtful.candidates.filter(
    ({ name, detail }) => text.includes(name) || (detail !== '' && text.includes(detail.split(' ')[0] ?? '')),
  );
  const known = fitting.length > 0 ? fitting : text.length <= 20 ? named(text, ears) : [];
  const [picked, ...more] = known;
  return picked && more.length === 0
    ? show(turn, state, withTalent(turn, pending, doubtful, picked))
    : undefined;
}

const withTalent = (
  turn: Turn,
  pending: PendingContact,
  doubtful: PendingRecord,
  picked: PendingRecord['candidates'][number],
): PendingContact => ({
  ...pending,
  id: newId(turn.random, 10),
  records: pending.records.map((record) =>
    record === doubtful ? { ...record, talent: picked, candidates: [] } : record,
  ),
});

/** The contact as a correction makes it; undefined when the words correct nothing. */
function correct(turn: Turn, pending: PendingContact, ears: Ears, text: string): PendingContact | undefined {
  const correction = correctionIn(turn, ears, text);
  if (!correction) return undefined;
  const { talent, ...rest } = correction;
  const last = pending.records.at(-1);
  const same = !talent || talent.id === last?.talent?.id;
  if (same && Object.keys(rest).length === 0) return undefined;
  return {
    ...pending,
    id: newId(turn.random, 10),
    records: pending.records.map((record) => ({
      ...record,
      ...rest,
      ...(talent && record === last ? { talent } : {}),
    })),
  };
}

/** A press on one of the buttons of this room. */
export async function takePress(
  turn: Turn,
  state: Conversation,
  payload: Payload,
  book: FlowBook,
): Promise<Outcome> {
  const press = pressSchema.parse(payload);
  switch (press.act) {
    case 'lift':
    case 'resume':
      return decideDeparture(turn, payload);
    case 'inherit':
      return decideHandover(turn, payload);
    case 'later':
      return { posts: [], answer: { toast: '好的，您方便时再说。', tone: 'info' } };
    case 'begin':
      return begin(turn, state, press.talent);
    case 'confirm':
    case 'drop':
    case 'pick':
    case 'whose':
      return decidePending(turn, state, press, book);
  }
}

async function decidePending(
  turn: Turn,
  state: Conversation,
  press: { act: 'confirm' | 'drop' | 'pick' | 'whose'; pending: string; talent?: string; leader?: string },
  book: FlowBook,
): Promise<Outcome> {
  const pending = await stillTheirs(turn, state.contact);
  if (!pending || pending.id !== press.pending) {
    return { posts: [], answer: { toast: '这张卡片已经处理过了。', tone: 'warning' } };
  }
  if (press.act === 'confirm') return confirm(turn, book, state, pending);
  if (press.act === 'drop') return drop(turn, state);
  if (press.act === 'whose') {
    const asked = unowned(pending);
    const leader = asked?.among?.find(({ id }) => id === press.leader);
    if (!asked || !leader) return { posts: [] };
    return show(turn, state, { ...withLeader(pending, asked, leader), id: newId(turn.random, 10) });
  }
  const doubtful = pending.records.find(({ talent }) => !talent);
  const picked = doubtful?.candidates.find(({ id }) => id === press.talent);
  return doubtful && picked ? show(turn, state, withTalent(turn, pending, doubtful, picked)) : { posts: [] };
}

async function begin(turn: Turn, state: Conversation, talentId: string | undefined): Promise<Outcome> {
  const person = await lastPerson(turn, { at: turn.now, ...(talentId ? { last: talentId } : {}) });
  const { name } = person ? toCandidate(person, []) : { name: '李教授' };
  const [leader] = await servedBySpeaker(turn);
  const words = say(
    `好的，请说一句，什么时候、怎么联系的、聊了什么。比如“今天上午${leader?.name ?? ''}去看望了${name}，实验室用电不够”。`,
  );
  return {
    conversation: person ? remember(turn, state, { last: person.id }) : state,
    posts: [{ to: { chat: turn.chat.id }, reply: words }],
    answer: { toast: '请说', tone: 'info' },
  };
}

function drop(turn: Turn, state: Conversation): Outcome {
  const { contact: _dropped, ...rest } = state;
  const words: Reply = say('好的，这次没有记。');
  return { ...answered(turn, rest, words), answer: { toast: '没有记', tone: 'info' } };
}
