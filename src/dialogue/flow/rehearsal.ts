/** One conversation under test: a clock that is moved, a record of what was done, flows that can be exchanged. */
import { type Reply, wordsOf } from '../reply.ts';
import type { WorkCalendar } from '../understand/value.ts';
import { converse, finished } from './converse.ts';
import type { Flow, FlowBook, Json } from './flow.ts';
import {
  type ButtonPayload,
  type Conversation,
  emptyConversation,
  type Input,
  type Output,
  type Said,
} from './input.ts';
import { nextQuestion, type World } from './next.ts';
import { type Draft, type DraftEvent, fold, record } from './state.ts';
import type { From, Suite, TestTurn } from './tests.ts';
import { after, localDate, momentOf, parseSpan } from './time.ts';
import { TYPES } from './types/index.ts';

/** Something the flow had done. */
export interface Deed {
  do: string;
  with: Record<string, Json>;
}

export class Stage {
  readonly suite: Suite;
  readonly place: 'p2p' | 'group';
  now: number;
  flows: FlowBook;
  conversation: Conversation = emptyConversation();
  /** The draft the test follows, wherever it is now. */
  draft: Draft | undefined;
  replies: Reply[] = [];
  /** Replies by turn, for 点 on an earlier card. */
  history: Reply[][] = [];
  /** Everything that was ever asked. */
  asked = new Set<string>();
  deeds: Deed[] = [];
  nudges = 0;
  /** Reply batches of the last turn a person took; undefined where nobody spoke. */
  batches: number | undefined;
  readonly flow: Flow;
  private readonly newest: FlowBook;
  private readonly timers = new Map<string, number>();
  private readonly closed = new Set<string>();
  private ids = 0;

  constructor(suite: Suite, flow: Flow, flows: FlowBook, place: '私聊' | '群聊', from: From | undefined) {
    this.suite = suite;
    this.flow = flow;
    this.newest = flows;
    this.flows = from?.版本 === undefined ? flows : new Map(flows).set(flow.id, asVersion(flow, from));
    this.place = place === '群聊' ? 'group' : 'p2p';
    this.now = momentOf(suite.时钟);
    if (from) this.begin(from);
  }

  get world(): World {
    return { now: this.now, calendar: calendarOf(this.suite), office: [{ from: '09:00', to: '17:00' }] };
  }

  /** The flow of the draft the test follows, as loaded now. */
  get current(): Flow {
    return this.flows.get(this.draft?.flow ?? this.flow.id) ?? this.flow;
  }

  lastWords = (): string => this.replies.map(wordsOf).join('\n');

  canVolunteer(name: string): boolean {
    const field = this.flow.fields.find((one) => one.name === name);
    return field !== undefined && field.type !== '是否' && TYPES[field.type].input !== undefined;
  }

  /** Plays one turn of a test. */
  play(turn: TestTurn): void {
    this.replies = [];
    this.batches = undefined;
    if (turn.重启) this.conversation = rebuilt(this.conversation);
    if (turn.换版本 !== undefined) this.exchange();
    if (turn.等 !== undefined) this.wait(turn.等);
    const said = this.saidIn(turn);
    if (said) {
      const id = `m${this.ids++}`;
      for (let time = 0; time < (turn.重复投递 ?? 1); time++) this.say(said, id);
    }
    this.history.push(this.replies);
  }

  private saidIn(turn: TestTurn): Said | undefined {
    if (turn.说 !== undefined) return { kind: 'text', text: turn.说 };
    if (turn.发)
      return {
        kind: 'files',
        files: turn.发.map(({ 名: name, 大小: size }) => ({
          id: `f${this.ids++}`,
          kind: /\.(jpe?g|png|heic)$/i.test(name) ? 'image' : 'file',
          name,
          ...(size === undefined ? {} : { size }),
        })),
      };
    if (turn.点 !== undefined) return { kind: 'press', payload: this.button(turn.点) };
    if (turn.提交表单) {
      if (!this.draft) this.begin({});
      const payload: ButtonPayload = {
        for: 'flow',
        draft: this.draft!.id,
        revision: this.draft!.revision,
        act: 'form',
      };
      return { kind: 'form', payload, values: turn.提交表单 };
    }
    return undefined;
  }

  private button(wanted: NonNullable<TestTurn['点']>): ButtonPayload {
    const label = typeof wanted === 'string' ? wanted : wanted.按;
    const replies =
      typeof wanted === 'string'
        ? this.history.findLast((one) => one.length > 0)
        : this.history[wanted.第 - 1];
    const buttons = (replies ?? [])
      .flatMap(({ parts }) => parts)
      .flatMap((part) => (part.type === 'buttons' ? part.buttons : []));
    const found = buttons.find((button) => button.label === label);
    if (!found)
      throw new Error(`没有按钮“${label}”，有的是：${buttons.map((button) => button.label).join(' ')}`);
    return found.payload as ButtonPayload;
  }

  private input(said: Said, messageId?: string): Input {
    const { 档案: known, 知识: knowledge, 角色: roles } = this.suite;
    return {
      ...this.world,
      conversation: this.conversation,
      said,
      ...(messageId === undefined ? {} : { messageId }),
      place: this.place,
      flows: this.flows,
      roles,
      known: (path) => known[path.replace(/^档案\./, '')] as Json | undefined,
      newId: () => `d${this.ids++}`,
      knowledge: (question) => Object.entries(knowledge).find(([key]) => question.includes(key))?.[1],
    };
  }

  private say(said: Said, messageId?: string): void {
    const output = converse(this.input(said, messageId));
    const count = this.replies.length;
    this.take(output);
    if (said.kind === 'tick' || !output.heard) return;
    const batch = this.replies.length - count;
    this.batches = (this.batches ?? 0) + batch;
  }

  private take(output: Output): void {
    this.conversation = output.conversation;
    this.replies.push(...output.replies);
    for (const effect of output.effects) {
      switch (effect.type) {
        case 'submit': {
          this.deeds.push({ do: effect.action, with: effect.answers });
          const result = this.suite.动作[effect.action];
          this.follow();
          this.take(
            finished(
              this.input({ kind: 'tick' }),
              effect.draft,
              result?.失败 === undefined
                ? { ok: true, values: result?.返回 ?? {} }
                : { ok: false, message: result.失败 },
            ),
          );
          break;
        }
        case 'hand-over':
          this.deeds.push({ do: '转人工', with: effect.answers });
          break;
        case 'nudge-at':
          this.timers.set(`${effect.draft} ${effect.nth}`, effect.at);
          break;
        case 'draft-expires-at':
          this.timers.set(`${effect.draft} 过期`, effect.at);
          break;
        case 'timers-off':
          for (const key of this.timers.keys())
            if (key.startsWith(`${effect.draft} `)) this.timers.delete(key);
          break;
        case 'draft-closed':
          this.closed.add(effect.draft.id);
          if (!this.draft || effect.draft.id === this.draft.id) this.draft = effect.draft;
          break;
      }
    }
    this.follow();
  }

  /** Keeps an eye on the draft on top, or on the one last seen. */
  private follow(): void {
    const { stack, parked } = this.conversation;
    const top = stack.at(-1);
    const held = [...stack, ...parked].find((draft) => draft.id === this.draft?.id);
    this.draft = top ?? held ?? parked.at(-1) ?? this.forgotten();
    const flow = this.draft && this.flows.get(this.draft.flow);
    if (this.draft && flow && this.draft.status === '填写中' && flow.version === this.draft.version) {
      const slot = nextQuestion(flow, this.draft, this.world)?.slot;
      if (slot !== undefined) this.asked.add(slot.replace(/\[.*$/, ''));
    }
  }

  /** A draft that left without being closed was thrown away (答否: 结束). */
  private forgotten(): Draft | undefined {
    if (!this.draft || this.closed.has(this.draft.id)) return this.draft;
    return { ...this.draft, status: '已取消', answers: {}, items: {} };
  }

  /** Moves the clock; timers fire in order, each at its moment. */
  private wait(length: string): void {
    const span = parseSpan(length);
    if (!span) throw new Error(`“等: ${length}”看不懂`);
    const until = after(this.now, span, this.world.calendar);
    for (let guard = 0; guard < 1000; guard++) {
      const due = [...this.timers].filter(([, at]) => at <= until).toSorted((a, b) => a[1] - b[1])[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.now = Math.max(this.now, due[1]);
      const before = this.replies.length;
      this.say({ kind: 'tick' });
      this.nudges += this.replies.length - before;
    }
    this.now = until;
  }

  private exchange(): void {
    this.flows = this.newest;
    this.say({ kind: 'tick' });
  }

  /** Puts the conversation where the test begins. */
  private begin(from: From): void {
    const flow = this.flows.get(this.flow.id)!;
    const at = this.now;
    const start: DraftEvent[] = [
      { type: 'started', id: `d${this.ids++}`, flow: flow.id, version: flow.version, at },
      { type: 'turn', at },
    ];
    const filled = Object.entries(from.已填 ?? {}).map(([slot, value]) => this.filling(flow, slot, value));
    let draft = fold([...start, ...filled]);
    if (from.正在问 !== undefined) draft = reach(flow, draft, from.正在问, this.world) ?? draft;
    const slot = nextQuestion(flow, draft, this.world)?.slot;
    if (slot !== undefined) draft = record(draft, { type: 'asked', slot });
    this.conversation = { ...this.conversation, stack: [draft] };
    this.follow();
    for (const [index, nudge] of flow.timing.nudges.entries())
      this.timers.set(`${draft.id} ${index + 1}`, after(at, nudge, this.world.calendar));
    this.timers.set(`${draft.id} 过期`, after(at, flow.timing.expiry, this.world.calendar));
  }

  private filling(flow: Flow, slot: string, given: unknown): DraftEvent {
    const field = flow.fields.find((one) => one.name === slot);
    const raw = typeof given === 'object' ? JSON.stringify(given) : String(given);
    const reading =
      field && typeof given !== 'object' ? TYPES[field.type].read(raw, field, this.world)[0] : undefined;
    const value = reading?.value ?? (given as Json);
    return { type: 'filled', slot, value, raw, source: '本人', at: this.now, confirmed: true };
  }
}

/** The conversation as a new process has it: nothing but what was stored, every draft from its events. */
function rebuilt(conversation: Conversation): Conversation {
  const stored = JSON.parse(JSON.stringify(conversation)) as Conversation;
  const again = (drafts: Draft[]): Draft[] => drafts.map(({ events }) => fold(events));
  return { ...stored, stack: again(stored.stack), parked: again(stored.parked) };
}

/** Brings a draft to a question: choices are taken, other questions passed over; options are tried in turn. */
function reach(flow: Flow, draft: Draft, slot: string, world: World, depth = 0): Draft | undefined {
  const next = nextQuestion(flow, draft, world);
  if (!next || depth > 40) return undefined;
  if (next.slot === slot || next.slot.startsWith(`${slot}[`)) return draft;
  const fill = (value: Json): DraftEvent => ({
    type: 'filled',
    slot: next.slot,
    value,
    raw: String(value),
    source: '本人',
    at: world.now,
    confirmed: true,
  });
  const ways: DraftEvent[] =
    next.field.type === '单选'
      ? next.field.options.map(({ label }) => fill(label))
      : [next.field.type === '是否' ? fill(true) : { type: 'skipped', slot: next.slot }];
  for (const way of ways) {
    const found = reach(flow, record(draft, way), slot, world, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** An older version of a flow: former names where the test uses them, and the old number. */
function asVersion(flow: Flow, from: From): Flow {
  const used = Object.keys(from.已填 ?? {});
  return {
    ...flow,
    version: from.版本 ?? flow.version,
    fields: flow.fields.map((field) => {
      const former = field.formerNames.find((name) => used.includes(name));
      return former === undefined ? field : { ...field, name: former, formerNames: [] };
    }),
  };
}

function calendarOf({ 日历: calendar }: Suite): WorkCalendar {
  return {
    validUntil: calendar.到,
    isWorkday: (date) => {
      if (date > calendar.到) return 'unknown';
      if (calendar.放假.includes(date)) return false;
      if (calendar.上班.includes(date)) return true;
      return ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    },
  };
}

/** For messages of failures. */
export const today = (stage: Stage): string => localDate(stage.now);
