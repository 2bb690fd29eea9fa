import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Said } from '../../../src/dialogue/flow/input.ts';
import { submission } from '../../../src/dialogue/flow/next.ts';
import { fold } from '../../../src/dialogue/flow/state.ts';
import { TYPES } from '../../../src/dialogue/flow/types/index.ts';
import { holdsAcross, holdsAfter } from './property/invariants.ts';
import { type Ask, type Matter, matter } from './property/matters.ts';
import { draftsOf, type Step, step, Talk } from './property/talk.ts';
import { GOOD, NONSENSE } from './property/words.ts';

/** Talks a property is tried on; thousands with FLOW_RUNS=5000. */
const RUNS = Number(process.env.FLOW_RUNS ?? 200);
const TIMEOUT = 60_000 + RUNS * 200;

/** Plays a step and holds everything that must be after it. */
function play(talk: Talk, one: Step, submitted: Set<string>): void {
  const said = talk.saidBy(one);
  if (said) hear(talk, one, said, submitted);
  else if (one.do === 'restart') restart(talk);
  else if (one.do === 'redeliver') redeliver(talk);
  else if (one.do === 'exchange') exchange(talk, one, submitted);
}

function hear(talk: Talk, one: Step, said: Said, submitted: Set<string>): void {
  const before = draftsOf(talk.conversation);
  const output = talk.hear(said, `m${talk.ids++}`);
  holdsAfter(talk, one, said, before, output);
  for (const effect of output.effects) {
    if (effect.type !== 'submit') continue;
    const ok = talk.ids % 4 !== 0;
    const key = `${effect.draft} ${effect.revision}`;
    if (!effect.again) expect(submitted, 'submitted twice').not.toContain(key);
    if (ok) submitted.add(key);
    expect(talk.finish(effect.draft, ok).replies).toHaveLength(1);
  }
}

/** The state is its events, and nothing else. */
function restart(talk: Talk): void {
  const stored = JSON.parse(JSON.stringify(talk.conversation)) as Talk['conversation'];
  const rebuilt = {
    ...stored,
    stack: stored.stack.map(({ events }) => fold(events)),
    parked: stored.parked.map(({ events }) => fold(events)),
  };
  expect(rebuilt).toEqual(talk.conversation);
  talk.conversation = rebuilt;
}

/** What a platform sends again changes nothing and is answered with nothing. */
function redeliver(talk: Talk): void {
  if (!talk.last) return;
  const before = talk.conversation;
  const { replies, effects } = talk.hear(talk.last.said, talk.last.id);
  expect({ replies, effects }).toEqual({ replies: [], effects: [] });
  expect(talk.conversation).toEqual(before);
}

function exchange(talk: Talk, one: Extract<Step, { do: 'exchange' }>, submitted: Set<string>): void {
  const before = talk.top;
  talk.exchange(one.edit);
  hear(talk, { do: 'wait', hours: 0 }, { kind: 'tick' }, submitted);
  const after = draftsOf(talk.conversation).find(({ id }) => id === before?.id);
  if (before && after && before.version !== after.version) holdsAcross(before, after, talk, one.edit.kind);
}

/** What would be submitted now. */
function recordOf(talk: Talk): Record<string, unknown> {
  const [draft] = draftsOf(talk.conversation);
  const flow = draft && talk.flows.get(draft.flow);
  return draft && flow ? submission(flow, draft, talk.world) : {};
}

const plain = (given: Matter): Matter => ({
  ...given,
  confirmed: true,
  tries: 99,
  asks: given.asks.map((one) => ({ ...one, known: false })),
});

const begun = (given: Matter): Talk => {
  const talk = new Talk(given);
  talk.hear({ kind: 'text', text: '办甲事' }, 'm');
  return talk;
};

const asking = (id: number, type: Ask['type'], sensitive: boolean): Ask => ({
  id,
  name: `问${id}`,
  former: [],
  type,
  optional: false,
  when: 'always',
  known: false,
  sensitive,
  checked: false,
});

const asksOnly = (...asks: Ask[]): Matter => ({
  version: 1,
  asks,
  list: false,
  tries: 3,
  confirmed: false,
  dropped: [],
});

/** Talks that once went wrong. */
const FOUND: [Matter, Step[]][] = [
  // A note that has become a question by the time what was submitted is corrected: it is asked before that is submitted.
  [
    asksOnly(asking(0, '说明', true)),
    [
      { do: 'press', which: 0, old: 0 },
      { do: 'say', text: '办甲事' },
      { do: 'exchange', edit: { kind: 'retype', which: 0, type: '是否' } },
      { do: 'say', text: '第1项改成二类' },
      { do: 'form', facts: [{ which: 0, n: 0 }], old: false },
    ],
  ],
  // A secret that is said again is not offered as the answer of another question.
  [
    asksOnly(asking(0, '邮箱', false), asking(1, '说明', true), asking(2, '邮箱', true)),
    [0, 1, 2, 3].map((): Step => ({ do: 'answer', n: 0 })),
  ],
];

describe('any flow and any talk', () => {
  it('survives restarts, redelivery and new versions: nothing crashes, is lost, asked twice or shown', {
    timeout: TIMEOUT,
  }, () => {
    fc.assert(
      fc.property(matter, fc.array(step, { minLength: 3, maxLength: 30 }), (given, steps) => {
        const talk = begun(given);
        const submitted = new Set<string>();
        for (const one of steps) play(talk, one, submitted);
      }),
      { numRuns: RUNS, examples: FOUND },
    );
  });

  it('makes the same record of the same facts in any order and in any portions', { timeout: TIMEOUT }, () => {
    const told = matter.map(plain).chain((given) => {
      const facts = given.asks.flatMap((one) => {
        const [words] = GOOD[one.type](one.id);
        return words === undefined ? [] : [`${one.name}：${words}`];
      });
      return fc.record({
        given: fc.constant(given),
        facts: fc.constant(facts),
        order: fc.shuffledSubarray(facts, { minLength: facts.length }),
        portions: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
      });
    });
    fc.assert(
      fc.property(told, ({ given, facts, order, portions }) => {
        const straight = begun(given);
        for (const [at, fact] of facts.entries()) straight.hear({ kind: 'text', text: fact }, `f${at}`);
        const shuffled = begun(given);
        const left = [...order];
        for (const [at, size] of portions.entries()) {
          const text = left.splice(0, size).join('，');
          if (text !== '') shuffled.hear({ kind: 'text', text }, `f${at}`);
        }
        expect(recordOf(shuffled)).toEqual(recordOf(straight));
      }),
      { numRuns: RUNS },
    );
  });

  it('takes from a card what it takes from the chat, and refuses what the chat refuses', {
    timeout: TIMEOUT,
  }, () => {
    const filled = matter.map(plain).chain((given) =>
      fc.record({
        given: fc.constant({
          ...given,
          asks: given.asks.map((one) => ({ ...one, when: 'always' as const })),
        }),
        picks: fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(filled, ({ given, picks }) => {
        const values = given.asks.flatMap((one, at): [string, string][] => {
          const good = GOOD[one.type](one.id);
          if (good.length === 0) return [];
          const words = good[picks[at]!] ?? (TYPES[one.type].free ? good[0]! : NONSENSE[picks[at]!]!);
          return [[one.name, words]];
        });
        const card = begun(given);
        const draft = card.top!;
        const payload = {
          for: 'flow' as const,
          draft: draft.id,
          revision: draft.revision,
          act: 'form' as const,
        };
        const { replies } = card.hear({ kind: 'form', payload, values: Object.fromEntries(values) }, 'c');
        const chat = begun(given);
        for (const [at, [name, words]] of values.entries())
          chat.hear({ kind: 'text', text: `${name}：${words}` }, `f${at}`);
        expect(recordOf(card)).toEqual(recordOf(chat));
        const parts = replies.flatMap(({ parts }) => parts);
        const refused = parts.flatMap((part) =>
          part.type === 'form' ? part.fields.filter(({ error }) => error) : [],
        );
        const missing = values.map(([name]) => name).filter((name) => !(name in recordOf(card)));
        expect(refused.map(({ name }) => name)).toEqual(missing);
      }),
      { numRuns: RUNS },
    );
  });
});
