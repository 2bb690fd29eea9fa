/** Whether a reading may become an answer: the file's checks over the answers as they would be. */
import { type Verdict, weigh } from './condition.ts';
import type { Check, Field, Flow, Json } from './flow.ts';
import { fieldAt, scopeOf, type World } from './next.ts';
import { type Draft, itemSlot, record } from './state.ts';
import type { Reading } from './types/index.ts';

/** The first rule this value would break, in the file's words; undefined when it keeps all. */
export function brokenRule(
  flow: Flow,
  draft: Draft,
  world: World,
  slot: string,
  value: Json,
): string | undefined {
  const filled = {
    type: 'filled',
    slot,
    value,
    raw: '',
    source: '本人',
    at: world.now,
    confirmed: true,
  } as const;
  const trial = record(draft, filled);
  const place = itemSlot(slot);
  const list = place && flow.fields.find((field) => field.name === place.list);
  const item = place && trial.items[place.list]?.[place.index];
  const scope = scopeOf(flow, trial, world, list && item ? { field: list, item } : undefined);
  const rules = [...(fieldAt(flow, slot)?.checks ?? []), ...(list?.itemChecks ?? [])];
  return firstBroken(rules, (check) => weigh(check.condition, scope), String(value));
}

function firstBroken(rules: Check[], verdict: (check: Check) => Verdict, value: string): string | undefined {
  for (const rule of rules) {
    const found = verdict(rule);
    if (found === false) return rule.message;
    if (found === 'unknown') return unpublished(value);
  }
  return undefined;
}

const unpublished = (value: string): string =>
  `${value.slice(0, 4)} 年的放假安排还没有公布，那天上不上班现在说不准。请换一个日子，或者说“转人工”。`;

export type Judgement =
  | { is: 'good'; reading: Reading }
  | { is: 'several'; readings: Reading[] }
  | { is: 'broken'; reading: Reading; message: string }
  | { is: 'nothing' };

/** Sifts readings by fullness and by the checks. One left is good, several are to be asked about. */
export function judge(flow: Flow, draft: Draft, world: World, slot: string, all: Reading[]): Judgement {
  const whole = all.filter((reading) => reading.full);
  const readings = distinct(whole.length > 0 ? whole : all);
  const broken = readings.map((reading) => brokenRule(flow, draft, world, slot, reading.value));
  const good = readings.filter((_, index) => broken[index] === undefined);
  if (good.length === 1) return { is: 'good', reading: good[0]! };
  if (good.length > 1) return { is: 'several', readings: good };
  const message = broken[0];
  return message === undefined ? { is: 'nothing' } : { is: 'broken', reading: readings[0]!, message };
}

function distinct(readings: Reading[]): Reading[] {
  const seen = new Set<string>();
  return readings.filter(({ value }) => {
    const key = JSON.stringify(value);
    return !seen.has(key) && seen.add(key);
  });
}

/** A field whose kept answer breaks a rule today (a date that has passed), before it is summed up. */
export function brokenAnswer(
  fields: Field[],
  flow: Flow,
  draft: Draft,
  world: World,
): { slot: string; message: string } | undefined {
  for (const field of fields) {
    const value = draft.answers[field.name]?.value;
    const message = value === undefined ? undefined : brokenRule(flow, draft, world, field.name, value);
    if (message !== undefined) return { slot: field.name, message };
  }
  return undefined;
}
