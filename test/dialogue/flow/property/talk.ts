/** A chat about a matter under test: what is done in it, over a clock and a file that change. */
import fc from 'fast-check';
import { converse, finished } from '../../../../src/dialogue/flow/converse.ts';
import type { Flow } from '../../../../src/dialogue/flow/flow.ts';
import {
  type ButtonPayload,
  type Conversation,
  emptyConversation,
  type Input,
  type Output,
  type Said,
} from '../../../../src/dialogue/flow/input.ts';
import type { World } from '../../../../src/dialogue/flow/next.ts';
import type { Draft } from '../../../../src/dialogue/flow/state.ts';
import { bookOf, type Edit, edit, edited, type Matter } from './matters.ts';
import { GOOD, NONSENSE, SAYINGS } from './words.ts';

/** A question by its place and the words for it; `n` past the good answers is nonsense. */
export type Fact = { which: number; n: number };

export type Step =
  | { do: 'say'; text: string }
  /** Facts by their names, in one breath. */
  | { do: 'tell'; facts: Fact[] }
  /** The answer to what is asked. */
  | { do: 'answer'; n: number }
  | { do: 'press'; which: number; old: number }
  | { do: 'files'; name: string }
  | { do: 'form'; facts: Fact[]; old: boolean }
  | { do: 'wait'; hours: number }
  | { do: 'restart' }
  | { do: 'redeliver' }
  | { do: 'exchange'; edit: Edit };

const fact: fc.Arbitrary<Fact> = fc.record({ which: fc.nat(6), n: fc.nat(4) });
const facts = fc.array(fact, { minLength: 1, maxLength: 4 });

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...SAYINGS).map((text): Step => ({ do: 'say', text })) },
  { weight: 8, arbitrary: fc.nat(3).map((n): Step => ({ do: 'answer', n })) },
  { weight: 4, arbitrary: facts.map((facts): Step => ({ do: 'tell', facts })) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }).map((text): Step => ({ do: 'say', text })) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('press' as const), which: fc.nat(8), old: fc.nat(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a.jpg', 'b.pdf', 'c').map((name): Step => ({ do: 'files', name })),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('form' as const), facts, old: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 3, 30, 24 * 40).map((hours): Step => ({ do: 'wait', hours })) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'restart' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'redeliver' }) },
  { weight: 1, arbitrary: edit.map((edit): Step => ({ do: 'exchange', edit })) },
);

export class Talk {
  matter: Matter;
  flows: ReadonlyMap<string, Flow>;
  conversation: Conversation = emptyConversation();
  now = Date.parse('2026-11-18T10:00:00+08:00');
  cards: ButtonPayload[][] = [];
  last: { said: Said; id: string } | undefined;
  ids = 0;

  constructor(matter: Matter) {
    this.matter = matter;
    this.flows = bookOf(matter);
  }

  get world(): World {
    return {
      now: this.now,
      calendar: {
        validUntil: '2026-12-31',
        isWorkday: (date) => (date > '2026-12-31' ? 'unknown' : ![0, 6].includes(new Date(date).getUTCDay())),
      },
      office: [{ from: '09:00', to: '17:00' }],
    };
  }

  get top(): Draft | undefined {
    return this.conversation.stack.at(-1);
  }

  input(said: Said, messageId?: string): Input {
    return {
      ...this.world,
      conversation: this.conversation,
      said,
      ...(messageId === undefined ? {} : { messageId }),
      place: 'p2p',
      flows: this.flows,
      known: (path) =>
        ({
          '档案.手机号': '13812345678',
          '档案.人名': '李四',
          '档案.文字': '旧的',
          '档案.身份证': '110101199003070732',
        })[path],
      roles: [],
      newId: () => `d${this.ids++}`,
    };
  }

  /** The words of a fact; undefined where its question cannot be told in words. */
  wordsOf({ which, n }: Fact): { name: string; words: string } | undefined {
    const one = this.matter.asks[which];
    if (!one) return undefined;
    const good = GOOD[one.type](one.id);
    return good.length === 0
      ? undefined
      : { name: one.name, words: good[n] ?? NONSENSE[n % NONSENSE.length]! };
  }

  /** What a step says; undefined where there is nothing to be said. */
  saidBy(one: Step): Said | undefined {
    switch (one.do) {
      case 'say':
        return { kind: 'text', text: one.text };
      case 'answer':
        return this.answering(one.n);
      case 'tell': {
        const told = one.facts.flatMap((fact) => this.wordsOf(fact) ?? []);
        return told.length === 0
          ? undefined
          : { kind: 'text', text: told.map(({ name, words }) => `${name}：${words}`).join('，') };
      }
      case 'files': {
        const kind = one.name.endsWith('jpg') ? 'image' : 'file';
        return { kind: 'files', files: [{ id: `f${this.ids++}`, kind, name: one.name }] };
      }
      case 'wait':
        this.now += one.hours * 3_600_000;
        return { kind: 'tick' };
      case 'press': {
        const card = this.cards.at(-1 - one.old);
        const payload = card?.[one.which % Math.max(1, card.length)];
        return payload && { kind: 'press', payload };
      }
      case 'form':
        return this.filledIn(one);
      default:
        return undefined;
    }
  }

  private answering(n: number): Said | undefined {
    const slot = this.top?.asked?.slot ?? '';
    const one = this.matter.asks.find(({ name }) => name === slot);
    const good = one
      ? GOOD[one.type](one.id)
      : slot === '首选'
        ? ['一类', '二类']
        : ['2008年9月到2012年6月，浙江大学'];
    return { kind: 'text', text: good[n % Math.max(1, good.length)] ?? '跳过' };
  }

  private filledIn({ facts, old }: Extract<Step, { do: 'form' }>): Said | undefined {
    const draft = this.top;
    if (!draft) return undefined;
    const payload: ButtonPayload = {
      for: 'flow',
      draft: draft.id,
      revision: draft.revision - (old ? 1 : 0),
      act: 'form',
    };
    const told = facts.flatMap((fact) => this.wordsOf(fact) ?? []);
    return {
      kind: 'form',
      payload,
      values: Object.fromEntries(told.map(({ name, words }) => [name, words])),
    };
  }

  exchange(edit: Edit): void {
    const next = edited(this.matter, edit);
    this.flows = bookOf(next, this.matter);
    this.matter = next;
  }

  hear(said: Said, id: string): Output {
    const output = converse(this.input(said, said.kind === 'tick' ? undefined : id));
    if (said.kind !== 'tick') this.last = { said, id };
    return this.take(output);
  }

  finish(draft: string, ok: boolean): Output {
    const result = ok
      ? { ok: true as const, values: { 编号: 'N1' } }
      : { ok: false as const, message: '暂时没办成，请稍后再确认。' };
    return this.take(finished(this.input({ kind: 'tick' }), draft, result));
  }

  /** Through the store and back. */
  private take(output: Output): Output {
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

export const draftsOf = ({ stack, parked }: Conversation): Draft[] => [...stack, ...parked];
