/**
 * Where a case stands: a pure function of its matter's stages, what happened to
 * it, the calendar and the day. Deadlines are computed here and nowhere else.
 */
import type { Span, Stage, StageAction } from '../../dialogue/flow/flow.ts';
import type { WorkCalendar } from '../../dialogue/understand/value.ts';
import { dateOf, workdaysBetween } from '../../schedule/workdays.ts';
import { type Day, shift } from './deadlines.ts';
import { builtInEnds, CONTACTED, countOf, PAUSE, RESUME, type Step } from './timeline.ts';

export interface StandingInput {
  stages: readonly Stage[];
  /** Oldest first; those taken back are not among them. At least one. */
  steps: readonly Step[];
  /** Words that may choose among a stage's limits: the answers to 类别, 缓急 and the like. */
  kinds: readonly string[];
  calendar: WorkCalendar;
  /** Local date. */
  today: string;
}

export interface OpenAction {
  action: StageAction;
  used: number;
  /** Why it may not be used now, in Chinese; absent when it may. */
  closed?: string;
}

export interface Standing {
  stage: Stage;
  /** The day whoever must act received it: day 0. */
  since: string;
  /** When it is to be done. Absent: there is no limit, or the case is paused or over. */
  due?: Day;
  /** When the stage itself is to be left, where that is sooner: 签收 within a working day. */
  stageDue?: Day;
  /** Since when it is paused. */
  pausedSince?: string;
  actions: OpenAction[];
  /** What is told when, in order of date; unknown dates are left out. */
  upcoming: Upcoming[];
}

export interface Upcoming {
  date: string;
  kind: 'case-warning' | 'case-overdue' | 'case-callback';
  /** 首次联系 预警 重点督办 到期 回访 逾期 外限 最后外限, or what the file says under 逾期: 黄牌 提请红牌 催办 提醒. */
  what: string;
}

/** Where the case stands on `today`. */
export function standingOf(input: StandingInput): Standing {
  const { stages, steps, calendar } = input;
  const stage = stageNamed(stages, steps.at(-1)?.to ?? '');
  const start = startOfRun(stages, steps);
  const since = dateOf(steps[start]?.at ?? 0);
  const run = steps.slice(start);
  const pausedSince = pausedIn(run);
  const counted = !stage.final && pausedSince === undefined;
  const promised = promiseOf(stages, stage);
  const { lost, extended } = changesOf(run, calendar);
  const limit = run[0]?.limit ?? limitOf(promised, input.kinds);
  const due =
    counted && limit ? later(calendar, shift(calendar, since, limit), [...lost, ...extended]) : undefined;
  const own = promised === stage ? undefined : limitOf(stage, input.kinds);
  const stageDue = counted && own ? later(calendar, shift(calendar, since, own), lost) : undefined;
  const dates = { since, ...(due ? { due } : {}), ...(stageDue ? { stageDue } : {}) };
  return {
    stage,
    ...dates,
    ...(pausedSince ? { pausedSince } : {}),
    actions: stage.actions.map((action) => openAction(action, input, dates)),
    upcoming: counted ? upcomingOf(input, stage, promised, dates) : [],
  };
}

/** A stage by name; one that no file knows is an end if it is built in, and otherwise waits for the office. */
export function stageNamed(stages: readonly Stage[], name: string): Stage {
  const final = builtInEnds.includes(name);
  return (
    stages.find((stage) => stage.name === name) ?? {
      name,
      line: 0,
      who: final ? [] : ['人才办'],
      warnings: [],
      overdue: [],
      actions: [],
      final,
    }
  );
}

const partyOf = (stage: Stage): string => stage.who.join(' ');

/** An action that only says “I have it”: it needs nothing and leads on to a stage of the same party. */
function acknowledges(stages: readonly Stage[], stage: Stage, action: StageAction): boolean {
  const next = stages.find((candidate) => candidate.name === action.to);
  return next !== undefined && action.needs.length === 0 && !next.final && partyOf(next) === partyOf(stage);
}

/** Where the clock began that runs now: signing late gains nobody time, being given the case anew does. */
function startOfRun(stages: readonly Stage[], steps: readonly Step[]): number {
  for (let index = steps.length - 1; index > 0; index--) {
    const step = steps[index] as Step;
    const before = stageNamed(stages, (steps[index - 1] as Step).to);
    if (step.unit !== undefined) return index;
    if (step.to === before.name) continue;
    const action = before.actions.find((candidate) => candidate.name === step.action);
    if (!action || !acknowledges(stages, before, action)) return index;
  }
  return 0;
}

/** The stage whose limit whoever has the case works to: the one behind the acknowledgement, if there is one. */
function promiseOf(stages: readonly Stage[], stage: Stage): Stage {
  const seen = new Set([stage.name]);
  let promised = stage;
  for (;;) {
    const way = promised.actions.find(
      (action) => acknowledges(stages, promised, action) && !seen.has(action.to ?? ''),
    );
    if (!way) return promised;
    promised = stageNamed(stages, way.to ?? '');
    seen.add(promised.name);
  }
}

/** A stage's limit: the only one, the one its kind chooses, else that of 一般, else the first. */
export function limitOf(stage: Stage, kinds: readonly string[]): Span | undefined {
  const { limit } = stage;
  if (limit === undefined || isSpan(limit)) return limit;
  const chosen = kinds.find((kind) => limit[kind] !== undefined) ?? '一般';
  return limit[chosen] ?? Object.values(limit)[0];
}

const isSpan = (limit: Span | Record<string, Span>): limit is Span => typeof limit.amount === 'number';

function pausedIn(run: readonly Step[]): string | undefined {
  const last = run.findLast((step) => step.action === PAUSE || step.action === RESUME);
  return last?.action === PAUSE ? dateOf(last.at) : undefined;
}

type Added = Span | 'unknown';

/** Working days lost to pauses, and time granted, since the clock began. */
function changesOf(run: readonly Step[], calendar: WorkCalendar): { lost: Added[]; extended: Added[] } {
  const lost: Added[] = [];
  let paused: string | undefined;
  for (const step of run) {
    if (step.action === PAUSE) paused ??= dateOf(step.at);
    if (step.action !== RESUME || paused === undefined) continue;
    const days = workdaysBetween(calendar, paused, dateOf(step.at));
    lost.push(days === 'unknown' ? days : { amount: days, unit: '工作日' });
    paused = undefined;
  }
  return { lost, extended: run.flatMap((step) => step.extend ?? []) };
}

const later = (calendar: WorkCalendar, from: Day, added: Added[]): Day =>
  added.reduce<Day>((date, span) => (span === 'unknown' ? span : shift(calendar, date, span)), from);

interface Dates {
  since: string;
  due?: Day;
  stageDue?: Day;
}

function openAction(action: StageAction, { steps, today }: StandingInput, dates: Dates): OpenAction {
  const used = countOf(steps, action.name);
  const closed = closedBecause(action, used, today, dates);
  return { action, used, ...(closed ? { closed } : {}) };
}

function closedBecause(
  action: StageAction,
  used: number,
  today: string,
  { due, stageDue }: Dates,
): string | undefined {
  if (action.times !== undefined && used >= action.times)
    return `“${action.name}”只能用 ${action.times} 次，已经用过了`;
  // N7: asked for before it expires.
  if (action.atMost && due !== undefined && due !== 'unknown' && today > due)
    return `已经过了期限，不能再${action.name}`;
  // N6: an objection is raised within the time for signing.
  if (action.name === '退回' && stageDue !== undefined && stageDue !== 'unknown' && today > stageDue)
    return '派单后 1 个工作日内才能退回，现在已经过了';
  return undefined;
}

const oneDay: Span = { amount: 1, unit: '工作日' };
/** N13: the outermost limits of petition law, 60 days and 30 more where these were granted; warned of only. */
const outermost: readonly [Upcoming['what'], Span][] = [
  ['外限', { amount: 60, unit: '天' }],
  ['最后外限', { amount: 90, unit: '天' }],
];

function upcomingOf(input: StandingInput, stage: Stage, promised: Stage, dates: Dates): Upcoming[] {
  const { calendar, steps } = input;
  const list: { date: Day; kind: Upcoming['kind']; what: Upcoming['what'] }[] = [];
  const { since, due, stageDue } = dates;
  if (due !== undefined) {
    const warnings = [...promised.warnings].sort((a, b) => b.amount - a.amount);
    warnings.forEach((span, index) => {
      const last = index === warnings.length - 1 && index > 0;
      list.push({
        date: shift(calendar, due, span, -1),
        kind: 'case-warning',
        what: last ? '重点督办' : '预警',
      });
    });
    for (const { after, do: what } of promised.overdue)
      list.push({ date: shift(calendar, due, after), kind: 'case-overdue', what });
    if (promised.warnings.length === 0) list.push(onDueDay(promised, due));
    if (promised.overdue.length === 0)
      list.push({ date: shift(calendar, due, oneDay), kind: 'case-overdue', what: '逾期' });
  }
  if (stageDue !== undefined) {
    list.push(onDueDay(stage, stageDue));
    list.push({ date: shift(calendar, stageDue, oneDay), kind: 'case-overdue', what: '逾期' });
  }
  const contact = firstContact(input, stage);
  if (contact) list.unshift({ date: contact, kind: 'case-warning', what: '首次联系' });
  for (const [what, span] of outermost)
    list.push({ date: shift(calendar, dateOf(steps[0]?.at ?? 0), span), kind: 'case-overdue', what });
  // A warning that would fall on the day it was received, or before, is no warning.
  return list
    .filter((one): one is Upcoming => one.date !== 'unknown' && one.date > since)
    .sort((a, b) => a.date.localeCompare(b.date));
}

/** N2: the day by which a unit that has signed speaks to the person, where somebody is to be called back. */
function firstContact({ stages, steps, calendar, kinds }: StandingInput, stage: Stage): Day | undefined {
  const index = steps.findLastIndex((step) => step.to !== stage.name) + 1;
  const before = steps[index - 1];
  const step = steps[index];
  if (!before || !step || step.to !== stage.name || kinds.includes('匿名')) return undefined;
  const from = stageNamed(stages, before.to);
  const signed = from.actions.find(({ name }) => name === step.action);
  if (!signed || !acknowledges(stages, from, signed)) return undefined;
  if (!stages.some(({ who }) => who.includes('本人'))) return undefined;
  const given = steps.findLastIndex(({ unit }) => unit !== undefined);
  if (steps.slice(given).some(({ action }) => action === CONTACTED)) return undefined;
  return shift(calendar, dateOf(step.at), oneDay);
}

const onDueDay = (stage: Stage, date: Day): { date: Day; kind: Upcoming['kind']; what: Upcoming['what'] } =>
  stage.who.includes('本人')
    ? { date, kind: 'case-callback', what: '回访' }
    : { date, kind: 'case-warning', what: '到期' };
