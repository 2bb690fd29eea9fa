/**
 * A leader's plain words: contacts become records (understood, shown, confirmed
 * with one tap or a word, written once); what else was said is answered.
 */
import { z } from 'zod';
import { readMethod } from '../../dialogue/contact/methods.ts';
import type { Talk } from '../../dialogue/contact/talk.ts';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { ask, type Payload, type Reply, say } from '../../dialogue/reply.ts';
import { readYesNo } from '../../dialogue/understand/index.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { ContactModel } from '../../store/client/models.ts';
import { newId } from '../../store/ids.ts';
import type { Conversation } from '../conversation.ts';
import { decideHandover, handoverSchema } from '../handover.ts';
import { leadersOf } from '../pairings.ts';
import { isLeader } from '../roles.ts';
import type { Outcome, Turn } from '../turn.ts';
import { addTo, amendable, correcting, correctionIn, correctRecords, isAddition, merged } from './amend.ts';
import { answerTalk } from './answers.ts';
import { confirm } from './confirm.ts';
import { decideDeparture, decisionSchema } from './departures.ts';
import { lastPerson, memoryOf, remember } from './memory.ts';
import { confirmationCard, type PendingContact, type PendingRecord, whoQuestion } from './pending.ts';
import { remarksOn } from './remarks.ts';
import { answered } from './reply.ts';
import { type Ears, earsFor, hear, named, toCandidate, toRecord } from './resolve.ts';

const pressSchema = z.discriminatedUnion('act', [
  z.object({ for: z.literal('contact'), act: z.enum(['confirm', 'drop']), pending: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('pick'), pending: z.string(), talent: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('begin'), talent: z.string().optional() }),
  z.object({ for: z.literal('contact'), act: z.literal('later') }),
  decisionSchema,
  handoverSchema,
]);

/** Takes a leader's plain sentence, if it is about contact with talents. In a group nothing of it is done. */
export async function takeSentence(
  turn: Turn,
  state: Conversation,
  text: string,
  book: FlowBook,
): Promise<Outcome | undefined> {
  const leaderId = turn.speaker.person?.id ?? '';
  const ears = await earsFor(turn, leaderId, text);
  const memory = memoryOf(turn, state);
  const last = await lastPerson(turn, memory);
  const talk = hear(turn, ears, text, {
    ...(last ? { last } : {}),
    ...(memory.checking ? { checking: true } : {}),
  });
  if (turn.chat.kind === 'group') return meansContact(talk) ? answered(turn, state, inPrivate) : undefined;
  const rows = await amendable(turn, memory);
  const correction = talk.contacts.length === 0 ? correctionIn(turn, ears, text) : undefined;
  if (correction && rows.length > 0)
    return answered(turn, state, await correctRecords(turn, rows, correction));
  if (talk.contacts.length > 0) return propose(turn, state, ears, talk, leaderId);
  const answer = await answerTalk(turn, state, ears, talk);
  if (answer) return answer;
  if (rows.length > 0 && isAddition(talk, text))
    return await added(turn, state, book, ears, rows, talk, text);
  if (talk.missed)
    return answered(
      turn,
      remember(turn, state, lastOf(talk)),
      say('没见上的不计为一次联系，先不记。见到或打通以后，回我一句话就行。'),
    );
  if (correction && (memory.records ?? []).length > 0 && correcting.test(text)) {
    return answered(
      turn,
      state,
      say(`记录已经过了 ${turn.county.settings.undoMinutes} 分钟，请告诉人才办更正。`),
    );
  }
  return undefined;
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

/** `/记联系 <人> <一句话>`, by the leader or by staff for the leader who is paired with that person. */
export async function takeCommand(
  turn: Turn,
  state: Conversation,
  who: string,
  words: string,
): Promise<Outcome> {
  const speaker = turn.speaker.person;
  const own = isLeader(speaker);
  const text = `${who} ${words}`;
  const ears = await earsFor(turn, own ? (speaker?.id ?? '') : '', text);
  const people = named(who, ears);
  const [talent, ...more] = people;
  if (!talent) return answered(turn, state, say(`没找到“${who}”。请写全名再试一次。`));
  const leader =
    own || more.length > 0
      ? undefined
      : (await leadersOf(turn.tx, turn.county.id, talent.id, dateOf(turn.now)))[0];
  if (!own && more.length === 0 && !leader)
    return answered(turn, state, say(`${talent.name}目前没有联系领导，先结对再记联系。`));
  const talk = hear(turn, ears, `${words.startsWith(who) ? '' : `和${who}`}${words}`);
  const spoken = hear(turn, ears, words);
  const [first] = [...spoken.contacts, ...talk.contacts];
  const said = spoken.contacts[0] ?? spoken;
  const today = dateOf(turn.now);
  const base: PendingRecord = first
    ? toRecord(first, ears, today)
    : {
        candidates: [],
        date: today,
        precision: '日',
        method: readMethod(words)?.method ?? '其他',
        notes: said.notes.join('；'),
        needs: said.needs,
        suggestions: said.suggestions,
      };
  const pairing = leader ? { pairingId: leader.pairingId } : {};
  const record: PendingRecord =
    more.length > 0
      ? { ...base, said: who, candidates: people }
      : { ...base, candidates: [], talent: { ...talent, ...pairing } };
  if (more.length > 0) delete record.talent;
  if (record.date > today) return answered(turn, state, notYet);
  const pending = {
    id: newId(turn.random, 10),
    leaderId: leader?.leader.id ?? speaker?.id ?? '',
    onBehalf: !own,
    records: [record],
  };
  return show(turn, state, pending);
}

const notYet = say('这个日子还没到。联系过以后回我一句话，我再记下。');

async function propose(
  turn: Turn,
  state: Conversation,
  ears: Ears,
  talk: Talk,
  leaderId: string,
): Promise<Outcome> {
  const today = dateOf(turn.now);
  const records = await Promise.all(
    talk.contacts.map((contact) => forWhom(turn, toRecord(contact, ears, today))),
  );
  if (records.some(({ date }) => date > today)) return answered(turn, state, notYet);
  if (records.every(({ talent, candidates }) => !talent && candidates.length === 0)) {
    return answered(
      turn,
      state,
      say('没听出是哪位人才。请带上全名再说一遍，比如“今天下午看望了李文博教授”。'),
    );
  }
  const earlier =
    state.contact?.leaderId === leaderId && !state.contact.onBehalf ? state.contact.records : [];
  const again = (record: PendingRecord): boolean =>
    records.some((one) => one.talent?.id === record.talent?.id && one.date === record.date);
  const pending: PendingContact = {
    id: newId(turn.random, 10),
    leaderId,
    onBehalf: false,
    records: [...earlier.filter((record) => !again(record)), ...records],
  };
  const outcome = await show(turn, remember(turn, state, lastOf(talk)), pending);
  // A plan for the next visit, a question: answered beside the card.
  const beside = await answerTalk(turn, outcome.conversation as Conversation, ears, talk);
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

async function show(turn: Turn, state: Conversation, pending: PendingContact): Promise<Outcome> {
  const next = { ...state, contact: pending };
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
  const pending = state.contact;
  if (!pending || turn.chat.kind !== 'p2p') return undefined;
  if (/^(?:算了|不记了?|取消|别记了?)[。！!]?$/u.test(text.trim())) return drop(turn, state);
  const ears = await earsFor(turn, pending.leaderId, text);
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
      return decidePending(turn, state, press, book);
  }
}

async function decidePending(
  turn: Turn,
  state: Conversation,
  press: { act: 'confirm' | 'drop' | 'pick'; pending: string; talent?: string },
  book: FlowBook,
): Promise<Outcome> {
  const pending = state.contact;
  if (!pending || pending.id !== press.pending) {
    return { posts: [], answer: { toast: '这张卡片已经处理过了。', tone: 'warning' } };
  }
  if (press.act === 'confirm') return confirm(turn, book, state, pending);
  if (press.act === 'drop') return drop(turn, state);
  const doubtful = pending.records.find(({ talent }) => !talent);
  const picked = doubtful?.candidates.find(({ id }) => id === press.talent);
  return doubtful && picked ? show(turn, state, withTalent(turn, pending, doubtful, picked)) : { posts: [] };
}

async function begin(turn: Turn, state: Conversation, talentId: string | undefined): Promise<Outcome> {
  const person = await lastPerson(turn, { at: turn.now, ...(talentId ? { last: talentId } : {}) });
  const { name } = person ? toCandidate(person, []) : { name: '李教授' };
  const words = say(
    `好的，请说一句，什么时候、怎么联系的、聊了什么。比如“今天上午去看望了${name}，实验室用电不够”。`,
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
