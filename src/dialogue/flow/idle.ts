/** Nothing is going on: a matter begins, one is asked about, or something is added to what was submitted. */
import type { Choice } from '../reply.ts';
import { ask, say } from '../reply.ts';
import { readChoice, readYesNo } from '../understand/index.ts';
import { aboutOf, answeredBy, topicsIn } from './about.ts';
import { correct } from './correct.ts';
import { commandsIn } from './cues.ts';
import type { Flow } from './flow.ts';
import { type ButtonPayload, type Output, RECENT_MS } from './input.ts';
import { migrate } from './migrate.ts';
import { begin, type Desk, mayUse, outputOf, submitTurn, takeUp } from './stack.ts';
import { type Draft, record } from './state.ts';
import { take } from './take.ts';
import { wantedIn } from './trigger.ts';
import { beginTurn, readContext, type Turn, write } from './turn.ts';
import { claimsIn } from './volunteer.ts';

/** Hears a message while no matter is being talked about. */
export function hearIdle(desk: Desk, text: string): Output {
  const { parked, offer } = desk.conversation;
  const last = parked.at(-1);
  if (last && commandsIn(text).includes('继续')) {
    takeUp(desk, last, `我们继续${desk.input.flows.get(last.flow)?.name ?? ''}`);
    return outputOf(desk, true);
  }
  if (offer) {
    desk.conversation.offer = null;
    const chosen = chosenIn(desk, offer, text);
    if (chosen === 'none') return heard(desk, '好的，那先不办。有事随时说。');
    if (chosen) return started(desk, chosen, offer.text);
  }
  const wanted = wantedIn(text, desk.input.flows);
  const may = (flow: Flow) => mayUse(flow, desk.input);
  const topics = topicsIn(text, desk.input.flows, may);
  if (topics.length > 1) return startSeveral(desk, topics);
  if (wanted) {
    const answer = wanted.asks && !wanted.whole ? desk.input.knowledge?.(text) : undefined;
    if (answer !== undefined) return heard(desk, `${answer}\n要办的话，说“${wanted.flow.triggers[0]}”。`);
    return started(desk, wanted.flow, text);
  }
  if (supplement(desk, text)) return outputOf(desk, true);
  if ((desk.conversation.recent?.length ?? 0) > 0 && commandsIn(text).some((one) => CLOSING.has(one)))
    return heard(desk, '好的，都记下了。要补充或者改，接着说就行。');
  return guess(desk, text, may);
}

/** What people say when they think that there is still something to be closed. */
const CLOSING = new Set(['没有', '发完了', '确认', '跳过', '算了']);

const heard = (desk: Desk, words: string): Output => {
  desk.replies.push(say(words));
  return outputOf(desk, true);
};

function started(desk: Desk, flow: Flow, text: string): Output {
  begin(desk, flow, text);
  return outputOf(desk, true);
}

/** The first begins; the others are kept, and said to be. */
function startSeveral(desk: Desk, topics: { flow: Flow; text: string }[]): Output {
  const [first, ...rest] = topics;
  if (!first) return outputOf(desk, false);
  desk.conversation.queue = rest.map(({ flow, text }) => ({ flow: flow.id, text }));
  begin(desk, first.flow, first.text, `先办“${first.flow.name}”，${sayTopics(rest)}我记着，办完接着来`);
  return outputOf(desk, true);
}

const sayTopics = (topics: { flow: Flow; text: string }[]): string =>
  topics.map(({ flow, text }) => `“${text.length <= 14 ? text : flow.name}”`).join('、');

/** One matter for sure begins; several that fit are asked about in one question; else nothing is guessed. */
function guess(desk: Desk, text: string, may: (flow: Flow) => boolean): Output {
  const about = aboutOf(text, desk.input.flows, may);
  if (about.is === 'none') return outputOf(desk, false);
  if (about.is === 'sure') return started(desk, about.flow, text);
  desk.conversation.offer = { flows: about.flows.map(({ id }) => id), text };
  const names = about.flows.map(({ name }) => `“${name}”`);
  const words = names.length === 1 ? `您是要办${names[0]}吗？` : `您是要办${names.join('，还是')}？`;
  const buttons: Choice[] = about.flows.map((flow) => ({ label: flow.name, payload: beginning(flow.id) }));
  desk.replies.push(ask(words, [...buttons, { label: '都不是', payload: beginning('') }]));
  return outputOf(desk, true);
}

/** A button that begins a matter; '' for none of those offered. */
export const beginning = (flow: string): ButtonPayload => ({
  for: 'flow',
  draft: '',
  revision: 0,
  act: 'begin',
  value: flow,
});

function chosenIn(desk: Desk, offer: { flows: string[] }, text: string): Flow | 'none' | undefined {
  const flows = offer.flows.flatMap((id) => desk.input.flows.get(id) ?? []);
  const found = readChoice(
    text,
    flows.map(({ name, triggers }) => ({ name, synonyms: triggers })),
  );
  if (found.length === 1 && found[0]?.full) return flows.find(({ name }) => name === found[0]?.choice);
  if (/^都?不是/u.test(text) || commandsIn(text).includes('算了')) return 'none';
  const yes = readYesNo(text);
  if (yes === undefined || text.length > 8) return undefined;
  return yes && flows.length === 1 ? flows[0] : yes ? undefined : 'none';
}

/** A press on the buttons of that question. */
export function pressBegin(desk: Desk, { value }: ButtonPayload): Output {
  const { offer } = desk.conversation;
  desk.conversation.offer = null;
  const flow = desk.input.flows.get(String(value));
  if (desk.conversation.stack.length > 0) return heard(desk, '手上这件事先办完，再说那一件。');
  return flow ? started(desk, flow, offer?.text ?? '') : heard(desk, '好的，那先不办。有事随时说。');
}

/** What is said shortly after a submission and belongs to it is added, and what it made is brought up to date. */
function supplement(desk: Desk, text: string): boolean {
  for (const draft of (desk.conversation.recent ?? []).toReversed()) {
    const flow = desk.input.flows.get(draft.flow);
    if (!flow || desk.input.now - draft.heardAt > RECENT_MS) continue;
    const turn = reopened(desk, flow, draft);
    const answer = answeredBy(flow, text);
    const about = claimsIn(text, flow, draft, readContext(turn), undefined).length > 0;
    const before = turn.draft.revision;
    if (!correct(turn, text) && about) take(turn, text);
    if (
      turn.draft.revision === before &&
      turn.complaints.length === 0 &&
      answer === undefined &&
      !turn.draft.pending
    )
      continue;
    if (answer !== undefined) turn.complaints.push(answer);
    desk.conversation.recent = (desk.conversation.recent ?? []).filter(({ id }) => id !== draft.id);
    desk.conversation.stack.push(turn.draft);
    submitTurn(desk, turn, turn.draft.revision !== before);
    return true;
  }
  return false;
}

function reopened(desk: Desk, flow: Flow, draft: Draft): Turn {
  const { now, calendar, office } = desk.input;
  const open = migrate(record(draft, { type: 'status', status: '填写中' }), flow, { now, calendar, office });
  const turn = beginTurn(desk.input, desk.conversation, flow, open);
  write(turn, { type: 'turn', at: desk.input.now });
  return turn;
}
