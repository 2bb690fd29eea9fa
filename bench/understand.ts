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
  // The dearest of some ten thousand made of such pieces by chance.
  'a sum to a day': '块五1〇号',
  'a wage in a year': '四年薪以3',
  'a feast day': '起分块十初八',
  'up to not': '到不',
  'more than ten thousand': '万多',
  'ones and twenties': '个二十',
  prose: '我们单位的同事都觉得这个政策很好希望尽快落实',
};

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

/** Prints the tables; whether every message keeps to what is required. */
export function benchUnderstand(): boolean {
  for (const unit of Object.values(UNITS)) measured('', unit.repeat(50));
  const short = SHORT.map((text) => measured(text, text));
  const long = Object.entries(UNITS).map(([name, unit]) => measured(name, clausesOf(unit)));
  const met = [shows('Short messages', short, SHORT_US), shows('4,000 characters of', long, LONG_US)];
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
