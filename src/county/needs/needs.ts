/**
 * A talent's plain words about what is wrong: each matter becomes a case of its
 * own at once, is given to the unit whose duty it is, and can be taken back for
 * ten minutes. What is said after that is added to the case it belongs to.
 */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { isPlain, readTold } from '../../dialogue/need/told.ts';
import { announces } from '../../dialogue/need/words.ts';
import { supplement } from '../cases/supplement.ts';
import { doWish } from '../cases/take.ts';
import type { Conversation } from '../conversation.ts';
import { defaultDuties } from '../duties/defaults.ts';
import { isLeader, isStaff } from '../roles.ts';
import type { Outcome, Turn } from '../turn.ts';
import type { Told } from './bring-up.ts';
import { filesOf, Hearing, spoken } from './hearing.ts';
import { talkOf } from './memory.ts';
import type { NeedTalk } from './talk.ts';
import { caseLine, line } from './words.ts';

/** Whether somebody's plain words are heard as matters of their own. */
function mayBringUp(turn: Turn, book: FlowBook): boolean {
  const { person } = turn.speaker;
  const flow = book.get('need');
  if (!person || !flow || turn.chat.kind !== 'p2p' || isLeader(person) || isStaff(person)) return false;
  return flow.who.includes('所有人') || person.roles.some((role) => flow.who.includes(role));
}

const read = (turn: Turn, text: string): Told[] =>
  readTold(text, { now: turn.now, calendar: turn.county.calendar, topics: defaultDuties });

/**
 * Takes what is plainly a matter, or plainly more of one just brought up.
 * `late`: nobody else had an answer, so that any words belong to the talk.
 */
export async function takeNeeds(
  turn: Turn,
  state: Conversation,
  text: string,
  book: FlowBook,
  late = false,
): Promise<Outcome | undefined> {
  if (!mayBringUp(turn, book)) return undefined;
  const talk = talkOf(turn, state);
  if (
    talk?.consent &&
    /^(?:都)?(?:同意|可以转|可以|没问题|行)(?:转达)?(?:吧|的|了)?[。！!]?$/u.test(text.trim())
  )
    return consentGiven(turn, state, book, talk);
  if (talk && asksProgress(text)) return progress(turn, state, book, talk);
  const signed = talk && (await sign(turn, state, book, talk, text));
  if (signed) return signed;
  if (late && announces(text))
    return spoken(turn, state, [line('您请说，我记着。几件事一起说也行，我一件一件交办。')]);
  const told = read(turn, text);
  const plain = told.filter(isPlain);
  // One suggestion alone is a matter with its own questions.
  if (!talk && plain.every(({ kind }) => kind === 'suggestion')) return undefined;
  const hearing = new Hearing(turn, book, talk, talk ? await filesOf(turn, book, talk.cases) : []);
  for (const matter of told) await hearing.take(matter, late);
  return hearing.outcome(state);
}

/** How many matters a message states, before anything is done. */
export const statesSeveral = (turn: Turn, text: string, book: FlowBook): boolean =>
  mayBringUp(turn, book) && read(turn, text).filter(isPlain).length > 1;

const asksProgress = (text: string): boolean =>
  text.length <= 24 &&
  /(?:什么时候|多久|几时|哪天|几天).{0,8}(?:修|好|解决|答复|办|来|结果)|办到哪|有(?:进展|消息|结果)(?:了)?(?:吗|没)|怎么样了/u.test(
    text,
  );

async function progress(turn: Turn, state: Conversation, book: FlowBook, talk: NeedTalk): Promise<Outcome> {
  const files = await filesOf(turn, book, talk.cases);
  return spoken(turn, { ...state, needs: { ...talk, at: turn.now } }, [
    line('您反映的现在是这样：'),
    { type: 'list', items: files.map(caseLine) },
  ]);
}

async function consentGiven(
  turn: Turn,
  state: Conversation,
  book: FlowBook,
  talk: NeedTalk,
): Promise<Outcome> {
  const { consent = [], ...rest } = talk;
  let outcome: Outcome = { posts: [] };
  for (const no of consent) {
    const done = await doWish(turn, state, book, { no, action: '同意转达' });
    outcome = { ...outcome, posts: [...outcome.posts, ...done.posts] };
  }
  return { ...outcome, conversation: { ...state, needs: { ...rest, at: turn.now } } };
}

/** 署名 or 匿名, of the suggestion made in this talk. */
async function sign(
  turn: Turn,
  state: Conversation,
  book: FlowBook,
  talk: NeedTalk,
  text: string,
): Promise<Outcome | undefined> {
  const said = /^(?:要|就|那就?|还是)?(署名|实名|匿名|不署名|写我的?名字)/u.exec(text.trim())?.[1];
  const idea = talk.cases.findLast(({ kind }) => kind === 'suggestion');
  if (!said || !idea) return undefined;
  const named = !/匿|不/u.test(said);
  const added = await supplement(turn, book, idea.no, { answers: { 署名: named ? '实名' : '匿名' } }, '本人');
  if (!added) return undefined;
  const outcome = spoken(turn, { ...state, needs: { ...talk, at: turn.now } }, [
    line(`好的，${idea.no} 按${named ? '实名' : '匿名'}转。`),
  ]);
  return { ...outcome, posts: [...outcome.posts, ...added.posts] };
}
