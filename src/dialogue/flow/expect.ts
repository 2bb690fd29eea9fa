/** What a test expects of a turn, and what must hold after every one (flow-format.md 4). */
import { isDeepStrictEqual } from 'node:util';
import { wordsOf } from '../reply.ts';
import type { Field, Json } from './flow.ts';
import { derivedValues, fieldAt, heldValue, needsVerifying, nextQuestion, visibleFields } from './next.ts';
import type { Stage } from './rehearsal.ts';
import { answerIn, type Draft, fold } from './state.ts';
import type { TestTurn } from './tests.ts';
import { isSensitive, partOf } from './types/index.ts';

/** Every value the draft holds now, derived ones too. Unconfirmed values of the record are not held yet. */
export function filledValues(stage: Stage): Record<string, Json> {
  const { draft, current: flow, world } = stage;
  if (!draft) return {};
  const own = flow.fields.flatMap((field): [string, Json][] => {
    const answer = draft.answers[field.name];
    if (answer && needsVerifying(answer)) return [];
    const value = heldValue(field, draft);
    return value === undefined ? [] : [[field.name, value]];
  });
  return { ...derivedValues(flow, draft, world), ...Object.fromEntries(own) };
}

/** What a turn's expectations find otherwise. */
export function differences(stage: Stage, turn: TestTurn): string[] {
  const { draft } = stage;
  const words = stage.lastWords();
  const failures: string[] = [];
  const expect = (holds: boolean, words: string) => {
    if (!holds) failures.push(words);
  };
  if (turn.正在问 !== undefined) {
    const slot =
      draft && draft.status === '填写中' ? nextQuestion(stage.current, draft, stage.world)?.slot : undefined;
    expect(
      slot === turn.正在问 || slot?.startsWith(`${turn.正在问}[`) === true,
      `应该在问 ${turn.正在问}，实际是 ${slot ?? `（${draft?.status ?? '没有草稿'}）`}`,
    );
  }
  for (const [path, value] of Object.entries(turn.已填 ?? {})) {
    const actual = lookUp(stage, path);
    expect(
      agrees(actual, value, stage, path),
      `${path} 应该是 ${JSON.stringify(value)}，实际是 ${JSON.stringify(actual)}`,
    );
  }
  for (const path of turn.未填 ?? [])
    expect(
      lookUp(stage, path) === undefined,
      `${path} 不该有值，实际是 ${JSON.stringify(lookUp(stage, path))}`,
    );
  for (const name of turn.没问 ?? []) expect(!stage.asked.has(name), `不该问 ${name}`);
  for (const part of turn.回含 ?? []) expect(words.includes(part), `回复应该含“${part}”`);
  for (const part of turn.回不含 ?? []) expect(!words.includes(part), `回复不该含“${part}”`);
  if (turn.状态 !== undefined)
    expect(draft?.status === turn.状态, `状态应该是 ${turn.状态}，实际是 ${draft?.status ?? '没有草稿'}`);
  if (turn.栈) {
    const stack = stage.conversation.stack.map(({ flow }) => flow);
    expect(isDeepStrictEqual(stack, turn.栈), `栈应该是 ${turn.栈.join(' ')}，实际是 ${stack.join(' ')}`);
  }
  for (const deed of turn.动作 ?? []) {
    const done = stage.deeds.filter((one) => one.do === deed.做);
    expect(done.length === deed.次数, `${deed.做}应该做 ${deed.次数} 次，实际 ${done.length} 次`);
    for (const [name, value] of Object.entries(deed.带 ?? {}))
      expect(
        same(done.at(-1)?.with[name], value),
        `${deed.做}的${name}应该是 ${JSON.stringify(value)}，实际是 ${JSON.stringify(done.at(-1)?.with[name])}`,
      );
  }
  if (turn.催办 !== undefined)
    expect(stage.nudges === turn.催办, `应该催过 ${turn.催办} 次，实际 ${stage.nudges} 次`);
  if (turn.草稿 !== undefined) expect((turn.草稿 === '保留') === isKept(stage), `草稿应该${turn.草稿}`);
  for (const [name, parts] of Object.entries(turn.逐项错误 ?? {})) {
    const error = errorsIn(stage)[name];
    for (const part of parts)
      expect(error?.includes(part) === true, `${name}的错误应该含“${part}”，实际是 ${error ?? '没有错误'}`);
  }
  return failures;
}

const isKept = ({ draft, conversation }: Stage): boolean =>
  draft !== undefined &&
  [...conversation.stack, ...conversation.parked].some(({ id }) => id === draft.id) &&
  Object.keys(draft.answers).length > 0;

const errorsIn = (stage: Stage): Record<string, string> =>
  Object.fromEntries(
    stage.replies
      .flatMap(({ parts }) => parts)
      .flatMap((part) => (part.type === 'form' ? part.fields : []))
      .flatMap((field) => (field.error === undefined ? [] : [[field.name, field.error] as const])),
  );

function lookUp(stage: Stage, path: string): Json | undefined {
  const { draft } = stage;
  if (draft && path.includes('[')) return answerIn(draft, path)?.value;
  return filledValues(stage)[path];
}

function agrees(actual: Json | undefined, expected: unknown, stage: Stage, path: string): boolean {
  if (same(actual, expected)) return true;
  const field = fieldAt(stage.current, path);
  if (
    actual === undefined ||
    !field ||
    typeof expected !== 'object' ||
    expected === null ||
    Array.isArray(expected)
  )
    return false;
  return Object.entries(expected).every(([part, value]) =>
    same(partOf(field.type, actual, [part], stage.now), value),
  );
}

/** 是 and true are one, numbers and their words are one; of an object only what is named counts. */
function same(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((one, index) => same(actual[index], one))
    );
  if (expected !== null && typeof expected === 'object')
    return (
      actual !== null &&
      typeof actual === 'object' &&
      Object.entries(expected).every(([key, value]) => same((actual as Record<string, unknown>)[key], value))
    );
  return word(actual) === word(expected);
}

const word = (value: unknown): string => (value === true ? '是' : value === false ? '否' : String(value));

/** What must hold after every turn, whatever was said. */
export function brokenInvariants(stage: Stage): string[] {
  const failures: string[] = [];
  if (stage.batches !== undefined && stage.batches !== 1)
    failures.push(`一轮应该只答一次，实际 ${stage.batches} 次`);
  const { stack, parked } = stage.conversation;
  for (const draft of [...stack, ...parked]) failures.push(...brokenDraft(stage, draft));
  return failures;
}

function brokenDraft(stage: Stage, draft: Draft): string[] {
  const failures: string[] = [];
  if (!isDeepStrictEqual(fold(draft.events), draft)) failures.push('重放事件得到的草稿不一样');
  const flow = stage.flows.get(draft.flow);
  if (!flow || flow.version !== draft.version) return failures;
  const reloaded = JSON.parse(JSON.stringify(draft)) as Draft;
  const next = nextQuestion(flow, draft, stage.world);
  if (nextQuestion(flow, reloaded, stage.world)?.slot !== next?.slot) failures.push('重启后问的不是同一题');
  const visible = visibleFields(flow, draft, stage.world).map(({ name }) => name);
  if (next && !visible.includes(next.slot.replace(/\[.*$/, ''))) failures.push(`问了不需要的 ${next.slot}`);
  if (stage.conversation.stack.at(-1) === draft && draft.status === '待确认')
    for (const part of stage.replies.flatMap(({ parts }) => parts))
      if (part.type === 'list')
        for (const item of part.items)
          if (item.label !== undefined && !visible.includes(item.label))
            failures.push(`清单里有不该出现的 ${item.label}`);
  for (const secret of secretsOf(flow.fields, draft))
    if (
      stage.replies.some(
        (reply) => wordsOf(reply).includes(secret) || JSON.stringify(formValues(reply)).includes(secret),
      )
    )
      failures.push('回复里有没打码的敏感信息');
  return failures;
}

const formValues = (reply: Stage['replies'][number]): unknown =>
  reply.parts.flatMap((part) => (part.type === 'form' ? part.fields : []));

/** Sensitive values of the draft, of the entries of its lists too. */
function secretsOf(fields: Field[], draft: Draft): string[] {
  return fields.flatMap((field) => [
    ...secretsIn([field], draft.answers),
    ...(draft.items[field.name] ?? []).flatMap((item) => secretsIn(field.item, item.answers)),
  ]);
}

function secretsIn(fields: Field[], answers: Draft['answers']): string[] {
  return fields.filter(isSensitive).flatMap((field) => {
    const value = answers[field.name]?.value;
    return typeof value === 'string' && value.length >= 4 ? [value] : [];
  });
}
