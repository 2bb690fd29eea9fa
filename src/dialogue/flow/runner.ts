/**
 * Runs conversation tests against `converse`, with a clock that is moved,
 * effects recorded instead of executed, and the invariants of flow-format.md 4
 * checked after every turn of every test.
 */
import { parse } from 'yaml';
import { brokenInvariants, differences, filledValues } from './expect.ts';
import { explain } from './faults.ts';
import type { Fault, Flow, FlowBook } from './flow.ts';
import { locate } from './locate.ts';
import { Stage } from './rehearsal.ts';
import { type From, type Suite, suiteSchema, type TestCase, type TestTurn } from './tests.ts';

export interface CaseResult {
  suite: string;
  name: string;
  /** What did not hold, with the turn it was after. Empty: passed. */
  failures: string[];
}

/** Reads a test file. */
export function loadSuite(
  file: string,
  text: string,
): { ok: true; suite: Suite } | { ok: false; faults: Fault[] } {
  const located = locate(file, text);
  if (located.value === undefined || located.faults.length > 0) return { ok: false, faults: located.faults };
  const parsed = suiteSchema.safeParse(parse(text));
  if (parsed.success) return { ok: true, suite: parsed.data };
  const faults = parsed.error.issues.map((issue) => ({
    file,
    line: located.lineOf(issue.path as (string | number)[]),
    message: explain(issue, suiteSchema),
  }));
  return { ok: false, faults };
}

/** Runs every case of a suite. Never throws: a crash is a failure of its case. */
export function runSuite(suite: Suite, flows: FlowBook): CaseResult[] {
  const flow = flows.get(suite.事项);
  return suite.用例.map((one) => {
    if (!flow) return { suite: suite.测试, name: one.名, failures: [`没有事项 ${suite.事项}`] };
    try {
      return { suite: suite.测试, name: one.名, failures: runCase(suite, one, flow, flows) };
    } catch (error) {
      return {
        suite: suite.测试,
        name: one.名,
        failures: [`出错：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
      };
    }
  });
}

function runCase(suite: Suite, one: TestCase, flow: Flow, flows: FlowBook): string[] {
  const open = (from: From | undefined) => new Stage(suite, flow, flows, one.场合, from);
  const failures: string[] = [];
  if (one.说法)
    for (const words of one.说法)
      failures.push(...runTurns(open(one.每句都?.从 ?? one.从), [saying(words, one)]));
  if (one.打乱 !== undefined) failures.push(...runShuffled(one, open));
  if (one.用 === '卡片') failures.push(...runCard(one, open));
  if (one.对话) failures.push(...runTurns(open(one.从), one.对话));
  return failures;
}

function saying(words: string, one: TestCase): TestTurn {
  const { 从: _, ...expected } = one.每句都 ?? {};
  return { 说: words, ...expected };
}

function runTurns(stage: Stage, turns: TestTurn[]): string[] {
  const failures: string[] = [];
  for (const [index, turn] of turns.entries()) {
    stage.play(turn);
    const label = `第 ${index + 1} 轮${turn.说 === undefined ? '' : `“${turn.说}”`}`;
    const found = [...brokenInvariants(stage), ...differences(stage, turn)];
    failures.push(...found.map((failure) => `${label}：${failure}`));
    if (found.length > 0) failures.push(`    答：${stage.lastWords().replaceAll('\n', ' / ')}`);
    if (failures.length > 6) break;
  }
  return failures;
}

/** The same facts in any order make the same record. */
function runShuffled(one: TestCase, open: (from?: From) => Stage): string[] {
  const facts = Object.values(one.事实 ?? {});
  const records = new Map<string, string>();
  for (let seed = 1; seed <= (one.打乱 ?? 0); seed++) {
    const order = shuffled(facts, seed);
    const stage = open(one.从 ?? {});
    const failures = runTurns(
      stage,
      order.map((words) => ({ 说: words })),
    );
    failures.push(
      ...differences(stage, { 已填: one.结果 ?? {} }).map(
        (failure) => `次序 ${order.join(' | ')}：${failure}`,
      ),
    );
    if (failures.length > 0) return failures;
    records.set(JSON.stringify(sorted(filledValues(stage))), order.join(' | '));
  }
  return records.size > 1 ? [`次序不同结果不同：${[...records.values()].slice(0, 2).join(' 和 ')}`] : [];
}

const sorted = (values: Record<string, unknown>): [string, unknown][] =>
  Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** A small generator of its own, so that a failing order is the same order next time. */
function shuffled<T>(list: T[], seed: number): T[] {
  const out = [...list];
  let state = seed * 2_654_435_761;
  for (let i = out.length - 1; i > 0; i--) {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** A form and the chat understand the same words alike. */
function runCard(one: TestCase, open: (from?: From) => Stage): string[] {
  const card = open(one.从 ?? {});
  const turn: TestTurn = {
    提交表单: one.提交表单 ?? {},
    ...(one.逐项错误 ? { 逐项错误: one.逐项错误 } : {}),
    ...(one.已填 ? { 已填: one.已填 } : {}),
    ...(one.未填 ? { 未填: one.未填 } : {}),
  };
  const failures = runTurns(card, [turn]);
  const chat = open(one.从 ?? {});
  const said = Object.entries(one.提交表单 ?? {}).filter(
    ([name]) => name in (one.已填 ?? {}) && chat.canVolunteer(name),
  );
  failures.push(
    ...runTurns(
      chat,
      said.map(([name, words]) => ({ 说: `${name}：${[words].flat().join('、')}` })),
    ),
  );
  const [byCard, byChat] = [filledValues(card), filledValues(chat)];
  for (const [name] of said)
    if (JSON.stringify(byCard[name]) !== JSON.stringify(byChat[name]))
      failures.push(
        `卡片填的${name}是 ${JSON.stringify(byCard[name])}，对话填的是 ${JSON.stringify(byChat[name])}`,
      );
  return failures;
}

/** One line a case, failures beneath. */
export const reportOf = (results: CaseResult[]): string =>
  results
    .map(({ suite, name, failures }) =>
      failures.length === 0
        ? `  通过  ${suite}：${name}`
        : `  失败  ${suite}：${name}\n${failures.map((one) => `        ${one}`).join('\n')}`,
    )
    .join('\n');
