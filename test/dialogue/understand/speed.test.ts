import { afterEach, describe, expect, test, vi } from 'vitest';
import { isListOfNames } from '../../../src/dialogue/contact/attendees.ts';
import { saysAgain } from '../../../src/dialogue/need/words.ts';
import { find } from '../../../src/dialogue/understand/index.ts';
import { asked, context } from './context.ts';

/** Looks at a text, counted: every charAt, slice and startsWith of the grammar. Deterministic, unlike time. */
function steps(text: string, run: (text: string) => void): number {
  const spies = (['charAt', 'charCodeAt', 'startsWith', 'slice'] as const).map((name) =>
    vi.spyOn(String.prototype, name),
  );
  run(text);
  const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  vi.restoreAllMocks();
  return count;
}

afterEach(() => vi.restoreAllMocks());

const HARD: Record<string, string> = {
  digits: '1',
  'digits and blanks': '1 ',
  'digits and dashes': '1-',
  'digits and dots': '1.',
  一: '一',
  blanks: ' ',
  numerals: '一二三四五六七八九',
  'units of ten': '十万',
  weeks: '周',
  差五分: '差五分',
  不超过: '不超过',
  months: '3月',
  'a CV': '2008年9月到2012年6月，浙江工业大学，计算机，本科，手机13812345678，年薪20-30万。',
  'at signs': 'a@',
  corrections: '不对明天',
  ranges: '1到',
  hours: '一点',
  feasts: '节后',
  ordinals: '最后一个',
};

describe('the work grows no faster than the text', () => {
  test.each(Object.entries(HARD))('%s', (_name, unit) => {
    const text = (size: number): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
    const run = (t: string): void => void find(t, context);
    const [small, large] = [steps(text(500), run), steps(text(4000), run)];
    expect(large).toBeLessThan(small * 10 + 2000);
    expect(large / 4000).toBeLessThan(200);
  });
});

test('the calendar is asked once for a day, however often it is counted over', () => {
  const isWorkday = vi.fn(context.calendar.isWorkday);
  find('300个工作日前，'.repeat(90), { ...context, calendar: { ...context.calendar, isWorkday } });
  expect(isWorkday.mock.calls.length).toBeGreaterThan(300);
  expect(isWorkday.mock.calls.length).toBe(new Set(isWorkday.mock.calls.map(([day]) => day)).size);
});

test('a clause is read to 500 characters, the next one is read again', () => {
  expect(asked('日期', `${'啊'.repeat(600)}明天`)).toEqual([]);
  expect(asked('日期', `${'啊'.repeat(600)}，明天`)).toEqual(['date|2026-11-19']);
});

/** Words that can be cut in several ways, over and over, and then something that fits none of them: never all the ways. */
describe('what is said sixty times over is still read at once', () => {
  test('before a name', () => expect(asked('人名', `${'嗯哦'.repeat(60)}x`)).toEqual([]));
  test('around a value', () =>
    expect(asked('日期', `${'好的'.repeat(10)}x明天`)).toEqual(['date|2026-11-19']));
  test('how often a thing was said', () => expect(saysAgain(`报${'1'.repeat(60)}x`)).toBe(false));
  test('who else was there', () => expect(isListOfNames(`${'和李'.repeat(60)}x`)).toBe(false));
});

test('names in a row are such a list, with 和 in a name too', () => {
  expect(isListOfNames('张和平、教育局李明和王小明')).toBe(true);
  expect(isListOfNames('王')).toBe(false);
  expect(isListOfNames('今天上午去了园区看企业')).toBe(false);
});
