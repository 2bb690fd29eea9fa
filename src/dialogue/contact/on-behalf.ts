/**
 * What somebody tells of what leaders did: 今天下午张县长去看望了李教授. It is cut
 * where another leader's doing begins, and put as the leader would tell it: with 我.
 */
import { surnameOf } from './people.ts';

export interface Leader {
  id: string;
  name: string;
  /** 职务: 县委常委、副县长. */
  title: string;
}

export interface Telling {
  /** The words as the leader would say them. */
  text: string;
  /** The leaders they may mean; empty where none is named. */
  leaders: Leader[];
}

const posts =
  '县长|书记|部长|主任|主席|常委|局长|会长|检察长|院长|政委|秘书长|乡长|镇长|区长|市长|调研员|主任委员';
const when =
  '(?:[今昨前]天|[今昨]早|昨晚|上午|中午|下午|晚上|刚才|上个?(?:周|星期|礼拜)[一二三四五六日天]?|(?:周|星期|礼拜)[一二三四五六日天]|\\d{1,2}月\\d{1,2}[日号]|\\d{1,2}[日号]|然后|接着|后来|另外)';
const doing =
  '(?:带|陪(?=.{2,}[去到看])|去|到|在|来|看|走访|拜访|探望|慰问|约|请|给|打|跟|和|与|同|联系|电话|召集|主持|组织|找|见|了解|调研|登门|上门|参加|微信|发|致电|回访|邀)';

const begins = new RegExp(`^(?:同志|一行|他们|亲自|专程|专门|又|也|还|就|已经|刚|${when}){0,6}${doing}`, 'u');
/** Told of somebody who went along: 我陪张县长去. */
const along = /(?:我们?|咱们?)?(?:陪同?着?|跟着|跟随|随同?)$|(?:我们?|咱们?)(?:和|与|同|跟)$/u;
/** In the leader's place, not with them. */
const instead = /(?:替|代表?|受|委托)$/u;
const toThem = /(?:来找|找|给|向|跟|和|与|同|约|见|拜访)(?:了|到|过)?$/u;
/** What is wished or thanked for is no doing. */
const wished = /希望|感谢|谢谢|建议|想|请求|盼|反映说|提到|说/u;
const before = new RegExp(`(?:${when}[，,、\\s]{0,2}){1,4}$`, 'u');

/** How far around a name it is looked what is said of them, characters. */
const NEAR = 40;

interface Hit {
  said: string;
  at: number;
  end: number;
  leaders: Leader[];
}

/** The words by which a leader may be called, as a pattern: 张明远, 副县长张明远, 张县长, 张副县长. */
function callsOf({ name, title }: Leader): string {
  const own = [...title.matchAll(new RegExp(posts, 'gu'))].map(([post]) => post);
  const any = `(?:县委|县政府|县人大|县政协|常务|副|、|${posts}){0,6}`;
  const titled = own.length > 0 ? `|${surnameOf(name)}(?:常务)?副?(?:${own.join('|')})(?:同志)?` : '';
  return `${any}${name}(?:副?(?:${posts}))?(?:同志)?${titled}`;
}

/** Where leaders are named, in order. */
function hitsIn(text: string, leaders: readonly Leader[]): Hit[] {
  const hits = new Map<string, Hit>();
  for (const leader of leaders)
    for (const { 0: said, index: at } of text.matchAll(new RegExp(callsOf(leader), 'gu'))) {
      const end = at + said.length;
      const hit = hits.get(`${at}-${end}`);
      if (hit) hit.leaders.push(leader);
      else hits.set(`${at}-${end}`, { said, at, end, leaders: [leader] });
    }
  return [...hits.values()].sort((a, b) => a.at - b.at);
}

/** The leaders a text names, each once. */
export const leadersIn = (text: string, leaders: readonly Leader[]): Leader[] => [
  ...new Set(hitsIn(text, leaders).flatMap((hit) => hit.leaders)),
];

/** The stretches of a text, each told of one leader; what names nobody is one stretch. */
export function tellingsOf(text: string, leaders: readonly Leader[]): Telling[] {
  const head = headingOf(text, leaders);
  const rest = head ? text.slice(head.length) : text;
  const tellings: Telling[] = [{ text: '', leaders: head?.leaders ?? [] }];
  let done = 0;
  for (const hit of hitsIn(rest, leaders)) {
    const part = placeOf(rest, hit);
    if (!part || part.from < done) continue;
    const now = tellings.at(-1) as Telling;
    const another =
      part.acts && now.leaders.length > 0 && !hit.leaders.some((one) => now.leaders.includes(one));
    const near = Math.max(done, part.from - NEAR);
    const cut = another ? rest.slice(near, part.from).replace(before, '').length + near : part.from;
    now.text += rest.slice(done, cut);
    if (another) tellings.push({ text: rest.slice(cut, part.from), leaders: hit.leaders });
    else if (now.leaders.length === 0) now.leaders = hit.leaders;
    (tellings.at(-1) as Telling).text += part.words;
    done = hit.end;
  }
  (tellings.at(-1) as Telling).text += rest.slice(done);
  return tellings.map((telling) => ({ ...telling, text: withoutNameless(telling.text) }));
}

/** How a mention reads to the leader; undefined where they are only spoken of. */
function placeOf(
  text: string,
  { said, at, end }: Hit,
): { from: number; words: string; acts: boolean } | undefined {
  const clause =
    text
      .slice(Math.max(0, at - NEAR), at)
      .split(/[，,。；;！!\n]/u)
      .at(-1) ?? '';
  // Speech turned to text has no stops: a time of day begins anew.
  if (wished.test(clause) && !before.test(clause)) return undefined;
  const with_ = along.exec(clause)?.[0] ?? '';
  if (instead.test(clause)) return { from: at, words: said, acts: true };
  if (with_ || (begins.test(text.slice(end, end + NEAR)) && !toThem.test(clause)))
    return { from: at - with_.length, words: '我', acts: true };
  return toThem.test(clause) ? { from: at, words: '我', acts: false } : undefined;
}

/** 替张县长记一下：, 张县长的联系： */
function headingOf(
  text: string,
  leaders: readonly Leader[],
): { length: number; leaders: Leader[] } | undefined {
  const [first] = hitsIn(text, leaders);
  if (!first) return undefined;
  const prefix = text.slice(0, first.at);
  const after = text.slice(first.end);
  const asked = /^\s*(?:请|麻烦)?(?:你|您|小才)?(?:帮|替|代|给)$/u.test(prefix)
    ? /^(?:补?记|登记|录)(?:一?下|上|一?笔|个|一次|一条)?(?:联系|记录)?[：:，,。\s]*/u.exec(after)
    : null;
  const titled = /^\s*$/u.test(prefix) ? /^(?:的?(?:联系|记录)+)?\s*[：:]\s*/u.exec(after) : null;
  const found = asked ?? titled;
  return found ? { length: first.end + found[0].length, leaders: first.leaders } : undefined;
}

const nameless = new RegExp(
  `(^|[，,。；;\\s]|${when})(?:我们?|咱们?)?领导(?=(?:也|又|亲自|专程|${when}){0,6}${doing})`,
  'gu',
);

/** 领导去看了李教授: whoever it was. */
const withoutNameless = (text: string): string => text.replace(nameless, '$1我');

/** Somebody else's doing: 王书记 where no 王书记 is among `leaders`. */
export function anotherIn(text: string, leaders: readonly Leader[]): string | undefined {
  const found = new RegExp(
    `(?:^|[，,。；;\\s]|${when})(?:${when}){0,4}(?!${when})([一-龥]{1,3}?(?:${posts}))(?=(?:又|也|亲自|${when}){0,6}${doing})`,
    'u',
  ).exec(text);
  const said = found?.[1];
  return said && hitsIn(said, leaders).length === 0 ? said : undefined;
}
