import { describe, expect, it } from 'vitest';
import { loadBook } from '../../../src/dialogue/flow/load.ts';
import { loadSuite, runSuite } from '../../../src/dialogue/flow/runner.ts';

const FLOW = `事项: 登记
编号: t
版本: 3
触发: [我要登记]
时限: {催办: [2小时]}
问题:
  - 姓名(人名): 您是？
  - 手机(手机号): {问: 手机号？, 曾用名: [电话]}
  - 日子(日期): 哪天？
提交: {做: 立案}
`;
const { book } = loadBook([{ file: 't.yaml', text: FLOW }]);

/** Every kind of test, once as it is and once as it is not: [kind, the case, what to spoil, the spoilt, what is said of it]. */
const kinds: [string, string, string, string, string][] = [
  [
    '说法',
    '{名: 甲, 每句都: {从: {正在问: 日子}, 已填: {日子: "2026-11-25"}}, 说法: [下周三, 11月25号]}',
    '11月25号',
    '11月26号',
    '日子 应该是 "2026-11-25"',
  ],
  [
    '打乱',
    '{名: 甲, 打乱: 5, 从: {}, 事实: {姓名: 我叫王小明, 手机: 电话13900001111}, 结果: {姓名: 王小明}}',
    '结果: {姓名: 王小明}',
    '结果: {姓名: 王大明}',
    '次序',
  ],
  [
    '用: 卡片',
    '{名: 甲, 用: 卡片, 提交表单: {姓名: 王小明, 手机: "1390000111"}, 逐项错误: {手机: [11 位]}, 已填: {姓名: 王小明}}',
    '手机: "1390000111"',
    '手机: "13900001111"',
    '手机的错误应该含',
  ],
  [
    '重启',
    '{名: 甲, 对话: [{说: 我要登记}, {说: 王小明}, {重启: 是, 已填: {姓名: 王小明}, 正在问: 手机}]}',
    '正在问: 手机',
    '正在问: 日子',
    '应该在问 日子',
  ],
  [
    '换版本',
    '{名: 甲, 从: {版本: 2, 已填: {电话: "13800001111"}}, 对话: [{换版本: 3, 已填: {手机: "13800001111"}}]}',
    '已填: {手机: "13800001111"}',
    '已填: {手机: "13800002222"}',
    '手机 应该是',
  ],
  [
    '重复投递',
    '{名: 甲, 从: {已填: {姓名: 王小明, 手机: "13800001111", 日子: 下周三}}, 对话: [{说: 预览}, {说: 确认, 重复投递: 3, 动作: [{做: 立案, 次数: 1}]}]}',
    '次数: 1',
    '次数: 3',
    '立案应该做 3 次，实际 1 次',
  ],
  [
    '等',
    '{名: 甲, 对话: [{说: 我要登记}, {等: 2小时, 催办: 1, 回含: [还差]}, {等: 3小时, 催办: 1}]}',
    '{等: 2小时, 催办: 1',
    '{等: 1小时, 催办: 1',
    '应该催过 1 次',
  ],
];

const failuresOf = (one: string): string => {
  const loaded = loadSuite(
    't.test.yaml',
    `测试: 登记\n事项: t\n动作: {立案: {返回: {编号: N1}}}\n用例:\n  - ${one}\n`,
  );
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('\n'));
  return runSuite(loaded.suite, book)
    .flatMap(({ failures }) => failures)
    .join('\n');
};

describe('every kind of conversation test', () => {
  for (const [kind, good, part, spoilt, said] of kinds)
    it(`${kind} passes what holds and fails what does not`, () => {
      expect(failuresOf(good)).toBe('');
      expect(failuresOf(good.replace(part, spoilt))).toContain(said);
    });
});

const LISTED = `事项: 家人
编号: f
版本: 1
触发: [登记家人]
问题:
  - 家人(列表): {问: 家里有谁？, 再问: 还有谁？, 最少: 1, 最多: 3, 每条: [{称呼(人名): 叫什么？}, {手机(手机号): 手机号多少？}]}
  - 日子(日期): 哪天来？
提交: {做: 立案}
`;

/** The office's answer to a question may hold a number somebody just gave. */
const listed = (answer: string): string => {
  const { book: flows } = loadBook([{ file: 'f.yaml', text: LISTED }]);
  const loaded = loadSuite(
    'f.test.yaml',
    `测试: 家人
事项: f
知识: {停车: ${answer}}
用例:
  - {名: 甲, 对话: [{说: 登记家人}, {说: 王小明}, {说: "13900001111", 已填: {"家人[1].手机": "13900001111"}}, {说: 没有了, 正在问: 日子}, {说: 哪里可以停车？, 回含: [停]}]}
`,
  );
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('\n'));
  return runSuite(loaded.suite, flows)
    .flatMap(({ failures }) => failures)
    .join('\n');
};

it('a number of an entry of a list must be masked in every reply, as any other', () => {
  expect(listed('停在院子里')).toBe('');
  expect(listed('停在院子里，可以打13900001111')).toContain('没打码');
});
