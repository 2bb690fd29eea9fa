/** What holds after every turn, whatever the matter and whatever was said. */
import { expect } from 'vitest';
import type { Field, Flow } from '../../../../src/dialogue/flow/flow.ts';
import type { Output, Said } from '../../../../src/dialogue/flow/input.ts';
import { derivedValues, nextQuestion, visibleFields } from '../../../../src/dialogue/flow/next.ts';
import { type Answer, answerIn, type Draft, fold } from '../../../../src/dialogue/flow/state.ts';
import { isSensitive, shown, TYPES } from '../../../../src/dialogue/flow/types/index.ts';
import { wordsOf } from '../../../../src/dialogue/reply.ts';
import { draftsOf, type Step, type Talk } from './talk.ts';
import { NONSENSE } from './words.ts';

/** Words that may take an answer away. */
const TAKES_AWAY = /上一步|重来|取消|退出|算了|不对|不是|不换|换|改|删|错|确认|办甲事|没有/u;
const MAY_END = /不|否|没|算了|办甲事/u;

export function holdsAfter(talk: Talk, one: Step, said: Said, before: Draft[], output: Output): void {
  const after = draftsOf(talk.conversation);
  for (const draft of after) expect(fold(draft.events)).toEqual(draft);
  expect(talk.conversation.stack.length).toBeLessThanOrEqual(2);
  keepsAnswers(talk, one, before, output);
  if (said.kind !== 'tick' && output.heard && !output.effects.some(({ type }) => type === 'submit'))
    expect(output.replies).toHaveLength(1);
  for (const draft of after) {
    masks(talk, draft, said, output);
    asksWhatIsNeeded(talk, draft);
    fitsTheOptions(talk, draft);
  }
  const { top } = talk;
  const flow = top && talk.flows.get(top.flow);
  if (top?.status === '待确认' && said.kind !== 'tick' && flow)
    expect(nextQuestion(flow, top, talk.world)).toBeUndefined();
  for (const effect of output.effects) if (effect.type === 'submit') submitsWhatIsShown(talk, effect);
}

/** No draft goes, and no answer of one, without a word that can mean it. */
function keepsAnswers(talk: Talk, one: Step, before: Draft[], output: Output): void {
  const closed = output.effects.flatMap((effect) => (effect.type === 'draft-closed' ? [effect.draft] : []));
  const mayEnd = MAY_END.test(JSON.stringify(one)) || ['press', 'form', 'answer', 'tell'].includes(one.do);
  for (const old of before) {
    const now = [...draftsOf(talk.conversation), ...closed].find(({ id }) => id === old.id);
    if (!mayEnd) expect(now, `the draft ${old.id} is gone`).toBeDefined();
    if (!now || one.do === 'press' || (one.do === 'say' && TAKES_AWAY.test(one.text))) continue;
    if (one.do === 'answer' || one.do === 'tell') {
      if (TAKES_AWAY.test(JSON.stringify(one)) || old.pending) continue;
    }
    if (old.version !== now.version) continue;
    for (const slot of Object.keys(old.answers)) {
      const verified = old.answers[slot]?.source !== '档案' || old.answers[slot]?.confirmed;
      if (verified) expect(now.answers[slot], `${slot} was lost`).toBeDefined();
    }
    for (const [list, items] of Object.entries(old.items))
      expect((now.items[list] ?? []).length, `an item of ${list} was lost`).toBeGreaterThanOrEqual(
        items.length,
      );
  }
}

/**
 * A sensitive value is in no word, hint, error or button of a reply, unless another question may show
 * the same. The name of a file sent this very moment is told back: its sender must know which one is meant.
 */
function masks(talk: Talk, draft: Draft, heard: Said, output: Output): void {
  const flow = talk.flows.get(draft.flow)!;
  const said = output.replies
    .map(
      (reply) =>
        `${wordsOf(reply)}\n${JSON.stringify(reply.parts, (key, value) => (key === 'payload' ? undefined : value))}`,
    )
    .join('\n');
  const held = flow.fields.flatMap((field) => [
    ...(draft.answers[field.name] ? [{ field, answer: draft.answers[field.name]! }] : []),
    ...(draft.items[field.name] ?? []).flatMap((item) =>
      field.item.flatMap((inner) =>
        item.answers[inner.name] ? [{ field: inner, answer: item.answers[inner.name]! }] : [],
      ),
    ),
  ]);
  const open = held
    .filter(({ field }) => !isSensitive(field))
    .map(({ field, answer }) => [...textsOf(answer), shown(field, answer.value)].join('\n'));
  const sent = heard.kind === 'files' ? heard.files.map(({ name }) => name) : [];
  open.push(...sent);
  for (const { field, answer } of held.filter(({ field }) => isSensitive(field)))
    for (const secret of textsOf(answer).slice(0, 1))
      if (isTelling(secret, field, flow) && !open.some((one) => one.includes(secret)))
        expect(said, `${field.name} is shown`).not.toContain(secret);
}

/** Not a word of the file's own or of everybody's, nor in an example that any of its questions gives to everybody. */
const isTelling = (secret: string, field: Field, flow: Flow): boolean =>
  secret.length >= 4 &&
  field.options.length === 0 &&
  !NONSENSE.includes(secret) &&
  !flow.fields.some((other) => TYPES[other.type].example(other).includes(secret));

const textsOf = ({ value, raw }: Answer): string[] => (typeof value === 'string' ? [value, raw] : [raw]);

/** What is asked is open: not answered, not skipped, not computed, not hidden. */
function asksWhatIsNeeded(talk: Talk, draft: Draft): void {
  const flow = talk.flows.get(draft.flow);
  if (!flow || flow.version !== draft.version) return;
  const next = nextQuestion(flow, draft, talk.world);
  if (!next) return;
  const top = next.slot.replace(/\[.*$/u, '');
  expect(visibleFields(flow, draft, talk.world).map(({ name }) => name)).toContain(top);
  if (next.kind !== 'ask') return;
  expect(answerIn(draft, next.slot), `${next.slot} is known`).toBeUndefined();
  expect(Object.keys(derivedValues(flow, draft, talk.world))).not.toContain(next.slot);
}

/** A choice is one of the file's as it is now, and what was said is kept as it was said. */
function fitsTheOptions(talk: Talk, draft: Draft): void {
  const flow = talk.flows.get(draft.flow);
  for (const field of flow?.version === draft.version ? flow.fields : []) {
    const answer = draft.answers[field.name];
    if (answer) expect(answer.raw, `the words of ${field.name}`).not.toContain('***');
    if (answer && field.type === '单选')
      expect(field.options.map(({ label }) => label)).toContain(answer.value);
  }
}

/** What is submitted is what can be seen: no hidden and no dropped question. */
function submitsWhatIsShown(
  talk: Talk,
  effect: Extract<Output['effects'][number], { type: 'submit' }>,
): void {
  const draft = draftsOf(talk.conversation).find(({ id }) => id === effect.draft);
  const flow = talk.flows.get(effect.flow)!;
  expect(draft, 'what is submitted is at hand').toBeDefined();
  const names = [
    ...visibleFields(flow, draft!, talk.world).map(({ name }) => name),
    ...Object.keys(derivedValues(flow, draft!, talk.world)),
  ];
  for (const name of Object.keys(effect.answers)) expect(names).toContain(name);
  for (const { name, type, optional } of visibleFields(flow, draft!, talk.world))
    if (!optional && TYPES[type].input !== undefined)
      expect(Object.keys(effect.answers), `${name} is submitted`).toContain(name);
}

/** A newer file: answers move with their names, and stay as they are where the type stayed. */
export function holdsAcross(before: Draft, after: Draft, talk: Talk, kind: string): void {
  const flow = talk.flows.get(after.flow)!;
  for (const field of flow.fields) {
    const name = [field.name, ...field.formerNames.toReversed()].find((one) => before.answers[one]);
    const old = name === undefined ? undefined : before.answers[name];
    if (!old) continue;
    const now = after.answers[field.name];
    if (kind !== 'retype') expect(now?.value, `${field.name} was lost in the new version`).toEqual(old.value);
    if (now) expect(now.raw).toBe(old.raw);
  }
}
