/**
 * A draft: the answers of one flow before they are submitted. It is an
 * append-only list of events; the fields beside it are what the events fold
 * to, kept so that nobody has to replay. There is no program counter: what is
 * asked next follows from the answers (next.ts).
 *
 * Slots are strings: '手机', and '学历[2].学校' for the second item of a list.
 */
import type { Json } from './flow.ts';

export type Source = '本人' | '档案' | '推算' | '卡片' | '工作人员';
export type DraftStatus = '填写中' | '待确认' | '提交中' | '已完成' | '已取消' | '已过期' | '转人工';

export interface Answer {
  value: Json;
  /** The words it was read from, for a later version that reads them otherwise. */
  raw: string;
  source: Source;
  at: number;
  confirmed: boolean;
}

export interface Item {
  answers: Record<string, Answer>;
  skipped: string[];
}

/** A question put aside the file's own: the reply to it is looked for first. */
export type Pending =
  | { kind: 'which-value'; slot: string; options: { label: string; value: Json; raw: string }[] }
  | { kind: 'overwrite'; slot: string; value: Json; raw: string }
  | { kind: 'which-slot'; slots: string[]; value: Json; raw: string }
  | { kind: 'which-file'; slots: string[]; files: Json[] }
  | { kind: 'which-fix'; slots: string[] }
  | { kind: 'other-flow'; flow: string }
  /** A day without its hour, or an hour without its day. */
  | { kind: 'half'; slot: string; day: string | null; words: string };

export type DraftEvent =
  | { type: 'started'; id: string; flow: string; version: number; at: number }
  | { type: 'turn'; at: number }
  | {
      type: 'filled';
      slot: string;
      value: Json;
      raw: string;
      source: Source;
      at: number;
      confirmed: boolean;
    }
  | { type: 'cleared'; slot: string }
  | { type: 'skipped'; slot: string }
  | { type: 'closed'; slot: string }
  | { type: 'reopened'; slot: string | null }
  | { type: 'item-removed'; list: string; index: number }
  | { type: 'asked'; slot: string }
  | { type: 'missed'; slot: string }
  | { type: 'pending'; pending: Pending | null }
  | { type: 'status'; status: DraftStatus }
  | { type: 'nudged'; count: number }
  /** 等一下: nothing is said until the person is back. */
  | { type: 'paused' }
  | { type: 'migrated'; version: number; renamed: Record<string, string>; cleared: string[] }
  | { type: 'restarted' }
  | { type: 'told' }
  /** Takes back the last turn that changed an answer, and everything after it. */
  | { type: 'undone'; at: number };

export interface Draft {
  v: 1;
  id: string;
  flow: string;
  version: number;
  /** Rises with every change of the answers; what is confirmed is a revision. */
  revision: number;
  status: DraftStatus;
  answers: Record<string, Answer>;
  items: Record<string, Item[]>;
  skipped: string[];
  /** Lists and file questions the person has called complete. */
  closed: string[];
  asked: { slot: string; tries: number } | null;
  reopened: string | null;
  pending: Pending | null;
  startedAt: number;
  /** When the person last wrote. */
  heardAt: number;
  /** Nudges sent since then. */
  nudged: number;
  /** The person asked to wait: no nudge until they write again. */
  paused?: true;
  /** The file changed and the person has not heard of it. */
  untold: boolean;
  events: DraftEvent[];
}

const BLANK: Draft = {
  v: 1,
  id: '',
  flow: '',
  version: 0,
  revision: 0,
  status: '填写中',
  answers: {},
  items: {},
  skipped: [],
  closed: [],
  asked: null,
  reopened: null,
  pending: null,
  startedAt: 0,
  heardAt: 0,
  nudged: 0,
  untold: false,
  events: [],
};

const MUTATING: readonly DraftEvent['type'][] = [
  'filled',
  'cleared',
  'skipped',
  'closed',
  'item-removed',
  'restarted',
  'migrated',
  'undone',
];

/** Events that a person means by "the last thing I said". */
const UNDOABLE: readonly DraftEvent['type'][] = [
  'filled',
  'cleared',
  'skipped',
  'closed',
  'item-removed',
  'restarted',
];

/** The draft these events add up to. `fold(draft.events)` equals `draft`, always. */
export function fold(events: readonly DraftEvent[]): Draft {
  const left = withoutUndone(events);
  const draft = left.reduce(step, BLANK);
  const lastUndo = events.findLast((event) => event.type === 'undone');
  return {
    ...draft,
    revision: events.filter((event) => MUTATING.includes(event.type)).length,
    heardAt: Math.max(draft.heardAt, lastUndo?.at ?? 0),
    nudged: lastUndo && lastUndo.at >= draft.heardAt ? 0 : draft.nudged,
    events: [...events],
  };
}

/** Appends events. */
export function record(draft: Draft, ...events: DraftEvent[]): Draft {
  if (
    events.some((event) => event.type === 'undone') ||
    draft.events.some((event) => event.type === 'undone')
  )
    return fold([...draft.events, ...events]);
  const next = events.reduce(step, draft);
  return {
    ...next,
    revision: draft.revision + events.filter((event) => MUTATING.includes(event.type)).length,
    events: [...draft.events, ...events],
  };
}

/** Whether there is a turn of the person that can be taken back. */
export function canUndo(draft: Draft): boolean {
  const left = withoutUndone(draft.events);
  const first = left.findIndex((event) => event.type === 'turn');
  return first >= 0 && left.slice(first).some((event) => UNDOABLE.includes(event.type));
}

/** The events that still count after every 上一步. */
export function withoutUndone(events: readonly DraftEvent[]): DraftEvent[] {
  const left: DraftEvent[] = [];
  for (const event of events) {
    if (event.type !== 'undone') {
      left.push(event);
      continue;
    }
    let changed = false;
    while (!changed && left.some((one) => one.type === 'turn')) {
      const from = left.findLastIndex((one) => one.type === 'turn');
      changed = left.splice(from).some((one) => UNDOABLE.includes(one.type));
    }
  }
  return left;
}

function step(draft: Draft, event: DraftEvent): Draft {
  switch (event.type) {
    case 'started':
      return {
        ...BLANK,
        id: event.id,
        flow: event.flow,
        version: event.version,
        startedAt: event.at,
        heardAt: event.at,
        events: draft.events,
      };
    case 'turn': {
      const { paused: _, ...back } = draft;
      return { ...back, heardAt: event.at, nudged: 0 };
    }
    case 'paused':
      return { ...draft, paused: true };
    case 'filled': {
      const { type: _, slot, ...answer } = event;
      return fill(draft, slot, answer);
    }
    case 'cleared':
      return clear(draft, event.slot);
    case 'skipped':
      return skip(clear(draft, event.slot), event.slot);
    case 'closed':
      return {
        ...draft,
        closed: add(draft.closed, event.slot),
        reopened: unless(draft.reopened, event.slot),
      };
    case 'reopened':
      return { ...draft, reopened: event.slot };
    case 'item-removed':
      return {
        ...draft,
        items: { ...draft.items, [event.list]: (draft.items[event.list] ?? []).toSpliced(event.index, 1) },
      };
    case 'asked':
      return {
        ...draft,
        asked: draft.asked?.slot === event.slot ? draft.asked : { slot: event.slot, tries: 0 },
      };
    case 'missed':
      return {
        ...draft,
        asked: { slot: event.slot, tries: (draft.asked?.slot === event.slot ? draft.asked.tries : 0) + 1 },
      };
    case 'pending':
      return { ...draft, pending: event.pending };
    case 'status':
      return { ...draft, status: event.status };
    case 'nudged':
      return { ...draft, nudged: event.count };
    case 'migrated':
      return migrate(draft, event.version, event.renamed, event.cleared);
    case 'told':
      return { ...draft, untold: false };
    case 'restarted':
      return {
        ...draft,
        answers: {},
        items: {},
        skipped: [],
        closed: [],
        asked: null,
        reopened: null,
        pending: null,
      };
    case 'undone':
      return draft;
  }
}

/** '学历[2].学校' -> list 学历, index 1, name 学校. */
export function itemSlot(slot: string): { list: string; index: number; name: string } | undefined {
  const match = /^(.+)\[(\d+)\]\.(.+)$/.exec(slot);
  return match ? { list: match[1]!, index: Number(match[2]) - 1, name: match[3]! } : undefined;
}

/** The slot of an item's question; `index` counts from 0. */
export const slotOf = (list: string, index: number, name: string): string => `${list}[${index + 1}].${name}`;

/** The answer in a slot, if there is one. */
export function answerIn(draft: Draft, slot: string): Answer | undefined {
  const item = itemSlot(slot);
  return item ? draft.items[item.list]?.[item.index]?.answers[item.name] : draft.answers[slot];
}

function fill(draft: Draft, slot: string, answer: Answer): Draft {
  const item = itemSlot(slot);
  const reopened = unless(draft.reopened, slot);
  const asked = draft.asked?.slot === slot ? { slot, tries: 0 } : draft.asked;
  if (!item)
    return {
      ...draft,
      answers: { ...draft.answers, [slot]: answer },
      skipped: draft.skipped.filter((one) => one !== slot),
      reopened,
      asked,
    };
  return {
    ...changeItem(draft, item.list, item.index, (old) => ({
      answers: { ...old.answers, [item.name]: answer },
      skipped: old.skipped.filter((one) => one !== item.name),
    })),
    reopened,
    asked,
  };
}

function changeItem(draft: Draft, list: string, index: number, change: (item: Item) => Item): Draft {
  const items = [...(draft.items[list] ?? [])];
  while (items.length <= index) items.push({ answers: {}, skipped: [] });
  items[index] = change(items[index]!);
  return { ...draft, items: { ...draft.items, [list]: items } };
}

function clear(draft: Draft, slot: string): Draft {
  const item = itemSlot(slot);
  if (item)
    return changeItem(draft, item.list, item.index, (old) => ({
      ...old,
      answers: without(old.answers, item.name),
    }));
  return {
    ...draft,
    answers: without(draft.answers, slot),
    items: without(draft.items, slot),
    skipped: draft.skipped.filter((one) => one !== slot),
    closed: draft.closed.filter((one) => one !== slot),
  };
}

function skip(draft: Draft, slot: string): Draft {
  const item = itemSlot(slot);
  const reopened = unless(draft.reopened, slot);
  if (!item) return { ...draft, skipped: add(draft.skipped, slot), reopened };
  return {
    ...changeItem(draft, item.list, item.index, (old) => ({ ...old, skipped: add(old.skipped, item.name) })),
    reopened,
  };
}

function migrate(draft: Draft, version: number, renamed: Record<string, string>, cleared: string[]): Draft {
  const name = (slot: string) => renamed[slot] ?? slot;
  const rename = <T>(map: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(map).map(([slot, value]) => [name(slot), value]));
  const moved: Draft = {
    ...draft,
    version,
    answers: rename(draft.answers),
    items: rename(draft.items),
    skipped: draft.skipped.map(name),
    closed: draft.closed.map(name),
    asked: null,
    reopened: null,
    pending: null,
    untold: true,
  };
  return cleared.reduce(clear, moved);
}

const add = (list: string[], one: string): string[] => (list.includes(one) ? list : [...list, one]);
const unless = (held: string | null, slot: string): string | null => (held === slot ? null : held);
function without<T>(map: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = map;
  return rest;
}
