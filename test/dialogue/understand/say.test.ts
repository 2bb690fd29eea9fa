import { expect, test } from 'vitest';
import { normalise, read, say, write } from '../../../src/dialogue/understand/index.ts';
import { context } from './context.ts';

const said = (type: Parameters<typeof read>[0], text: string): string => {
  const first = read(type, text, context)[0];
  return first === undefined ? '' : say(first.value, { year: 2026 });
};

test.each([
  ['日期时间', '下周三下午三点', '11月25日 周三 15:00'],
  ['日期', '明年3月5号', '2027年3月5日 周五'],
  ['年月', '去年九月', '2025年9月'],
  ['日期', '明年下半年', '2027年下半年'],
  ['日期', '第一季度', '2027年第一季度'],
  ['起止年月', '2008年9月到2012年6月', '2008年9月至2012年6月'],
  ['起止年月', '2018年至今', '2018年1月1日 周一起'],
  ['金额范围', '二十来万', '20万—25万元左右'],
  ['金额范围', '二十多万', '20万—30万元左右'],
  ['金额范围', '15到20万', '15万—20万元'],
  ['金额', '3500', '3500元'],
  ['金额', '不低于6000', '6000元以上'],
  ['时长', '一年零三个月', '1年零3个月'],
  ['时长', '五年以上', '5年以上'],
  ['时间段', '明天下午两点到四点', '11月19日 周四 14:00—16:00'],
  ['电话', '0578-2123456转801', '05782123456转801'],
  ['百分比', '七成五', '75%'],
] as const)('%s: %s is read back as %s', (type, text, want) => expect(said(type, text)).toBe(want));

test('a full match says so, and a span points into the text as given', () => {
  const text = '您好， 我想约在　下周三 下午３点吧';
  const [hit] = read('日期时间', text, context);
  expect(hit).toBeDefined();
  expect(write(hit!.value)).toBe('datetime|2026-11-25 15:00');
  expect(text.slice(...hit!.span)).toBe('下周三 下午３点');
  expect(hit!.full).toBe(true);
  expect(read('日期时间', '下周三下午三点我要去县医院看病', context)[0]?.full).toBe(false);
});

test('a message is kept in one width, without what cannot be seen', () => {
  expect(normalise(' １３８\u200b１２３４ ')).toBe('1381234');
});
