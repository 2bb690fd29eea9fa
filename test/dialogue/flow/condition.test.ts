import { describe, expect, it } from 'vitest';
import { holds, parseCondition, pathsOf, type Scope, weigh } from '../../../src/dialogue/flow/condition.ts';

const NAMES = ['类别', '年龄', '起止', '面谈时间', '方向', '年薪', '同意'];
const parse = (text: string) => parseCondition(text, (word) => NAMES.includes(word));

const scope = (values: Record<string, unknown>): Scope => ({
  get: (path) => values[path.join('.')],
  now: Date.parse('2026-11-18T10:00:00+08:00'),
  calendar: {
    validUntil: '2026-12-31',
    isWorkday: (date) => (date > '2026-12-31' ? 'unknown' : ![0, 6].includes(new Date(date).getUTCDay())),
  },
  office: [{ from: '9:00', to: '17:00' }],
});

const cases: [string, Record<string, unknown>, boolean | 'missing' | 'unknown'][] = [
  ['类别 是 技能', { 类别: '技能' }, true],
  ['类别 不是 技能', { 类别: '应届' }, true],
  ['类别 不是 技能', {}, 'missing'],
  ['非 类别 是 技能', {}, 'missing'],
  ['类别 属于 [技能, 应届]', { 类别: '应届' }, true],
  ['类别 属于 技能、应届', { 类别: '高层次' }, false],
  ['类别 属于 技能、应届 且 年龄 >= 18', { 类别: '技能', 年龄: 18 }, true],
  ['方向 是 医疗', { 方向: ['教育', '医疗'] }, true],
  ['同意 是 是', { 同意: true }, true],
  ['同意 是 否', { 同意: true }, false],
  ['年龄 >= 18', { 年龄: 18 }, true],
  ['年龄 < 18', { 年龄: 18 }, false],
  ['年龄 ≥ 18 且 年龄 ≤ 60', { 年龄: 61 }, false],
  ['年薪.低 <= 5000000', {}, 'missing'],
  ['起止.起 早于 起止.止', { '起止.起': '2008-09', '起止.止': '2012-06' }, true],
  ['起止.起 早于 起止.止', { '起止.起': '2015-09', '起止.止': '至今' }, true],
  ['起止.起 早于 起止.止', { '起止.起': '2012', '起止.止': '2012-06' }, false],
  ['面谈时间 晚于 现在', { 面谈时间: '2026-11-18 10:01' }, true],
  ['面谈时间 晚于 现在', { 面谈时间: '2026-11-18 10:00' }, false],
  ['面谈时间 晚于 今天', { 面谈时间: '2026-11-18 17:00' }, false],
  ['面谈时间 在 办公时间', { 面谈时间: '2026-11-25 15:00' }, true],
  ['面谈时间 在 办公时间', { 面谈时间: '2026-11-25 17:00' }, false],
  ['面谈时间 在 办公时间', { 面谈时间: '2026-11-22 10:00' }, false],
  ['面谈时间 在 办公时间', { 面谈时间: '2027-10-01 10:00' }, 'unknown'],
  ['类别 已填 或 年龄 已填', { 年龄: 0 }, true],
  ['(类别 是 甲 或 类别 是 乙) 且 非 年龄 < 18', { 类别: '乙', 年龄: 20 }, true],
  ['（类别 是 甲 或 类别 是 乙） 且 年龄 < 18', { 类别: '乙', 年龄: 20 }, false],
  ['类别 是 "正 高"', { 类别: '正 高' }, true],
];

describe('conditions', () => {
  for (const [text, values, verdict] of cases)
    it(`${text} over ${JSON.stringify(values)} is ${String(verdict)}`, () => {
      expect(weigh(parse(text), scope(values))).toBe(verdict);
    });

  it('count what is missing as false, comparison by comparison', () => {
    expect(holds(parse('类别 不是 其他'), scope({}))).toBe(false);
    expect(holds(parse('非 类别 是 其他'), scope({}))).toBe(true);
    expect(holds(undefined, scope({}))).toBe(true);
  });

  it('name the fields they look at', () => {
    expect(pathsOf(parse('年薪.低 > 3 且 (类别 已填 或 年龄 < 9)'))).toEqual([
      ['年薪', '低'],
      ['类别'],
      ['年龄'],
    ]);
  });

  for (const [text, cure] of [
    ['类别 = 技能', '相等请写“是”'],
    ['类别 等于 技能', '可以写'],
    ['类别 是', '没写完'],
    ['(类别 是 技能', '右括号'],
    ['类别 是 技能 年龄 > 3', '且'],
    ['技能 已填', '名称'],
  ] as const)
    it(`refuse “${text}” and say ${cure}`, () => {
      expect(() => parse(text)).toThrow(cure);
    });
});
