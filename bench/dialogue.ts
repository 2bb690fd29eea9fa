/**
 * How long a message takes in dialogue/: processor time at the median and at
 * the 95th percentile. Run: npm run bench -- dialogue. The requirement is a
 * median below one millisecond.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { packagedCalendar } from '../scripts/calendar.ts';
import { converse } from '../src/dialogue/flow/converse.ts';
import { type Conversation, emptyConversation } from '../src/dialogue/flow/input.ts';
import { loadBook } from '../src/dialogue/flow/load.ts';
import { figure, table } from './table.ts';

const REQUIRED_US = 1_000;
const ROUNDS = 200;

const folder = new URL('../flows/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml'));
const { book } = loadBook(files.map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') })));

/** Talks as people have them, a matter each. */
const TALKS: Record<string, string[]> = {
  'talent file': [
    '你好 说要建个档',
    '同意 我叫田小溪 在县二中',
    '我是湖南师范大学毕业的 硕士 专业是那个教育学 八月份报到的哪天忘了 合同签了五年 走的是选调 手机13900005555 孩子明年要上小学',
    '等一下 上课了',
    '回来了 刚才说错了 不是教育学 我学的是学科教学',
    '一级教师 去年上半年评的',
    '算了 先不填这个',
  ],
  registration: [
    '我要登记人才',
    '同意',
    '我叫王小明',
    '11010519491231002X',
    '13900001111',
    '高层次吧，不对，我是技工',
    '为什么要填',
    '上一步',
    '跳过',
    '取消',
  ],
  project: [
    '我想回来搞个加工厂',
    '可以',
    '周德发',
    '13900001234',
    '岩板镇桐子坪',
    '大概投三四百万吧',
    '十亩左右',
    '三四十个',
    '年前我十四号回来 初六走',
    '自己出一半',
  ],
  'no matter': ['在吗', '今天天气不错啊', '你们几点下班', '我想给孩子办转学', '公寓热水器坏了'],
};

/** Processor time of each message of a talk, in microseconds. */
function timesOf(talk: string[]): number[] {
  let conversation: Conversation = emptyConversation();
  let ids = 0;
  return talk.map((text) => {
    const start = process.cpuUsage();
    const output = converse({
      conversation,
      said: { kind: 'text', text },
      place: 'p2p',
      now: Date.parse('2026-11-18T10:00:00+08:00'),
      calendar: packagedCalendar,
      office: [{ from: '09:00', to: '17:00' }],
      flows: book,
      known: () => undefined,
      roles: ['人才'],
      newId: () => `d${ids++}`,
    });
    const { user, system } = process.cpuUsage(start);
    conversation = output.conversation;
    return user + system;
  });
}

const at = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Prints the table; whether the median of all messages is as low as required. */
export function benchDialogue(): boolean {
  const all: number[] = [];
  const rows = Object.entries(TALKS).map(([name, talk]) => {
    for (let round = 0; round < 20; round++) timesOf(talk);
    const times = Array.from({ length: ROUNDS }, () => timesOf(talk)).flat();
    all.push(...times);
    return rowOf(name, times);
  });
  console.log('Processor time of a message in dialogue/, microseconds\n');
  console.log(table(['talk', 'messages', 'median', '95 %'], [...rows, rowOf('all', all)]));
  const median = at(
    all.toSorted((a, b) => a - b),
    0.5,
  );
  console.log(
    `  required: a median below ${figure(REQUIRED_US)}: ${median < REQUIRED_US ? 'met' : 'missed'}`,
  );
  return median < REQUIRED_US;
}

function rowOf(name: string, times: number[]): string[] {
  const sorted = times.toSorted((a, b) => a - b);
  return [name, String(times.length), figure(at(sorted, 0.5)), figure(at(sorted, 0.95))];
}
