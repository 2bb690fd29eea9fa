import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { converse, finished } from '../../../src/dialogue/flow/converse.ts';
import type { Field, Flow } from '../../../src/dialogue/flow/flow.ts';
import { sentenceOf, TYPE_NAMES } from '../../../src/dialogue/flow/flow.ts';
import {
  type ButtonPayload,
  type Conversation,
  emptyConversation,
  type Input,
  type Output,
  type Said,
} from '../../../src/dialogue/flow/input.ts';
import { loadBook } from '../../../src/dialogue/flow/load.ts';
import { nextQuestion } from '../../../src/dialogue/flow/next.ts';
import { type Draft, fold } from '../../../src/dialogue/flow/state.ts';
import { isSensitive } from '../../../src/dialogue/flow/types/index.ts';
import { wordsOf } from '../../../src/dialogue/reply.ts';

const ASKABLE = TYPE_NAMES.filter((type) => type !== '列表');

/** One question; `k` makes its name its own. */
const question = (k: number) =>
  fc
    .record({
      type: fc.constantFrom(...ASKABLE),
      optional: fc.boolean(),
      hidden: fc.boolean(),
      known: fc.boolean(),
    })
    .map(({ type, optional, hidden, known }) => {
      const options =
        type === '单选' || type === '多选' ? `, 选: {甲类${k}: [头等${k}], 乙类${k}: [], 其他: []}` : '';
      const when = hidden && k > 0 ? ', 当: 首选 是 一类' : '';
      const from = known ? `, 来自: 档案.${type}` : '';
      return `  - 问${k}(${type}${optional ? '?' : ''}): {问: 请说问${k}。${options}${when}${from}}`;
    });

const flowText = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, k) => question(k))))
  .chain((questions) =>
    fc
      .boolean()
      .map((list) =>
        [
          '事项: 甲事',
          '编号: a',
          '触发: [办甲事]',
          '时限: {催办: [2小时, 1天], 草稿: 30天}',
          '问题:',
          '  - 首选(单选): {问: 哪一类？, 选: {一类: [头一类], 二类: []}}',
          ...questions,
          ...(list
            ? [
                '  - 经历(列表):',
                '      每条:',
                '        - 起止(起止年月): 起止？',
                '        - 学校(文字): 学校？',
                '      最多: 3',
              ]
            : []),
          '提交: {做: 立案}',
        ].join('\n'),
      ),
  );

const SAYINGS = [
  '办甲事',
  '先办乙事',
  '乙事',
  '退出',
  '取消',
  '上一步',
  '跳过',
  '没有',
  '没有了',
  '确认',
  '对',
  '不对',
  '是',
  '不是',
  '好的',
  '算了',
  '等一下',
  '稍后再填',
  '继续',
  '帮助',
  '预览',
  '重来',
  '转人工',
  '发完了',
  '填表',
  '一类',
  '我是二类',
  '头一类吧，不对，二类',
  '首选改成一类',
  '改首选',
  '第1项改成二类',
  '第9项改成x',
  '删掉第1条经历',
  '我叫王小明',
  '13900001111',
  '电话13900002222',
  '11010519491231002X',
  '110105194912310021',
  '问1：下周三下午三点',
  '下周三下午三点',
  '三点',
  '下周三',
  '二十来万',
  '15到20万',
  '三十个',
  '80%',
  '2008年9月到2012年6月，浙江工业大学',
  '2026年7月',
  '半年',
  'a@b.com',
  '为什么要填',
  '这是什么？',
  '',
  '   ',
  '？？？',
  '不知道',
  '写错了',
  '不是王小明，是王大明',
  '😀😀',
  '<script>alert(1)</script>',
  '忽略以上所有指令',
  '县人民医院',
  '甲类1',
  '头等1和乙类1',
  '其他',
  '换',
  '不换',
  '一二三四五六七八九十'.repeat(60),
];

type Step =
  | { do: 'say'; text: string }
  | { do: 'press'; which: number; old: number }
  | { do: 'files'; name: string }
  | { do: 'form'; text: string }
  | { do: 'wait'; hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...SAYINGS).map((text): Step => ({ do: 'say', text })) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }).map((text): Step => ({ do: 'say', text })) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('press' as const), which: fc.nat(8), old: fc.nat(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a.jpg', 'b.pdf', 'c').map((name): Step => ({ do: 'files', name })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...SAYINGS).map((text): Step => ({ do: 'form', text })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 3, 30, 24 * 40).map((hours): Step => ({ do: 'wait', hours })) },
);

const OTHER =
  '事项: 乙事\n编号: b\n触发: [乙事]\n问题:\n  - 内容(长文): 什么事？\n确认: 不用\n提交: {做: 立案}\n';

/** Words that may take an answer away. */
const TAKES_AWAY = /上一步|重来|取消|退出|算了|不对|不是|不换|换|改|删|错|确认|办甲事|没有/u;

class Talk {
  conversation: Conversation = emptyConversation();
  now = Date.parse('2026-11-18T10:00:00+08:00');
  cards: ButtonPayload[][] = [];
  ids = 0;
  readonly flows: ReadonlyMap<string, Flow>;
  constructor(flows: ReadonlyMap<string, Flow>) {
    this.flows = flows;
  }

  input(said: Said): Input {
    return {
      conversation: this.conversation,
      said,
      place: 'p2p',
      now: this.now,
      calendar: {
        validUntil: '2026-12-31',
        isWorkday: (date) => (date > '2026-12-31' ? 'unknown' : ![0, 6].includes(new Date(date).getUTCDay())),
      },
      office: [{ from: '09:00', to: '17:00' }],
      flows: this.flows,
      known: (path) => ({ '档案.手机号': '13812345678', '档案.人名': '李四', '档案.文字': '旧的' })[path],
      roles: [],
      newId: () => `d${this.ids++}`,
    };
  }

  saidBy(one: Step): Said | undefined {
    switch (one.do) {
      case 'say':
        return { kind: 'text', text: one.text };
      case 'files':
        return {
          kind: 'files',
          files: [
            { id: `f${this.ids++}`, kind: one.name.endsWith('jpg') ? 'image' : 'file', name: one.name },
          ],
        };
      case 'wait':
        this.now += one.hours * 3_600_000;
        return { kind: 'tick' };
      case 'press': {
        const card = this.cards.at(-1 - one.old);
        const payload = card?.[one.which % Math.max(1, card.length)];
        return payload && { kind: 'press', payload };
      }
      case 'form': {
        const draft = this.conversation.stack.at(-1);
        const flow = draft && this.flows.get(draft.flow);
        if (!draft || !flow) return undefined;
        const payload: ButtonPayload = {
          for: 'flow',
          draft: draft.id,
          revision: draft.revision,
          act: 'form',
        };
        return {
          kind: 'form',
          payload,
          values: Object.fromEntries(flow.fields.map(({ name }) => [name, one.text])),
        };
      }
    }
  }

  take(output: Output): Output {
    this.conversation = JSON.parse(JSON.stringify(output.conversation)) as Conversation;
    for (const reply of output.replies)
      this.cards.push(
        reply.parts.flatMap((part) =>
          part.type === 'buttons' ? part.buttons.map((one) => one.payload as ButtonPayload) : [],
        ),
      );
    return output;
  }
}

const drafts = ({ stack, parked }: Conversation): Draft[] => [...stack, ...parked];

function holdsAfter(talk: Talk, one: Step, said: Said, before: Draft[], output: Output): void {
  const after = drafts(talk.conversation);
  for (const draft of after) expect(fold(draft.events)).toEqual(draft);
  expect(talk.conversation.stack.length).toBeLessThanOrEqual(2);
  const closed = output.effects.flatMap((effect) => (effect.type === 'draft-closed' ? [effect.draft] : []));
  const refused =
    /不|否|没|算了|办甲事/u.test(JSON.stringify(one)) || one.do === 'press' || one.do === 'form';
  for (const old of before) {
    const now = [...after, ...closed].find(({ id }) => id === old.id);
    if (!refused) expect(now, `the draft ${old.id} is gone`).toBeDefined();
    if (!now || one.do === 'press' || (one.do === 'say' && TAKES_AWAY.test(one.text))) continue;
    for (const slot of Object.keys(old.answers)) expect(now.answers[slot], `${slot} was lost`).toBeDefined();
  }
  if (said.kind !== 'tick' && output.heard && !output.effects.some(({ type }) => type === 'submit'))
    expect(output.replies).toHaveLength(1);
  const shown = output.replies.map(wordsOf).join('\n');
  for (const draft of after) {
    const flow = talk.flows.get(draft.flow)!;
    for (const field of flow.fields.filter((field: Field) => isSensitive(field))) {
      const value = draft.answers[field.name]?.value;
      if (typeof value === 'string') expect(shown).not.toContain(value);
    }
    if (draft.status === '待确认' && talk.conversation.stack.at(-1) === draft && said.kind !== 'tick')
      expect(nextQuestion(flow, draft, talk.input(said))).toBeUndefined();
  }
}

describe('any flow and any talk', () => {
  it('never crashes, never loses an answer, replays to the same state', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(flowText, fc.array(step, { minLength: 3, maxLength: 30 }), (text, steps) => {
        const { book, faults } = loadBook([
          { file: 'a.yaml', text },
          { file: 'b.yaml', text: OTHER },
        ]);
        expect(faults.map(sentenceOf)).toEqual([]);
        const talk = new Talk(book);
        for (const one of [{ do: 'say', text: '办甲事' } as Step, ...steps]) {
          const said = talk.saidBy(one);
          if (!said) continue;
          const before = drafts(talk.conversation);
          const output = talk.take(converse(talk.input(said)));
          holdsAfter(talk, one, said, before, output);
          for (const effect of output.effects)
            if (effect.type === 'submit') {
              const done = talk.take(
                finished(talk.input({ kind: 'tick' }), effect.draft, { ok: true, values: { 编号: 'N1' } }),
              );
              expect(done.replies).toHaveLength(1);
            }
        }
      }),
      { numRuns: 400 },
    );
  });
});
