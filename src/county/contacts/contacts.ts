/**
 * A leader's sentence becomes a contact record: understood, shown, confirmed
 * with one tap or a word, written once.
 */
import { z } from 'zod';
import { methodNamed, readMethod } from '../../dialogue/contact/methods.ts';
import { type ContactSentence, readContact } from '../../dialogue/contact/sentence.ts';
import { ask, type Payload, type Reply, say } from '../../dialogue/reply.ts';
import { read, readYesNo } from '../../dialogue/understand/index.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import type { Conversation } from '../conversation.ts';
import { leadersOf, pairingsOf } from '../pairings.ts';
import type { Outcome, Turn } from '../turn.ts';
import { confirmationCard, dayWords, type PendingContact, whoQuestion } from './pending.ts';
import { recordContact } from './record.ts';
import { resolvePeople } from './resolve.ts';

const pressSchema = z.object({
  for: z.literal('contact'),
  act: z.enum(['confirm', 'drop', 'pick']),
  pending: z.string(),
  talent: z.string().optional(),
});

const readingOf = (turn: Turn) => ({ now: turn.now, bias: '过去' as const, calendar: turn.county.calendar });

/** Takes a plain sentence, if it tells of a contact. */
export async function takeSentence(
  turn: Turn,
  state: Conversation,
  text: string,
): Promise<Outcome | undefined> {
  const sentence = readContact(text, readingOf(turn));
  if (!sentence) return undefined;
  return propose(turn, state, text, sentence, turn.speaker.person?.id ?? '');
}

/** `/记联系 <人> <一句话>`, by the leader or by staff for the leader who is paired with that person. */
export async function takeCommand(
  turn: Turn,
  state: Conversation,
  who: string,
  words: string,
): Promise<Outcome> {
  const sentence: ContactSentence = readContact(words, readingOf(turn)) ?? {
    method: readMethod(words)?.method ?? '其他',
    notes: words,
    missed: false,
  };
  const text = `${who} ${words}`;
  const speaker = turn.speaker.person;
  if (speaker?.roles.includes('领导')) return propose(turn, state, text, sentence, speaker.id);
  const { talents } = await resolvePeople(turn, who, []);
  const talent = talents[0];
  if (!talent) return reply(turn, state, say(`没找到“${who}”。请写全名再试一次。`));
  const [pairing] = await leadersOf(turn.tx, turn.county.id, talent.id, dateOf(turn.now));
  if (!pairing) return reply(turn, state, say(`${talent.name}目前没有联系领导，先结对再记联系。`));
  return propose(turn, state, text, sentence, pairing.leader.id, true);
}

async function propose(
  turn: Turn,
  state: Conversation,
  text: string,
  sentence: ContactSentence,
  leaderId: string,
  onBehalf = false,
): Promise<Outcome> {
  if (sentence.missed) {
    return reply(turn, state, say('没见上的不计为一次联系，先不记。见到或打通以后，回我一句话就行。'));
  }
  const today = dateOf(turn.now);
  const when = sentence.when ?? { date: today, precision: '日' };
  if (when.date > today) return reply(turn, state, say('这个日子还没到。联系过以后回我一句话，我再记下。'));
  const pairings = await pairingsOf(turn.tx, turn.county.id, leaderId, today);
  const resolved = await resolvePeople(turn, text, pairings);
  const pending: PendingContact = {
    id: newId(turn.random, 10),
    leaderId,
    onBehalf,
    talents: resolved.talents,
    candidates: resolved.candidates,
    date: when.date,
    precision: when.precision,
    method: sentence.method,
    notes: sentence.notes,
    ...(sentence.halfDay ? { halfDay: sentence.halfDay } : {}),
    ...(sentence.place ? { place: sentence.place } : {}),
    ...(sentence.attendees ? { attendees: sentence.attendees } : {}),
  };
  if (pending.talents.length === 0 && pending.candidates.length === 0) {
    return reply(
      turn,
      { ...state },
      say('没听出是哪位人才。请带上全名再说一遍，比如“今天下午看望了李文博教授”。'),
    );
  }
  return show(turn, state, pending, resolved.said);
}

async function show(
  turn: Turn,
  state: Conversation,
  pending: PendingContact,
  said?: string,
): Promise<Outcome> {
  const next = { ...state, contact: pending };
  if (pending.talents.length === 0) return reply(turn, next, whoQuestion(pending, said));
  return reply(turn, next, confirmationCard(pending, await remarksOn(turn, pending)));
}

/** What the leader should know before confirming. */
async function remarksOn(turn: Turn, pending: PendingContact): Promise<string[]> {
  const remarks: string[] = [];
  const unpaired = pending.talents.filter((talent) => !talent.pairingId).map((talent) => talent.name);
  if (unpaired.length > 0) remarks.push(`${unpaired.join('、')}不在结对名单里，仍可记下。`);
  const same = await turn.tx.contact.count({
    where: {
      countyId: turn.county.id,
      leaderId: pending.leaderId,
      talentId: { in: pending.talents.map((talent) => talent.id) },
      date: new Date(`${pending.date}T00:00:00Z`),
      undoneAt: null,
    },
  });
  if (same > 0) remarks.push('这一天已经记过一次，确认后会再记一条。');
  return remarks;
}

/** Words said while a contact waits for its confirmation; undefined when they are about something else. */
export async function takeWords(turn: Turn, state: Conversation, text: string): Promise<Outcome | undefined> {
  const pending = state.contact;
  if (!pending) return undefined;
  if (/^(?:算了|不记了?|取消|别记了?)[。！!]?$/u.test(text.trim())) return drop(turn, state);
  if (pending.talents.length === 0) return pickByWords(turn, state, pending, text);
  const correction = await corrected(turn, pending, text);
  if (correction) return show(turn, state, correction);
  const yes = readYesNo(text.split(/[，,。；;\s]/u)[0] ?? '') ?? readYesNo(text);
  if (yes === true) {
    const more = text
      .replace(/^(?:对的?|是的?|嗯+|好的?|没错|确认|行|可以)[，,。；;\s]*/u, '')
      .replace(/^是[一-龥]{2,4}(?:教授|博士|老师)?[，,。；;\s]*/u, '')
      .trim();
    return confirm(
      turn,
      state,
      more ? { ...pending, notes: [pending.notes, more].filter(Boolean).join('；') } : pending,
    );
  }
  if (yes === false)
    return reply(turn, state, ask('哪里不对？直接说就行，比如“是昨天”“是电话联系”“是李文博”。', []));
  return undefined;
}

async function pickByWords(
  turn: Turn,
  state: Conversation,
  pending: PendingContact,
  text: string,
): Promise<Outcome | undefined> {
  const picked = pending.candidates.filter(
    (candidate) =>
      text.includes(candidate.name) ||
      (candidate.detail && text.includes(candidate.detail.split(' ')[0] ?? '')),
  );
  return picked.length === 1 ? show(turn, state, { ...pending, talents: picked, candidates: [] }) : undefined;
}

/** The contact as a correction makes it; undefined when the words correct nothing. */
async function corrected(
  turn: Turn,
  pending: PendingContact,
  text: string,
): Promise<PendingContact | undefined> {
  if (!/^(?:不对|不是|是|改|应该是|写错|说错|错了)/u.test(text.trim()) || text.length > 40) return undefined;
  const method = methodNamed(text) ?? readMethod(text)?.method;
  const day = read('日期', text, readingOf(turn))
    .map(({ value }) => value)
    .find((value) => value.kind === 'date');
  const pairings = await pairingsOf(turn.tx, turn.county.id, pending.leaderId, dateOf(turn.now));
  const people =
    /[一-龥]{2,}/u.test(text) && !method && !day
      ? await resolvePeople(turn, text.replace(/^.*(?:不是|不对)[^，,]*[，,]/u, ''), pairings)
      : undefined;
  const named = people && people.talents.length > 0 ? people.talents : undefined;
  const same = named?.length === 1 && named[0]?.id === pending.talents[0]?.id;
  if ((!method && !day && !named) || same) return undefined;
  return {
    ...pending,
    id: newId(turn.random, 10),
    ...(method ? { method } : {}),
    ...(day ? { date: day.date, precision: day.precision } : {}),
    ...(named ? { talents: named } : {}),
  };
}

/** A press on one of the contact's buttons. */
export async function takePress(turn: Turn, state: Conversation, payload: Payload): Promise<Outcome> {
  const press = pressSchema.parse(payload);
  const pending = state.contact;
  if (!pending || pending.id !== press.pending) {
    return { posts: [], answer: { toast: '这张卡片已经处理过了。', tone: 'warning' } };
  }
  switch (press.act) {
    case 'confirm':
      return confirm(turn, state, pending);
    case 'drop':
      return drop(turn, state);
    case 'pick': {
      const picked = pending.candidates.filter((candidate) => candidate.id === press.talent);
      return show(turn, state, { ...pending, talents: picked, candidates: [] });
    }
  }
}

async function confirm(turn: Turn, state: Conversation, pending: PendingContact): Promise<Outcome> {
  const recorded = await recordContact(turn, pending);
  const { contact: _done, ...rest } = state;
  const lines = recorded.map(({ no, talent }) => ({
    label: no,
    text: `${talent}，${dayWords(pending)}，${pending.method}`,
  }));
  const late = recorded.some((record) => record.late);
  const card: Reply = {
    title: '联系已记下',
    tone: 'good',
    parts: [
      { type: 'list', items: lines },
      ...(late
        ? [
            {
              type: 'text' as const,
              text: `离联系那天超过 ${turn.county.settings.C7} 个工作日，已标为补录。`,
            },
          ]
        : []),
      { type: 'text', text: `记错了的话，${turn.county.settings.undoMinutes} 分钟内发“/撤销”。` },
    ],
  };
  return { ...reply(turn, rest, card), answer: { toast: '已记下', tone: 'success' } };
}

function drop(turn: Turn, state: Conversation): Outcome {
  const { contact: _dropped, ...rest } = state;
  return { ...reply(turn, rest, say('好的，这次没有记。')), answer: { toast: '没有记', tone: 'info' } };
}

/** Answers in the chat; a card that was pressed is replaced by its answer. */
function reply(turn: Turn, state: Conversation, words: Reply): Outcome {
  const replaces = turn.said.kind === 'press' ? turn.messageId : undefined;
  return {
    conversation: state,
    posts: [{ to: { chat: turn.chat.id }, reply: words, ...(replaces ? { replaces } : {}) }],
  };
}
