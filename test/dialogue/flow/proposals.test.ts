import { describe, expect, it } from 'vitest';
import { packagedCalendar } from '../../../scripts/calendar.ts';
import { converse } from '../../../src/dialogue/flow/converse.ts';
import {
  emptyConversation,
  type Input,
  type Propose,
  type Proposing,
} from '../../../src/dialogue/flow/input.ts';
import { loadBook } from '../../../src/dialogue/flow/load.ts';

const { book } = loadBook([
  {
    file: 'a.yaml',
    text: [
      '事项: 甲事',
      '编号: a',
      '触发: [办甲事]',
      '问题:',
      '  - 姓名(人名): 请问您的姓名？',
      '  - 身份证(身份证): 请发身份证号。',
      '  - 单位(单位): 在哪个单位？',
      '  - 到岗(日期): {问: 哪天到岗？, 偏向: 过去}',
      '提交: {做: 立案}',
    ].join('\n'),
  },
]);

/** Says both sentences to a matter with this proposer; gives the answers, and what the proposer was shown. */
function told(propose: Propose | undefined, text: string) {
  const shown: Proposing[] = [];
  let conversation = emptyConversation();
  for (const words of ['办甲事', text]) {
    const input: Input = {
      conversation,
      said: { kind: 'text', text: words },
      place: 'p2p',
      now: Date.parse('2026-11-18T10:00:00+08:00'),
      calendar: packagedCalendar,
      office: [{ from: '09:00', to: '17:00' }],
      flows: book,
      known: () => undefined,
      roles: [],
      newId: () => 'd1',
      ...(propose
        ? {
            propose: (asked) => {
              shown.push(asked);
              return propose(asked);
            },
          }
        : {}),
    };
    ({ conversation } = converse(input));
  }
  const answers = conversation.stack[0]?.answers ?? {};
  return {
    values: Object.fromEntries(Object.entries(answers).map(([slot, { value }]) => [slot, value])),
    shown,
  };
}

describe('a proposer of answers', () => {
  const TEXT = '我叫王小明 上个月三号来的茶叶所';

  it('is not needed', () => {
    expect(told(undefined, TEXT).values).toEqual({ 姓名: '王小明' });
  });

  it('adds what it quotes and the field can read', () => {
    const { values } = told(
      () => [
        { field: '单位', quote: '茶叶所' },
        { field: '到岗', quote: '上个月三号' },
      ],
      TEXT,
    );
    expect(values).toEqual({ 姓名: '王小明', 单位: '茶叶所', 到岗: '2026-10-03' });
  });

  it.each([
    ['words that were not said', { field: '单位', quote: '县人民医院' }],
    ['words the field cannot read', { field: '到岗', quote: '茶叶所' }],
    ['a question that does not exist', { field: '工资', quote: '茶叶所' }],
    ['nothing', { field: '单位', quote: '' }],
    ['words that are taken already', { field: '单位', quote: '王小明' }],
    ['more than an answer', { field: '到岗', quote: TEXT }],
  ])('is refused when it quotes %s', (_what, lie) => {
    expect(told(() => [lie], TEXT).values).toEqual({ 姓名: '王小明' });
  });

  it('sees no personal number and may not fill one', () => {
    const { values, shown } = told(
      () => [{ field: '身份证', quote: '王小明' }],
      '我叫王小明 身份证11010519491231002X 电话13900001111',
    );
    expect(values).toEqual({ 姓名: '王小明', 身份证: '11010519491231002X' });
    expect(JSON.stringify(shown)).not.toMatch(/11010519491231002X|13900001111/u);
    expect(shown.flatMap(({ fields }) => fields.map(({ name }) => name))).not.toContain('身份证');
  });
});
