import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../src/dialogue/flow/flow.ts';
import { answerPolicy, asksPolicy, type Topic } from '../../../src/dialogue/policy/answer.ts';
import { loadPolicies } from '../../../src/dialogue/policy/policy.ts';

const dir = new URL('../../../flows/policies/', import.meta.url);
const files = readdirSync(dir).map((file) => ({ file, text: readFileSync(new URL(file, dir), 'utf8') }));
const { policies, faults } = loadPolicies(files);
const calendar = {
  validUntil: '2026-12-31',
  isWorkday: (date: string) =>
    date > '2026-12-31' ? ('unknown' as const) : ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
};
const world = { policies, now: Date.parse('2026-09-21T12:18:00+08:00'), calendar };
const ask = (text: string, before?: Topic) => answerPolicy(text, world, before);

describe('a question about a policy', () => {
  it('is answered by clause with the number of the document', () => {
    expect(faults.map(sentenceOf)).toEqual([]);
    const answer = ask('我硕士 去年来的三叶茶业 补贴能领多少');
    expect(answer?.words).toContain('青人才〔2025〕7号');
    expect(answer?.words).toContain('第六条');
    expect(answer?.words).toContain('每月 1000 元');
    expect(answer?.words).toContain('以审核为准');
    expect(answer?.topic.cited).toEqual(['青人才〔2025〕7号 第六条']);
  });

  it('leans on the one before it, and tells what does not fit', () => {
    const before = ask('我硕士 去年来的三叶茶业 补贴能领多少')?.topic;
    const words = ask('我是24年12月签的 合同两年', before)?.words ?? '';
    expect(words).toContain('条文要求 3 年以上');
    expect(words).toContain('2025 年来的，合同是 2024 年 12 月签的');
    expect(words).not.toMatch(/您(?:能|可以|不能)领/u);
    expect(ask('我是24年12月签的 合同两年')).toBeUndefined();
    expect(ask('合同两年', { ...(before as Topic), at: world.now - 31 * 60_000 })).toBeUndefined();
  });

  it('may touch two clauses of another document', () => {
    const cited = ask('那公寓呢 我没房子 女朋友在县里有套房 结婚了还能住吗')?.topic.cited;
    expect(cited?.toSorted()).toEqual(['青政办发〔2024〕15号 第十二条', '青政办发〔2024〕15号 第十条']);
    expect(ask('那要是我明年评上工程师呢')?.words).toContain('就高不重复');
  });

  it('names the weekday of a deadline and the last working day before one on a day off', () => {
    const words = ask('那十月份那批最晚哪天报')?.words ?? '';
    expect(words).toContain('10月25日（周日）');
    expect(words).toContain('10月23日（周五）');
    const next = answerPolicy('补贴申报截止是哪天', {
      ...world,
      now: Date.parse('2026-12-01T10:00:00+08:00'),
    });
    expect(next?.words).toContain('放假安排公布后才知道');
  });

  it('is not answered when nothing speaks of it, nor from what is not in force', () => {
    expect(ask('绿卡能免费坐高铁吗')).toBeUndefined();
    expect(asksPolicy('绿卡能免费坐高铁吗')).toBe(true);
    expect(asksPolicy('今天下午去看望了李教授')).toBe(false);
    const early = { ...world, now: Date.parse('2024-01-01T10:00:00+08:00') };
    expect(answerPolicy('硕士补贴多少', early)).toBeUndefined();
  });

  it('comes from files whose faults name line and cure', () => {
    const { faults: found } = loadPolicies([{ file: 'x.yaml', text: '名称：错\n文号: a\n' }]);
    expect(found.map(sentenceOf)[0]).toBe(
      'x.yaml 第 1 行：“名称”后面是中文冒号“：”，请改成英文冒号加一个空格“: ”',
    );
    const missing = loadPolicies([
      { file: 'x.yaml', text: '名称: 甲\n文号: 乙\n发文机关: 丙\n生效: 2025年\n条款: []\n' },
    ]);
    expect(missing.faults.map(sentenceOf).join()).toContain('2025-03-01');
  });
});
