/** The office on duty, and the units it hands needs to. Most keep their dates, some are late, and some object. */
import { at, dayOf, isOpen, isWorkday, openFrom, plus } from '../days.ts';
import type { KnownPairing } from '../ledger.ts';
import { type Received, wordsOf } from '../platform.ts';
import { type Act, type Actor, type Being, buttonsIn, pressOn, say, soon } from './person.ts';

/** The unit that answers for a kind of need. */
const unitsFor: readonly [RegExp, string][] = [
  [/子女入学|孩子|学位|讲堂/u, '教育局'],
  [/住房|公寓|热水器/u, '住建局'],
  [/医疗|看病/u, '卫健局'],
  [/配偶|爱人/u, '人社局'],
  [/项目|资金|用电|经费/u, '科技局'],
];

const numberIn = (words: string): string | undefined => /[NJS]-\d{4}-\d{4}/u.exec(words)?.[0];

/** A moment within office hours, so many working days from now. */
function workingMoment(now: number, days: number, time: string): number {
  const today = dayOf(now);
  if (days === 0 && isOpen(now)) return soon(now, 6);
  let date = openFrom(days === 0 ? plus(today, 1) : today);
  for (let left = days; left > 0; left -= 1) date = openFrom(plus(date, 1));
  return at(date, time);
}

export interface OfficeBeing extends Being {
  /** Leaders whose name is theirs alone. */
  leaders: readonly { account: string; name: string }[];
}

/** The one of the staff who deals with what comes in. */
export function officeOnDuty(being: OfficeBeing): Actor {
  const { dice, life } = being;
  const closing = new Set<string>();

  /** A post changes hands, late in the evening so that the day's visits are told; what was done before stays with the post. */
  function handOver(date: string): Act[] {
    const known = life.ledger.pairings.get(life.county) ?? [];
    const holding = being.leaders.filter(({ account }) => heldBy(known, account).length > 0);
    if (holding.length === 0) return [];
    const from = dice.pick(holding);
    const to = dice.pick(being.leaders.filter(({ account }) => account !== from.account));
    return [
      say(at(date, '21:30'), `/换人 ${from.name} ${to.name}`, () => {
        const today = dayOf(life.now());
        for (const one of heldBy(known, from.account)) {
          one.to = today;
          known.push({ post: one.post, talent: one.talent, leader: to.account, from: plus(today, 1) });
        }
      }),
    ];
  }

  function dispatch(words: string, no: string): Act[] {
    const unit = unitsFor.find(([pattern]) => pattern.test(words))?.[1] ?? '科技局';
    const when = workingMoment(life.now(), dice.pick([0, 0, 0, 1, 1, 3]), '10:30');
    const luck = dice.next();
    if (luck < 0.06) return [say(when, `/办 ${no} 不予受理 属于法院诉讼事项`)];
    if (luck < 0.14) return [say(when, `/办 ${no} 即答 已经电话答复`)];
    const limit = dice.chance(0.2) ? ` ${dice.pick([3, 10, 15])}` : '';
    return [say(when, `/派 ${no} ${unit}${limit}`)];
  }

  return {
    account: being.account,
    name: being.name,
    plans(date) {
      if (!isWorkday(date)) return [];
      if (dice.chance(0.03)) return handOver(date);
      if (!dice.chance(0.03)) return [];
      return [say(at(date, '16:30'), dice.pick(['/待办', '/到期', '/查 李文博', '/帮助']))];
    },
    hears(received) {
      const words = wordsOf(received.message);
      const no = numberIn(words);
      const bind = buttonsIn(received.message).find(
        ({ label }) => label.includes('绑定') && !label.startsWith('不'),
      );
      if (bind) return [pressOn(workingMoment(life.now(), 0, '10:30'), received, bind.token)];
      const inherit = buttonsIn(received.message).find(({ label }) => label.startsWith('确认承接'));
      if (inherit)
        return [
          pressOn(workingMoment(life.now(), dice.pick([0, 0, 1, 7]), '10:30'), received, inherit.token),
        ];
      if (!no) return [];
      if (/收到一件|请.*裁定/u.test(words)) return dispatch(words, no);
      // Nobody answered the call-back: the office asks by phone.
      if (/回访/u.test(words) && /完成|到期|今天|还没/u.test(words) && !closing.has(no)) {
        closing.add(no);
        const answer = dice.pick(['满意', '基本满意', '未接通']);
        return dice.chance(0.7) ? [say(workingMoment(life.now(), 1, '15:00'), `/回访 ${no} ${answer}`)] : [];
      }
      if (/会商/u.test(words) && !/办结/u.test(words))
        return [say(workingMoment(life.now(), 2, '15:00'), `/办 ${no} 会商办结 三家单位一起办好了`)];
      if (/已经?逾期|黄牌/u.test(words) && dice.chance(0.3))
        return [say(workingMoment(life.now(), 0, '15:00'), `/催 ${no}`)];
      return [];
    },
  };
}

/** The pairings a leader holds. */
const heldBy = (known: readonly KnownPairing[], leader: string): KnownPairing[] =>
  known.filter((one) => one.leader === leader && one.to === undefined);

/** The head of the office presses red, or does not. */
export function headOfOffice(being: Being): Actor {
  const { dice, life } = being;
  return {
    account: being.account,
    name: being.name,
    plans: () => [],
    hears(received) {
      const red = buttonsIn(received.message).find(({ label }) => label === '发红牌');
      return red && dice.chance(0.6)
        ? [pressOn(workingMoment(life.now(), 1, '10:30'), received, red.token)]
        : [];
    },
  };
}

/** The one who answers for a member unit. */
export function unitContact(being: Being): Actor {
  const { dice, life } = being;
  const diligence = dice.pick([0.95, 0.9, 0.7]);

  function take(received: Received, no: string): Act[] {
    const sign = buttonsIn(received.message).find(({ label }) => label === '签收');
    if (!sign) return [];
    if (dice.chance(0.06)) return [say(workingMoment(life.now(), 0, '15:00'), `/退 ${no} 不属于我局职责`)];
    const days = dice.chance(diligence) ? dice.pick([0, 0, 1]) : 3;
    const signing = workingMoment(life.now(), days, '10:30');
    const acts: Act[] = [pressOn(signing, received, sign.token)];
    if (dice.chance(0.12))
      acts.push(say(workingMoment(signing, 1, '15:00'), `/延 ${no} ${dice.between(2, 10)} 供货商月底才发货`));
    const answering = dice.chance(diligence) ? dice.between(1, 4) : dice.between(5, 14);
    acts.push(say(workingMoment(signing, answering, '16:30'), `/结 ${no} 已经和本人对接办好`));
    return acts;
  }

  return {
    account: being.account,
    name: being.name,
    plans: (date) =>
      isWorkday(date) && dice.chance(0.005) ? [say(at(date, '16:30'), dice.pick(['/待办', '你好']))] : [],
    hears(received) {
      const words = wordsOf(received.message);
      const no = numberIn(words);
      if (!no) return [];
      if (/重办/u.test(words))
        return [say(workingMoment(life.now(), dice.between(1, 4), '16:30'), `/结 ${no} 已经重新办好`)];
      return take(received, no);
    },
  };
}
