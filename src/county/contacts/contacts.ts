/**
 * A leader's plain words: contacts become records (understood, shown, confirmed
 * with one tap or a word, written once); what else was said is answered.
 */
import { z } from 'zod';
import { readMethod } from '../../dialogue/contact/methods.ts';
import { anotherIn, type Leader, leadersIn, tellingsOf } from '../../dialogue/contact/on-behalf.ts';
import type { KnownPerson } from '../../dialogue/contact/people.ts';
import type { Talk } from '../../dialogue/contact/talk.ts';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { ask, type Payload, type Reply, say } from '../../dialogue/reply.ts';
import { readYesNo } from '../../dialogue/understand/index.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { ContactModel } from '../../store/client/models.ts';
import { newId } from '../../store/ids.ts';
import type { Conversation } from '../conversation.ts';
import { decideHandover, handoverSchema } from '../handover.ts';
import { servedBySpeaker } from '../officers.ts';
import { leadersOf } from '../pairings.ts';
import { isLeader, isStaff } from '../roles.ts';
import type { Outcome, Turn } from '../turn.ts';
import { addTo, amendable, correcting, correctionIn, correctRecords, isAddition, merged } from './amend.ts';
import { answerTalk } from './answers.ts';
import { confirm } from './confirm.ts';
import { decideDeparture, decisionSchema } from './departures.ts';
import { lastPerson, memoryOf, remember } from './memory.ts';
import { confirmationCard, type PendingContact, type PendingRecord, whoQuestion } from './pending.ts';
import { remarksOn } from './remarks.ts';
import { answered } from './reply.ts';
import {
  type Ears,
  earsFor,
  earsOfOfficer,
  hear,
  named,
  talentsOf,
  toCandidate,
  toRecord,
} from './resolve.ts';
import type { Memory } from './spoken-of.ts';
import {
  forTheirLeaders,
  type Heard,
  hearOfficer,
  stillTheirs,
  together,
  unowned,
  whoseByWords,
  whoseIn,
  whoseQuestion,
  withLeader,
} from './whose.ts';

const pressSchema = z.discriminatedUnion('act', [
  z.object({ for: z.literal('contact'), act: z.enum(['confirm', 'drop']), pending: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('pick'), pending: z.string(), talent: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('whose'), pending: z.string(), leader: z.string() }),
  z.object({ for: z.literal('contact'), act: z.literal('begin'), talent: z.string().optional() }),
  z.object({ for: z.literal('contact'), act: z.literal('later') }),
  decisionSchema,
  handoverSchema,
]);

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

const servesNobody = say('还没有登记您是哪位领导的联络员，请联系人才办。');

const notYet = say('这个日子还没到。联系过以后回我一句话，我再记下。');

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
          : '没听出是哪位人才。请带上全名再说一遍，比如“今天下午看望了李文博教授”。',
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

async function show(turn: Turn, state: Conversation, told: PendingContact): Promise<Outcome> {
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
