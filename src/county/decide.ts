/** One turn of the county: who hears what was said, first to last. */
import { commandsIn } from '../dialogue/flow/cues.ts';
import type { FlowBook } from '../dialogue/flow/flow.ts';
import type { Policy } from '../dialogue/policy/policy.ts';
import type { Post } from '../dialogue/post.ts';
import { ask, type Choice, say } from '../dialogue/reply.ts';
import { decideBinding, requestBinding } from './binding.ts';
import { takeCasePress, takeCaseWords } from './cases/take.ts';
import { takeCommandWords } from './commands/index.ts';
import { takeMergePress } from './commands/merge.ts';
import { takePress, takeWords } from './contacts/confirming.ts';
import { takeSentence } from './contacts/contacts.ts';
import { type Conversation, conversationOf } from './conversation.ts';
import { isTalking, takeFlow } from './flows.ts';
import { takeImportPress, takeSheet } from './imports/incoming.ts';
import { takeNeeds } from './needs/needs.ts';
import { passOnPolicy, takePolicy } from './policies.ts';
import { takeGivingUp } from './pools/give-up.ts';
import { isLeader, isOfficer } from './roles.ts';
import type { Decide, Outcome, Turn } from './turn.ts';

export interface CountyDeps {
  flows(): FlowBook;
  policies?(): readonly Policy[];
  claimCode: string;
}

/** Messages are read up to this length (flow-format: one turn, step 1). */
const LONGEST = 4_000;

export function county(deps: CountyDeps): Decide {
  return async (turn) => forSpeaker(turn, await hear(deps, turn, conversationOf(turn.conversation)));
}

/** In a group a card answers whoever spoke, and only their presses count. */
function forSpeaker(turn: Turn, outcome: Outcome): Outcome {
  if (turn.chat.kind !== 'group') return outcome;
  const only = turn.speaker.identityId;
  const here = (post: Post): boolean => 'chat' in post.to && post.to.chat === turn.chat.id;
  return { ...outcome, posts: outcome.posts.map((post) => (here(post) ? { only, ...post } : post)) };
}

async function hear(deps: CountyDeps, turn: Turn, state: Conversation): Promise<Outcome> {
  const { said } = turn;
  switch (said.kind) {
    case 'text':
      return hearText(deps, turn, state, said.text);
    case 'press':
      return hearPress(deps, turn, state);
    case 'files':
      return (
        (await takeFlow(turn, state, deps.flows(), deps.policies?.())) ??
        (await takeSheet(turn)) ??
        spoken(turn, '文件收到了，但我不知道用在哪件事上。请先说您要办什么，比如“人才登记”。')
      );
    case 'lost-press':
      return said.others ? notYours : lost;
    case 'entered':
      return (await isNew(turn)) ? greet(turn, state) : { posts: [] };
    case 'joined-group':
      return spoken(
        turn,
        `大家好，我是${turn.county.name}人才办的小才。查政策、记联系可以 @我；涉及个人信息的事，请私聊我。`,
      );
    case 'menu':
      return hearText(deps, turn, state, said.key);
    case 'other':
      return spoken(turn, `${said.name}我还看不懂，请用文字告诉我。`);
  }
}

async function hearText(deps: CountyDeps, turn: Turn, state: Conversation, words: string): Promise<Outcome> {
  const text = words.slice(0, LONGEST).trim();
  if (!text) return spoken(turn, '我在，您请说。发“/帮助”看看我能做什么。');
  const command = await takeCommandWords(turn, state, text, deps);
  if (command) return command;
  const aboutCase = await hearCase(deps, turn, state, text);
  if (aboutCase) return aboutCase;
  const givingUp = isTalking(state) ? undefined : await takeGivingUp(turn, state, text, deps.flows());
  if (givingUp) return givingUp;
  const pending = await takeWords(turn, state, text, deps.flows());
  if (pending) return pending;
  if (isTalking(state)) {
    const flow = await takeFlow(turn, state, deps.flows(), deps.policies?.());
    if (flow) return flow;
  }
  const contact = await hearContact(deps, turn, state, text);
  if (contact) return contact;
  const needs = await takeNeeds(turn, state, text, deps.flows());
  if (needs) return needs;
  const policy = await takePolicy(turn, state, text, deps.policies?.() ?? []);
  if (policy) return policy;
  const flow = await takeFlow(turn, state, deps.flows(), deps.policies?.());
  if (flow) return flow;
  const passedOn = await passOnPolicy(turn, text);
  if (passedOn) return passedOn;
  return (
    (await hearSmallTalk(turn, state, text)) ??
    (await takeNeeds(turn, state, text, deps.flows(), true)) ??
    (commandsIn(text).includes('转人工')
      ? await takeCommandWords(turn, state, '/转人工', deps)
      : undefined) ??
    fallback(turn, text)
  );
}

/** A word an action waits for, or an answer to a call-back; while a matter is being filled, words belong to that. */
const hearCase = (
  deps: CountyDeps,
  turn: Turn,
  state: Conversation,
  text: string,
): Promise<Outcome | undefined> =>
  isTalking(state) && !state.caseAct
    ? Promise.resolve(undefined)
    : takeCaseWords(turn, state, text, deps.flows());

/** A plain sentence of a leader or their officer about a contact. In a group it is asked to be said in private. */
async function hearContact(
  deps: CountyDeps,
  turn: Turn,
  state: Conversation,
  text: string,
): Promise<Outcome | undefined> {
  const { person } = turn.speaker;
  if (!isLeader(person) && !isOfficer(person)) return undefined;
  const outcome = await takeSentence(turn, state, text, deps.flows());
  if (!outcome || turn.chat.kind === 'p2p') return outcome;
  return spoken(turn, '联系人才的情况请私聊我说，群里不方便记。');
}

async function hearPress(deps: CountyDeps, turn: Turn, state: Conversation): Promise<Outcome> {
  if (turn.said.kind !== 'press') return { posts: [] };
  const { payload, stale } = turn.said;
  switch (payload.for) {
    case 'flow':
      return (await takeFlow(turn, state, deps.flows(), deps.policies?.())) ?? lost;
    case 'contact':
      return stale ? pressed : takePress(turn, state, payload, deps.flows());
    case 'bind':
      return stale ? pressed : decideBinding(turn, payload);
    case 'case':
      return takeCasePress(turn, state, payload, deps.flows());
    case 'import':
      return takeImportPress(turn, payload);
    case 'merge':
      return stale ? pressed : takeMergePress(turn, payload);
    case 'command': {
      const outcome = await takeCommandWords(turn, state, String(payload.text), deps);
      return outcome ?? lost;
    }
    default:
      return lost;
  }
}

const notYours: Outcome = {
  posts: [],
  answer: { toast: '这张卡片是回别人的，您要办的话，请 @我说一声。', tone: 'warning' },
};
const lost: Outcome = { posts: [], answer: { toast: '这个按钮已经失效，请看最新的消息。', tone: 'warning' } };
const pressed: Outcome = { posts: [], answer: { toast: '这个按钮已经按过了。', tone: 'warning' } };

const greetings = /^(?:您好|你好|hi|hello|在吗|在不在|早上好|上午好|下午好|晚上好)[呀啊吗。！!~～?？]*$/iu;
const thanks =
  /^(?:(?:谢谢|多谢|感谢|辛苦|麻烦|好的|好嘞|知道了|收到|嗯|ok|行|👌|🙏|要得)[您你们啊了呀啦。！!~～]*(?:[\s，,、][\s，,、。！!]*)?)+$/iu;
const introduction = /^(?:我是|我叫|本人)[一-龥·]{2,}/u;

/** Digits that look like an ID number, a mobile or a bank card. */
const personalNumber = /(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9}|\d{16,19})(?!\d)/u;

async function hearSmallTalk(turn: Turn, state: Conversation, text: string): Promise<Outcome | undefined> {
  // domain.md 5.2: a group is no place for personal numbers; they are not repeated here either.
  if (turn.chat.kind === 'group' && personalNumber.test(text)) {
    return spoken(turn, '群里请不要发身份证号、手机号这类个人信息，建议您撤回刚才那条，私聊我说。');
  }
  if (greetings.test(text)) return greet(turn, state);
  if (thanks.test(text)) return spoken(turn, '不客气，有事随时说。');
  if (!turn.speaker.person && turn.chat.kind === 'p2p' && introduction.test(text))
    return requestBinding(turn, text);
  return undefined;
}

/** What nobody understood: what else one may say, and for a talent a way on with the same words. */
function fallback(turn: Turn, text: string): Outcome {
  const { person } = turn.speaker;
  const reports = person?.roles.some((role) => role === '人才' || role === '乡贤') ?? false;
  if (!reports || isLeader(person) || turn.chat.kind === 'group') return spoken(turn, fallbackWords(turn));
  const command = (label: string, word: string): Choice => ({
    label,
    payload: { for: 'command', text: `/${word} ${text}` },
  });
  return {
    posts: [
      {
        to: { chat: turn.chat.id },
        reply: ask('这句我没听懂。要我帮您记成一件诉求，还是请人才办的同志答复您？', [
          command('记成诉求', '诉求'),
          command('转人工', '转人工'),
        ]),
      },
    ],
  };
}

function fallbackWords(turn: Turn): string {
  const person = turn.speaker.person;
  if (isLeader(person))
    return '这句我没听懂。联系过人才，直接说“今天下午看望了某某”就能记下；看结对名单说“我联系谁”；其他请发“/帮助”。';
  if (isOfficer(person))
    return '这句我没听懂。替领导记联系，直接说“今天下午某领导看望了某某”；看名单说“我联系谁”；其他请发“/帮助”。';
  if (person) return '这句我没听懂。发“/帮助”看看我能做什么，需要人帮忙请说“转人工”。';
  return '这句我没听懂。想登记进人才库请说“人才登记”；已经在库里的，请发“我是 姓名 单位”，人才办确认后就能办事了。';
}

/** Whether nothing was said in the chat yet. What waits there already needs no greeting after it. */
const isNew = async ({ tx, chat, conversation }: Turn): Promise<boolean> =>
  conversation === undefined && (await tx.message.count({ where: { chatId: chat.id }, take: 1 })) === 0;

function greet(turn: Turn, state: Conversation): Outcome {
  const person = turn.speaker.person;
  const name = person ? `${person.name}${isLeader(person) ? '同志' : ''}，` : '';
  const words = `${name}您好，我是${turn.county.name}人才办的小才。${person ? '发“/帮助”看看我能做什么。' : '想登记进人才库，说“人才登记”就行；其他事也可以直接说。'}`;
  return { conversation: state, posts: [{ to: { chat: turn.chat.id }, reply: say(words) }] };
}

const spoken = (turn: Turn, text: string): Outcome => ({
  posts: [{ to: { chat: turn.chat.id }, reply: say(text) }],
});
