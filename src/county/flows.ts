/**
 * The county's side of the flow engine: what it is told about the speaker, and
 * how its effects are carried out within the turn.
 */
import { converse, finished } from '../dialogue/flow/converse.ts';
import type { FlowBook, Json } from '../dialogue/flow/flow.ts';
import {
  type ButtonPayload,
  type Effect,
  emptyConversation,
  type Conversation as FlowConversation,
  type Said as FlowSaid,
  type Input,
  type Output,
  type SubmitResult,
} from '../dialogue/flow/input.ts';
import { answerPolicy } from '../dialogue/policy/answer.ts';
import type { Policy } from '../dialogue/policy/policy.ts';
import type { Post } from '../dialogue/post.ts';
import { type Reply, say } from '../dialogue/reply.ts';
import { dropTimers, setTimers } from '../schedule/timers.ts';
import { newId } from '../store/ids.ts';
import { actionOf } from './actions/index.ts';
import { noteChange } from './changes.ts';
import type { Conversation } from './conversation.ts';
import { openText, sealJson } from './sealed.ts';
import type { Outcome, Said, Turn } from './turn.ts';

export const DRAFT_NUDGE = 'draft-nudge';
export const DRAFT_EXPIRY = 'draft-expiry';

/** When the office is open for talks (office hours of the example matters). */
const OFFICE = [{ from: '09:00', to: '17:00' }];

const conversationOf = (state: Conversation): FlowConversation =>
  (state.flow as FlowConversation | undefined) ?? emptyConversation();

/** Whether a matter is being talked about in this chat. */
export const isTalking = (state: Conversation): boolean => conversationOf(state).stack.length > 0;

/** The county's files as they are loaded now. */
interface Library {
  book: FlowBook;
  policies: readonly Policy[];
}

/** Lets the flows hear what was said. Undefined when it concerned none of them. */
export async function takeFlow(
  turn: Turn,
  state: Conversation,
  book: FlowBook,
  policies: readonly Policy[] = [],
): Promise<Outcome | undefined> {
  const library = { book, policies };
  const said = toFlowSaid(turn.said);
  if (!said) return undefined;
  const input = await inputOf(turn, state, library, said);
  const output = converse(input);
  return output.heard ? carryOut(turn, state, input, output, library) : undefined;
}

/** Lets the flows look at the time: a nudge or an end that is due happens. */
export async function takeTick(
  turn: Turn,
  state: Conversation,
  book: FlowBook,
): Promise<Outcome | undefined> {
  const library = { book, policies: [] };
  const input = await inputOf(turn, state, library, { kind: 'tick' });
  const output = converse(input);
  return output.heard ? carryOut(turn, state, input, output, library) : undefined;
}

function toFlowSaid(said: Said): FlowSaid | undefined {
  switch (said.kind) {
    case 'text':
      return { kind: 'text', text: said.text };
    case 'files':
      return { kind: 'files', files: said.files, ...(said.text ? { text: said.text } : {}) };
    case 'press': {
      if (said.payload.for !== 'flow') return undefined;
      const payload = said.payload as ButtonPayload;
      return said.form ? { kind: 'form', payload, values: said.form } : { kind: 'press', payload };
    }
    default:
      return undefined;
  }
}

async function inputOf(turn: Turn, state: Conversation, library: Library, said: FlowSaid): Promise<Input> {
  const record = await recordOf(turn);
  return {
    conversation: conversationOf(state),
    said,
    messageId: String(turn.eventId),
    place: turn.chat.kind,
    now: turn.now,
    calendar: turn.county.calendar,
    office: OFFICE,
    flows: library.book,
    known: (path) => record[path],
    roles: turn.speaker.person?.roles ?? [],
    newId: () => newId(turn.random),
    knowledge: (question) => knowledgeOf(turn, library, question),
  };
}

/** What the policy base says to a question asked in passing, with its source. */
const knowledgeOf = (turn: Turn, library: Library, question: string): string | undefined =>
  answerPolicy(question, {
    policies: library.policies,
    now: turn.now,
    calendar: turn.county.calendar,
  })?.words;

/** What the record holds of the speaker, by the paths flows may name (来自). */
async function recordOf(turn: Turn): Promise<Record<string, Json>> {
  const person = turn.speaker.person;
  if (!person) return {};
  const row = await turn.tx.person.findUnique({ where: { id: person.id }, select: { phone: true } });
  const phone = row ? openText(turn.secrets, row.phone) : '';
  return {
    '档案.姓名': person.name,
    ...(person.unit ? { '档案.单位': person.unit } : {}),
    ...(person.title ? { '档案.职称': person.title } : {}),
    ...(phone ? { '档案.手机': phone } : {}),
  };
}

async function carryOut(
  turn: Turn,
  state: Conversation,
  input: Input,
  output: Output,
  library: Library,
): Promise<Outcome> {
  let conversation = output.conversation;
  const replies: Reply[] = [...output.replies];
  const posts: Post[] = [];
  // What a draft is to be nudged about is worked out anew each turn.
  for (const draft of new Set(
    output.effects.flatMap((effect) => (effect.type === 'nudge-at' ? [effect.draft] : [])),
  )) {
    await dropTimers(turn.tx, turn.county.id, DRAFT_NUDGE, draft);
  }
  // What is finished may begin the next matter, and that may be submitted at once.
  const effects = [...output.effects];
  for (const effect of effects) {
    const done = await apply(turn, effect, library);
    posts.push(...done.posts);
    if (effect.type === 'submit' && done.result) {
      const after = finished({ ...input, conversation }, effect.draft, done.result);
      conversation = after.conversation;
      replies.push(...after.replies);
      effects.push(...after.effects);
    }
  }
  const replaces = turn.said.kind === 'press' && turn.messageId ? { replaces: turn.messageId } : {};
  return {
    conversation: { ...state, flow: conversation },
    posts: [
      ...replies.map((reply, index) => ({
        to: { chat: turn.chat.id },
        reply,
        ...(index === 0 ? replaces : {}),
      })),
      ...posts,
    ],
    ...(turn.said.kind === 'press' ? { answer: { toast: '收到', tone: 'success' as const } } : {}),
  };
}

async function apply(
  turn: Turn,
  effect: Effect,
  library: Library,
): Promise<{ result?: SubmitResult; posts: Post[] }> {
  const { tx, county } = turn;
  switch (effect.type) {
    case 'submit':
      return actionOf(effect.action)(turn, effect, library.book, library.policies);
    case 'hand-over':
      await noteChange(turn, `draft:${effect.draft}`, `转人工：${effect.reason}`);
      return { posts: [{ to: { role: '人才办' as const }, reply: say(handOverWords(turn, effect)) }] };
    case 'nudge-at':
      await setTimers(tx, [timerOf(turn, DRAFT_NUDGE, effect.draft, effect.at)]);
      return { posts: [] };
    case 'draft-expires-at':
      await dropTimers(tx, county.id, DRAFT_EXPIRY, effect.draft);
      await setTimers(tx, [timerOf(turn, DRAFT_EXPIRY, effect.draft, effect.at)]);
      return { posts: [] };
    case 'timers-off':
      await dropTimers(tx, county.id, DRAFT_NUDGE, effect.draft);
      await dropTimers(tx, county.id, DRAFT_EXPIRY, effect.draft);
      return { posts: [] };
    case 'draft-closed':
      await tx.change.create({
        data: {
          countyId: county.id,
          subject: `draft:${effect.draft.id}`,
          what: `草稿结束：${effect.status}`,
          by: turn.speaker.person?.id ?? turn.speaker.identityId,
          eventId: turn.eventId,
          at: new Date(turn.now),
          detail: sealJson(turn.secrets, effect.draft),
        },
      });
      return { posts: [] };
  }
}

const timerOf = (turn: Turn, kind: string, subject: string, due: number) => ({
  countyId: turn.county.id,
  kind,
  subject,
  due,
  data: { chat: String(turn.chat.id) },
});

function handOverWords(turn: Turn, effect: Extract<Effect, { type: 'hand-over' }>): string {
  const who = turn.speaker.person?.name ?? (turn.speaker.name || '一位来访者');
  const at = effect.slot ? `，卡在“${effect.slot}”` : '';
  return `${who}办事时需要人工帮忙${at}。填过的内容都留着，请尽快联系对方。`;
}
