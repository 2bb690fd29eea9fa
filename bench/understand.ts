/** How long understanding takes: microseconds a message, the best of several rounds. Run: node bench/understand.ts */

import { packagedCalendar } from '../scripts/calendar.ts';
import { find, type ReadContext, read } from '../src/dialogue/understand/index.ts';

const context: ReadContext = {
  now: Date.parse('2026-11-18T10:00:00+08:00'),
  bias: '将来',
  calendar: packagedCalendar,
};
const CV = '2008年9月到2012年6月，浙江工业大学，计算机，本科，手机13812345678，年薪20-30万。';
const TEXTS: Record<string, string> = {
  short: '下周三下午三点',
  amount: '二十来万',
  name: '我叫王小明',
  'CV 4000': CV.repeat(90).slice(0, 4000),
  'digits 4000': '1'.repeat(4000),
  '一 4000': '一'.repeat(4000),
  'blanks 4000': ' '.repeat(4000),
};

/** Best of 20 rounds of `count` calls each, in microseconds of processor time a call (the machine may be shared). */
function best(count: number, run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    const start = process.cpuUsage();
    for (let k = 0; k < count; k++) run();
    least = Math.min(least, used(start) / count);
  }
  return least;
}

const used = (start: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return user + system;
};

for (const [name, text] of Object.entries(TEXTS)) {
  const count = text.length > 100 ? 10 : 2000;
  const untyped = best(count, () => find(text, context));
  const typed = best(count, () => read('日期时间', text, context));
  console.log(`${name.padEnd(12)} find ${untyped.toFixed(1)} µs, read 日期时间 ${typed.toFixed(1)} µs`);
}
