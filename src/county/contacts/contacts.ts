/**
 * A leader's plain words: contacts become records (understood and shown here, decided
 * on in `confirming.ts`, written once); what else was said is answered.
 */
import { anotherIn, type Leader, leadersIn } from '../../dialogue/contact/on-behalf.ts';
import type { KnownPerson } from '../../dialogue/contact/people.ts';
import type { Talk } from '../../dialogue/contact/spoken.ts';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { ContactModel } from '../../store/client/models.ts';
import { newId } from '../../store/ids.ts';
import type { Conversation } from '../conversation.ts';
import { servedBySpeaker } from '../officers.ts';
import { leadersOf } from '../pairings.ts';
import { isLeader } from '../roles.ts';
import type { Outcome, Turn } from '../turn.ts';
import { addTo, amendable, correcting, correctionIn, correctRecords, isAddition } from './amend.ts';
import { answerTalk } from './answers.ts';
import { notYet, show } from './confirming.ts';
import { lastPerson, memoryOf, remember } from './memory.ts';
import type { PendingContact, PendingRecord } from './pending.ts';
import { answered } from './reply.ts';
import { type Ears, earsFor, earsOfOfficer, hear, talentsOf, toRecord } from './resolve.ts';
import type { Memory } from './spoken-of.ts';
import { type Heard, hearOfficer, together } from './whose.ts';

/** Takes a plain sentence of a leader, or of their officer, if it is about contact with talents. In a group nothing of it is done. */
export async function takeSentence(
  turn: Turn,
  state: Conversation,
  text: string,
  book: FlowBook,
): Promise<Outcome | undefined> {
  const serves = await servedBySpeaker(turn);
  const speaker = turn.speaker.person;
  if (serves.length === 0 && !isLeader(speaker)) return undefined;
  const ears =
    serves.length > 0 ? await earsOfOfficer(turn, serves) : await earsFor(turn, speaker?.id ?? '', text);
  const memory = memoryOf(turn, state);
  const last = await lastHeard(turn, memory, ears);
  const before = { ...(last ? { last } : {}), ...(memory.checking ? { checking: true } : {}) };
  const heard =
    serves.length > 0
      ? hearOfficer(turn, ears, text, before)
      : [{ talk: hear(turn, ears, text, before), ears }];
  const talk = together(heard);
  if (turn.chat.kind === 'group') return meansContact(talk) ? answered(turn, state, inPrivate) : undefined;
  const rows = await amendable(turn, memory);
  const correction = talk.contacts.length === 0 ? correctionIn(turn, ears, text) : undefined;
  if (correction && rows.length > 0)
    return answered(turn, state, await correctRecords(turn, ears, rows, correction));
  const another = leadersIn(text, serves).length === 0 ? anotherIn(text, serves) : undefined;
  if (another && serves.length > 0) return answered(turn, state, say(notServed(another, serves)));
  if (talk.contacts.length > 0) return propose(turn, state, ears, heard, talk);
  const answer = await answerTalk(turn, state, ears, talk);
  if (answer) return answer;
  if (rows.length > 0 && isAddition(talk, text))
    return await added(turn, state, book, ears, rows, talk, text);
  if (talk.missed) return answered(turn, remember(turn, state, lastOf(talk)), say(notMet));
  if (correction && (memory.records ?? []).length > 0 && correcting.test(text)) {
    return answered(
      turn,
      state,
      say(`记录已经过了 ${turn.county.settings.undoMinutes} 分钟，请告诉人才办更正。`),
    );
  }
  return undefined;
}

const notMet = '没见上的不计为一次联系，先不记。见到或打通以后，回我一句话就行。';

const notServed = (said: string, serves: readonly Leader[]): string =>
  `您是${serves.map(({ name }) => name).join('、')}同志的联络员，${said}的联系请由本人、本人的联络员或人才办来记。`;

/** Whom 他 means; an officer hears of nobody who is on none of their lists. */
async function lastHeard(turn: Turn, memory: Memory, ears: Ears): Promise<KnownPerson | undefined> {
  const last = await lastPerson(turn, memory);
  return !ears.serves || talentsOf(ears).some(({ id }) => id === last?.id) ? last : undefined;
}

async function added(
  turn: Turn,
  state: Conversation,
  book: FlowBook,
  ears: Ears,
  rows: ContactModel[],
  talk: Talk,
  text: string,
): Promise<Outcome> {
  const { reply, posts } = await addTo(turn, book, ears, rows, talk, text);
  const outcome = answered(turn, state, reply);
  return { ...outcome, posts: [...outcome.posts, ...posts] };
}

const inPrivate = say('联系人才的情况请私聊我说，群里不方便记。');

const meansContact = (talk: Talk): boolean =>
  talk.contacts.length + talk.phones.length + talk.moved.length + talk.ill.length > 0 ||
  talk.plans.some(({ who }) => who.length > 0);

const lastOf = (talk: Talk): { last?: string } => {
  const last = talk.last?.people.length === 1 ? talk.last.people[0]?.id : undefined;
  return last ? { last } : {};
};

async function propose(
  turn: Turn,
  state: Conversation,
  ears: Ears,
  heard: readonly Heard[],
  talk: Talk,
): Promise<Outcome> {
  const today = dateOf(turn.now);
  const onBehalf = ears.serves !== undefined;
  const leaderId = onBehalf ? '' : (turn.speaker.person?.id ?? '');
  const records = await Promise.all(
    heard.flatMap(({ talk: { contacts }, ears: own, whose }) =>
      contacts.map((contact) => forWhom(turn, { ...toRecord(contact, own, today), ...whose })),
    ),
  );
  if (records.some(({ date }) => date > today)) return answered(turn, state, notYet);
  if (records.every(({ talent, candidates }) => !talent && candidates.length === 0)) {
    return answered(
      turn,
      state,
      say(
        onBehalf
          ? '没听出是哪位人才，或者不在您服务的领导的名单里。请带上全名再说一遍；不在名单里的，请领导本人或人才办来记。'
          : '没听出是哪位人才。请带上全名再说一遍，比如“今天下午去看望了李文博”。',
      ),
    );
  }
  const earlier =
    state.contact?.leaderId === leaderId && state.contact.onBehalf === onBehalf ? state.contact.records : [];
  const again = (record: PendingRecord): boolean =>
    records.some((one) => one.talent?.id === record.talent?.id && one.date === record.date);
  const pending: PendingContact = {
    id: newId(turn.random, 10),
    leaderId,
    onBehalf,
    records: [...earlier.filter((record) => !again(record)), ...records],
  };
  const outcome = await show(turn, remember(turn, state, lastOf(talk)), pending);
  // A plan for the next visit, a question, one who was not met: answered beside the card.
  const beside =
    (await answerTalk(turn, outcome.conversation as Conversation, ears, talk)) ??
    (talk.missed ? answered(turn, outcome.conversation as Conversation, say(notMet)) : undefined);
  return beside
    ? { ...outcome, conversation: beside.conversation, posts: [...outcome.posts, ...beside.posts] }
    : outcome;
}

/** In another leader's place the contact counts for that leader's pairing. */
async function forWhom(turn: Turn, record: PendingRecord): Promise<PendingRecord> {
  if (!record.instead || !record.talent) return record;
  const leaders = await leadersOf(turn.tx, turn.county.id, record.talent.id, dateOf(turn.now));
  const meant = leaders.filter(
    ({ leader }) =>
      record.instead?.startsWith(leader.name[0] ?? ' ') || record.instead?.includes(leader.name),
  );
  const pairing = meant[0] ?? (leaders.length === 1 ? leaders[0] : undefined);
  return pairing ? { ...record, instead: pairing.leader.name, countsFor: pairing.pairingId } : record;
}
