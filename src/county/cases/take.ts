/** Presses and words in a chat that are about a case: what was asked for is asked back, the rest is done. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { ask, type Payload, say } from '../../dialogue/reply.ts';
import type { Conversation } from '../conversation.ts';
import type { Outcome, Turn } from '../turn.ts';
import { type Acted, act, worldOf } from './act.ts';
import { openAnswer } from './actions.ts';
import { askerOf, canCall, phoneFor, SEE_PHONE, titleOf } from './cards.ts';
import { loadCase, loadCases } from './file.ts';
import { partiesOf } from './parties.ts';
import type { PendingAct, Wish } from './wish.ts';

const pressSchema = z.object({ for: z.literal('case'), no: z.string(), act: z.string() });

/** A press on one of a case's buttons. */
export async function takeCasePress(
  turn: Turn,
  state: Conversation,
  payload: Payload,
  book: FlowBook,
): Promise<Outcome> {
  const press = pressSchema.parse(payload);
  if (press.act === SEE_PHONE) return showPhone(turn, state, book, press.no);
  return doWish(turn, state, book, { no: press.no, action: press.act });
}

/** The whole number, in private, to whoever works on the case; it is on record who looked (domain.md 5.1). */
async function showPhone(turn: Turn, state: Conversation, book: FlowBook, no: string): Promise<Outcome> {
  const world = worldOf(turn, book);
  const file = await loadCase(world, no);
  const person = turn.speaker.person;
  const parties = file ? partiesOf(file, person, turn.chat.id) : [];
  if (!file || !person || !canCall(file, { parties, group: turn.chat.kind === 'group' }))
    return { ...answered(turn, state, '现在不能看电话。'), ...toast(turn, '没有显示', 'warning') };
  await turn.tx.audit.create({
    data: {
      countyId: turn.county.id,
      by: person.id,
      what: '看电话',
      subject: `case:${no}`,
      purpose: '联系诉求人',
      at: new Date(turn.now),
    },
  });
  return answered(
    turn,
    state,
    `${no} ${askerOf(file, false)}的电话：${phoneFor(world, file)}。只用于办这件事，已留查看记录。`,
  );
}

/** Words said while an action waits for them, or in answer to a call-back; undefined when they are neither. */
export async function takeCaseWords(
  turn: Turn,
  state: Conversation,
  text: string,
  book: FlowBook,
): Promise<Outcome | undefined> {
  const words = text.trim();
  if (state.caseAct?.by === turn.speaker.identityId) {
    const { caseAct, ...rest } = state;
    if (/^(?:算了|取消|不用了|退出)[。！!]?$/u.test(words)) return answered(turn, rest, '好的，没有办。');
    return doWish(turn, rest, book, filled(caseAct, words));
  }
  return answerToCallBack(turn, state, words, book);
}

function filled({ wish, asks }: PendingAct, words: string): Wish {
  switch (asks) {
    case 'unit': {
      const short = words.slice(0, 100);
      const [, unit = short, days] = /^(.*?)[\s，,]*(?:(\d{1,3})\s*(?:个?工作日|天)?)?$/u.exec(short) ?? [];
      return { ...wish, unit, ...(days ? { days: Number(days) } : {}) };
    }
    case 'days':
      return { ...wish, days: daysIn(words) ?? 0 };
    case 'note':
      return { ...wish, note: words.slice(0, 1_000) };
  }
}

/** A number of days as people write it: 5, 5天, 五个工作日 is left to be asked again. */
export const daysIn = (words: string): number | undefined => {
  const match = /^(\d{1,3})\s*(?:个?工作日|天)?$/u.exec(words.normalize('NFKC').trim());
  return match ? Number(match[1]) : undefined;
};

/** Does it and answers: in the chat, to everybody it concerns, and where a word is missing with a question. */
export async function doWish(turn: Turn, state: Conversation, book: FlowBook, wish: Wish): Promise<Outcome> {
  const acted = await act(turn, book, wish);
  switch (acted.kind) {
    case 'asks':
      return answered(
        turn,
        { ...state, caseAct: { wish, asks: acted.asks, by: turn.speaker.identityId } },
        acted.words,
      );
    case 'refused':
      return { ...answered(turn, state, acted.words), ...toast(turn, '这一步没有办', 'warning') };
    case 'done':
      return {
        conversation: after(state, acted, wish),
        posts: [{ to: { chat: turn.chat.id }, reply: acted.reply }, ...acted.posts],
        ...toast(turn, '办好了', 'success'),
      };
  }
}

/** Who is not satisfied may say why in the next sentence. */
function after(state: Conversation, { file }: Extract<Acted, { kind: 'done' }>, wish: Wish): Conversation {
  const { caseAct: _done, caseNote: _old, ...rest } = state;
  return wish.action === '不满意' && !file.standing.stage.final ? { ...rest, caseNote: file.row.no } : rest;
}

const answered = (turn: Turn, state: Conversation, words: string): Outcome => ({
  conversation: state,
  posts: [{ to: { chat: turn.chat.id }, reply: say(words) }],
});

const toast = (turn: Turn, words: string, tone: 'success' | 'warning'): Pick<Outcome, 'answer'> =>
  turn.said.kind === 'press' ? { answer: { toast: words, tone } } : {};

const unhappy = /不满意|不太满意|没(?:有)?(?:解决|办好|弄好|落实)|还是(?:没|不行|老样子)|不行|太差|白跑/u;
const soso = /基本满意|还行|还可以|凑合|马马虎虎|一般般/u;
const happy = /满意|解决了|办好了|弄好了|修好了|落实了|没问题了|很好|挺好/u;

/** How words judge the result; undefined when they do not. 基本满意 and 不满意 hold 满意 in them and are looked for first. */
export function judgementIn(words: string): '满意' | '基本满意' | '不满意' | undefined {
  if (words.length > 60 || /[?？吗]$/u.test(words)) return undefined;
  if (unhappy.test(words)) return '不满意';
  if (soso.test(words)) return '基本满意';
  return happy.test(words) ? '满意' : undefined;
}

async function answerToCallBack(
  turn: Turn,
  state: Conversation,
  words: string,
  book: FlowBook,
): Promise<Outcome | undefined> {
  const person = turn.speaker.person;
  if (!person || turn.chat.kind === 'group') return undefined;
  if (state.caseNote && !words.startsWith('/')) {
    const { caseNote, ...rest } = state;
    if (/^(?:没有了?|算了|不用了?|好的?|谢谢)[。！!]?$/u.test(words))
      return answered(turn, rest, '好的，办好了再告诉您。');
    return doWish(turn, rest, book, { no: caseNote, action: '补充', note: words.slice(0, 1_000) });
  }
  const judgement = judgementIn(words);
  if (!judgement) return undefined;
  const mine = await loadCases(worldOf(turn, book), { personId: person.id, closedAt: null });
  const waiting = mine.filter(({ standing }) => standing.stage.who.includes('本人'));
  const [file] = waiting;
  if (!file) return undefined;
  if (waiting.length === 1)
    return doWish(turn, state, book, { no: file.row.no, action: openAnswer(file, judgement) });
  const buttons = waiting.slice(0, 6).map((one) => ({
    label: `${titleOf(one)}（${one.row.no}）`,
    payload: { for: 'case', no: one.row.no, act: openAnswer(one, judgement) },
  }));
  return {
    conversation: state,
    posts: [{ to: { chat: turn.chat.id }, reply: ask('您说的是哪一件？', buttons) }],
  };
}
