/** /池: what is taken and free, who is in, and what the office does about it. */
import { say } from '../../dialogue/reply.ts';
import { read } from '../../dialogue/understand/index.ts';
import { addDays, dateOf } from '../../schedule/workdays.ts';
import { doWish } from '../cases/take.ts';
import type { Stay } from '../pools/place.ts';
import { poolNames } from '../pools/pools.ts';
import { allPools, endingSoon, nightOf, onePool } from '../pools/show.ts';
import { add, type Deed, move, setOpen, takeBack } from '../pools/staff.ts';
import type { Outcome, Turn } from '../turn.ts';
import { type CommandCall, type CommandHandler, replied } from './handler.ts';
import { nameMeant } from './named.ts';

export const pools: CommandHandler = async (call) => {
  const { turn, given, book } = call;
  const names = await poolNames(turn.tx, turn.county.id, book);
  if (names.length === 0) return replied(turn, say('还没有事项要占房间或名额（文件里的“占用”）。'));
  if (!given.池) return replied(turn, await allPools(call));
  const pool = nameMeant(names, given.池);
  if (!pool) return replied(turn, say(`没有“${given.池.slice(0, 20)}”这个池。现有：${names.join('、')}。`));
  return inPool(call, pool, given.做什么 ?? '', given.哪一个 ?? '');
};

async function inPool(call: CommandCall, pool: string, doing: string, what: string): Promise<Outcome> {
  const { turn, book } = call;
  switch (doing) {
    case '':
    case '今日':
    case '今天':
      return replied(turn, await onePool(call, pool, nightOf(dateOf(turn.now))));
    case '空房':
    case '空':
      return inNights(call, pool, what || '今天');
    case '到期':
      return replied(turn, await endingSoon(call, pool));
    case '加':
      return answered(turn, await add(turn, pool, what));
    case '停':
    case '停用':
      return answered(turn, await setOpen(turn, pool, what, false));
    case '开':
    case '启用':
      return answered(turn, await setOpen(turn, pool, what, true));
    case '腾':
    case '收回':
      return answered(turn, await takeBack(turn, book, pool, what));
    case '换':
      return answered(turn, await move(turn, book, pool, what));
    case '通过':
    case '退回': {
      const [no = '', ...note] = what.split(/\s+/u);
      return doWish(turn, call.state, book, {
        no,
        action: doing,
        ...(note.length > 0 ? { note: note.join(' ') } : {}),
      });
    }
    default:
      return inNights(call, pool, `${doing} ${what}`.trim());
  }
}

const answered = (turn: Turn, { words, posts }: Deed): Outcome => ({
  posts: [...replied(turn, say(words)).posts, ...posts],
});

async function inNights(call: CommandCall, pool: string, words: string): Promise<Outcome> {
  const stay = nightsIn(call.turn, words);
  if (stay) return replied(call.turn, await onePool(call, pool, stay));
  return replied(
    call.turn,
    say(
      `“${words.slice(0, 20)}”没看懂。可以写日子（今天、6月19日到6月21日），或者：空房、到期、加、停、开、腾、换、通过、退回。`,
    ),
  );
}

/** A day is its night; from one day to another, the nights between; a week or a month, all of its nights. */
function nightsIn(turn: Turn, words: string): Stay | undefined {
  const [found] = read('日期', words, { now: turn.now, bias: '将来', calendar: turn.county.calendar });
  if (found?.value.kind === 'date') return nightOf(found.value.date);
  if (found?.value.kind !== 'daterange') return undefined;
  const { from, to, precision } = found.value;
  if (!from || !to) return undefined;
  const last = precision === '日' && addDays(to, -1) > from ? addDays(to, -1) : to;
  return { from, to: last };
}
