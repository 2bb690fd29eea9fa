/**
 * How long understanding takes: microseconds of processor time a message, the
 * best of several rounds, untyped and for the slowest type. Run: npm run bench
 * -- understand. Required: 100 µs a short message, 5 ms for 4,000 characters of
 * anything. The requirement is for one idle core; where others compute on the
 * machine, look at the figures and not at the verdict.
 */
import { packagedCalendar } from '../scripts/calendar.ts';
import { find, type ReadContext, read, type ValueType } from '../src/dialogue/understand/index.ts';
import { figure, table } from './table.ts';

const SHORT_US = 100;
const LONG_US = 5_000;
const LENGTH = 4_000;
const CLAUSE = 400;

const context: ReadContext = {
  now: Date.parse('2026-11-18T10:00:00+08:00'),
  bias: '将来',
  calendar: packagedCalendar,
};

const SHORT = ['下周三下午三点', '二十来万', '我叫王小明', '13812345678', '三天后', '不是不行', '每月15号前'];

/** What somebody pastes, or sends to do harm, repeated to 4,000 characters. */
const UNITS: Record<string, string> = {
  'a CV': '2008年9月到2012年6月，浙江工业大学，计算机，本科，手机13812345678，年薪20-30万。',
  'a CV without marks': '2008年9月2012年6月浙江工业大学计算机本科手机13812345678年薪20到30万',
  dates: '2026年11月25日',
  'dates in words': '二〇二六年十一月二十五日',
  'days of weeks': '下周三下午三点到五点',
  年月日: '年月日',
  '1年1月1日': '1年1月1日',
  digits: '1',
  'digits and blanks': '1 ',
  'digits and dots': '1.',
  'digits and dashes': '1-',
  'digits and colons': '12:30',
  'numerals in words': '一二三四五六七八九十百千万亿',
  'units of ten': '十万',
  一: '一',
  sums: '三万八千元',
  percents: '百分之三十',
  durations: '三天半个月',
  recurrences: '每月每周',
  holidays: '国庆节前一天',
  names: '我叫王小明',
  phones: '0571-88886666转8',
  mail: 'a@b.com',
  corrections: '不对改成明天',
  blanks: ' ',
  'a number to a number': '1到',
  hours: '一点',
  'ordinals without end': '最后一个',
  'words before a sum': '年薪',
  'after a feast': '节后',
  'weeks after weeks': '下下下周',
  'working days ago': '300个工作日前',
  few: '几',
  'full width': '１２：３０',
  assent: '嗯好的',
  places: '岩板镇桐子坪村',
  pinyin: 'wang xiao ming ',
  brackets: '(（',
  emoji: '😀',
  prose: '我们单位的同事都觉得这个政策很好希望尽快落实',
};

/** What texts are made of by chance: letters and words that begin, join or end some value. */
const PIECES = [
  ...'0123456789０〇一二两三四五六七八九十壹百千万半几kw年月日号天周点分时个元块折成岁上下前后本今明昨每初农闰大节春夏',
  ...'到至-~.:/% ，最不约过多来左右以内起的是我叫王小手机名转',
  ...'百分之 星期 工作日 小时 分钟 年薪 万元 左右 以上 至少 不超过 人民币 半年 季度 个月 周三 下周 月底 年初'.split(
    ' ',
  ),
  ...'春节 国庆 清明 除夕 农历 正月 初八 上午 晚上 三天后 之前 以后 最近 改成 不是 本科 二十 138 2026 a@b.c'.split(
    ' ',
  ),
];
const MADE = 3_000;

const TYPES: ValueType[] = [
  ...(['是否', '人名', '数字', '金额', '金额范围', '百分比', '年龄', '日期', '时间', '日期时间'] as const),
  ...(['时间段', '年月', '起止年月', '时长', '手机号', '电话', '身份证', '邮箱', '单选', '多选'] as const),
];

/** What the choices are among: letters of the hostile texts too. */
const choices = [
  { name: '高层次人才', synonyms: ['高人', '1类'] },
  { name: '技能人才', synonyms: ['技工', '年'] },
];

/** Best of `rounds` of `count` calls each, in microseconds of processor time a call. */
function best(rounds: number, count: number, run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    for (let k = 0; k < count; k++) run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / count);
  }
  return least;
}

/** Clauses just short enough to be read to their ends, up to 4,000 characters. */
const clausesOf = (unit: string): string =>
  `${unit.repeat(Math.max(1, Math.floor(CLAUSE / unit.length)))}，`.repeat(LENGTH / 5).slice(0, LENGTH);

interface Row {
  name: string;
  untyped: number;
  typed: number;
  type: string;
}

function measured(name: string, text: string): Row {
  const [rounds, count] = text.length > 100 ? [8, 3] : [8, 500];
  const untyped = best(rounds, count, () => find(text, context));
  const typed = TYPES.map((type) => ({
    type,
    us: best(rounds, count, () => read(type, text, context, { choices })),
  }));
  const slowest = typed.reduce((a, b) => (b.us > a.us ? b : a));
  return { name, untyped, typed: slowest.us, type: slowest.type };
}

/** Numbers below 1, the same ones every time. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** The dearest of many texts, each a few pieces over and over, untyped and as one type after another. */
function madeByChance(): Row[] {
  const random = numbers(1);
  const among = <T>(list: readonly T[]): T => list[Math.floor(random.next().value * list.length)] as T;
  let dearest: Row[] = [];
  for (let made = 0; made < MADE; made++) {
    const unit = Array.from({ length: 1 + Math.floor(random.next().value * 5) }, () => among(PIECES)).join(
      '',
    );
    const text = clausesOf(unit);
    const type = among(TYPES);
    const times = (rounds: number): Pick<Row, 'untyped' | 'typed'> => ({
      untyped: best(rounds, 1, () => find(text, context)),
      typed: best(rounds, 1, () => read(type, text, context, { choices })),
    });
    const first = times(2);
    const isDear = Math.max(first.untyped, first.typed) > LONG_US / 2;
    dearest = [...dearest, { name: unit, ...(isDear ? times(24) : first), type }]
      .sort((a, b) => Math.max(b.untyped, b.typed) - Math.max(a.untyped, a.typed))
      .slice(0, 8);
  }
  return dearest;
}

/** Prints the tables; whether every message keeps to what is required. */
export function benchUnderstand(): boolean {
  for (const unit of Object.values(UNITS)) measured('', unit.repeat(50));
  const short = SHORT.map((text) => measured(text, text));
  const long = Object.entries(UNITS).map(([name, unit]) => measured(name, clausesOf(unit)));
  const met = [
    shows('Short messages', short, SHORT_US),
    shows('4,000 characters of', long, LONG_US),
    shows(`Dearest of ${figure(MADE)} by chance`, madeByChance(), LONG_US),
  ];
  return met.every(Boolean);
}

function shows(title: string, rows: Row[], required: number): boolean {
  console.log('Processor time of understanding, microseconds\n');
  const cells = rows.map(({ name, untyped, typed, type }) => [name, figure(untyped), figure(typed), type]);
  console.log(table([title, 'untyped', 'slowest type', ''], cells));
  const met = rows.every(({ untyped, typed }) => Math.max(untyped, typed) < required);
  console.log(`  required: each below ${figure(required)}: ${met ? 'met' : 'missed'}\n`);
  return met;
}
