/** `/记联系`: a contact typed as a command, shown like one that was told. */
import { readMethod } from '../../dialogue/contact/methods.ts';
import { tellingsOf } from '../../dialogue/contact/on-behalf.ts';
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import type { Conversation } from '../conversation.ts';
import { servedBySpeaker } from '../officers.ts';
import { leadersOf } from '../pairings.ts';
import { isLeader, isStaff } from '../roles.ts';
import type { Outcome, Turn } from '../turn.ts';
import { notYet, show } from './confirming.ts';
import type { PendingRecord } from './pending.ts';
import { answered } from './reply.ts';
import { earsFor, earsOfOfficer, hear, named, toRecord } from './resolve.ts';
import { whoseIn } from './whose.ts';

const servesNobody = say('还没有登记您是哪位领导的联络员，请联系人才办。');

/** `/记联系 <人> <一句话>`, by the leader, by their officer, or by staff for the leader who is paired with that person. */
export async function takeCommand(
  turn: Turn,
  state: Conversation,
  who: string,
  said: string,
): Promise<Outcome> {
  const speaker = turn.speaker.person;
  const own = isLeader(speaker);
  const serves = isStaff(speaker) ? [] : await servedBySpeaker(turn);
  if (!own && !isStaff(speaker) && serves.length === 0) return answered(turn, state, servesNobody);
  const tellings = tellingsOf(said, serves);
  const words = tellings.map((telling) => telling.text).join('');
  const text = `${who} ${words}`;
  const ears =
    serves.length > 0
      ? await earsOfOfficer(turn, serves)
      : await earsFor(turn, own ? (speaker?.id ?? '') : '', text);
  const people = named(who, ears);
  const [talent, ...more] = people;
  if (!talent) return answered(turn, state, say(`没找到“${who}”。请写全名再试一次。`));
  const byStaff = !own && serves.length === 0;
  const leader =
    !byStaff || more.length > 0
      ? undefined
      : (await leadersOf(turn.tx, turn.county.id, talent.id, dateOf(turn.now)))[0];
  if (byStaff && more.length === 0 && !leader)
    return answered(turn, state, say(`${talent.name}目前没有联系领导，先结对再记联系。`));
  const talk = hear(turn, ears, `${words.startsWith(who) ? '' : `和${who}`}${words}`);
  const spoken = hear(turn, ears, words);
  const [first] = [...spoken.contacts, ...talk.contacts];
  const rest = spoken.contacts[0] ?? spoken;
  const today = dateOf(turn.now);
  const base: PendingRecord = first
    ? toRecord(first, ears, today)
    : {
        candidates: [],
        date: today,
        precision: '日',
        method: readMethod(words)?.method ?? '其他',
        notes: rest.notes.join('；'),
        needs: rest.needs,
        suggestions: rest.suggestions,
      };
  if (leader) base.leader = leader.leader;
  if (serves.length > 0)
    Object.assign(
      base,
      whoseIn(
        tellings.flatMap(({ leaders }) => leaders),
        serves,
      ),
    );
  const pairing = leader ? { pairingId: leader.pairingId } : {};
  const record: PendingRecord =
    more.length > 0
      ? { ...base, said: who, candidates: people }
      : { ...base, candidates: [], talent: { ...talent, ...pairing } };
  if (more.length > 0) delete record.talent;
  if (record.date > today) return answered(turn, state, notYet);
  const pending = {
    id: newId(turn.random, 10),
    leaderId: serves.length > 0 ? '' : (leader?.leader.id ?? speaker?.id ?? ''),
    onBehalf: !own,
    records: [record],
  };
  return show(turn, state, pending);
}
