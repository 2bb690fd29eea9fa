/** The handler of each declared command. */

import type { CommandWord } from '../../dialogue/commands/declarations.ts';
import { declarationOf, type ParsedCommand, parseCommand } from '../../dialogue/commands/parse.ts';
import { say } from '../../dialogue/reply.ts';
import { claim } from '../binding.ts';
import type { Conversation } from '../conversation.ts';
import { commandRules, reachOf } from '../roles.ts';
import type { Outcome, Turn } from '../turn.ts';
import { brief } from './brief.ts';
import { calendar } from './calendar.ts';
import * as cases from './cases.ts';
import { chains } from './chains.ts';
import { check } from './check.ts';
import { deputy } from './deputy.ts';
import { due } from './due.ts';
import { duties } from './duties.ts';
import * as figures from './figures.ts';
import { find } from './find.ts';
import { grant } from './grant.ts';
import { groups } from './groups.ts';
import { type CommandDeps, type CommandHandler, replied } from './handler.ts';
import { help } from './help.ts';
import { human } from './human.ts';
import { exportLedger, template } from './ledgers.ts';
import { openFile, policy } from './matters.ts';
import { merge, undoMerge } from './merge.ts';
import { mine } from './mine.ts';
import { officers } from './officers.ts';
import * as pairings from './pairings.ts';
import { pools } from './pools.ts';
import { propose } from './propose.ts';
import { record } from './record.ts';
import { rosters } from './rosters.ts';
import { todo } from './todo.ts';
import { undo } from './undo.ts';

const handlers: Record<CommandWord, CommandHandler> = {
  帮助: help,
  转人工: human,
  认领: ({ turn, given, claimCode }) => claim(turn, given.认领码 ?? '', claimCode),
  授权: grant,
  查: find,
  待办: todo,
  到期: due,
  核对: check,
  我联系谁: mine,
  记联系: record,
  准备: brief,
  结对: pairings.pair,
  拟结对: propose,
  解除: pairings.release,
  换人: pairings.handOver,
  必访: pairings.visit,
  联络员: officers,
  撤销: undo,
  汇报: figures.report,
  明细: figures.details,
  口径: figures.rule,
  导出: exportLedger,
  模板: template,
  合并: merge,
  取消合并: undoMerge,
  分管: deputy,
  链长: chains,
  群台账: groups,
  政策: policy,
  建档: openFile,
  分工: duties,
  池: pools,
  造册: rosters,
  日历: calendar,
  诉求: cases.need,
  派: cases.dispatch,
  签收: cases.sign,
  退: cases.giveBack,
  延: cases.extend,
  催: cases.urge,
  结: cases.close,
  回访: cases.callBack,
  牌: cases.card,
  办: cases.move,
};

/** Runs the command a message is; undefined when it is none. */
export async function takeCommandWords(
  turn: Turn,
  state: Conversation,
  text: string,
  deps: CommandDeps,
): Promise<Outcome | undefined> {
  const parsed = parseCommand(text) ?? continued(turn, state, text);
  if (!parsed) return undefined;
  if (parsed.kind === 'unknown') return replied(turn, say(unknownWords(parsed.typed, parsed.nearest)));
  return run(turn, withoutCommand(state), parsed, deps);
}

type Found = Extract<ParsedCommand, { kind: 'command' }>;

/** The answer to a question for a missing argument. */
function continued(turn: Turn, state: Conversation, text: string): Found | undefined {
  const { command } = state;
  // In a group the answer must come from the one who was asked.
  if (!command || command.by !== turn.speaker.identityId) return undefined;
  if (/^(?:算了|取消|不用了|退出)[。！!]?$/u.test(text.trim())) return undefined;
  const word = command.word as CommandWord;
  const given = { ...command.given, [command.asks]: text.trim() };
  const missing = declarationOf(word).arguments.filter(
    (argument) => !argument.optional && !given[argument.name],
  );
  return { kind: 'command', word, given, missing };
}

/** A new command puts aside what waited for a word. */
const withoutCommand = ({
  command: _command,
  caseAct: _act,
  caseNote: _note,
  ...rest
}: Conversation): Conversation => rest;

async function run(turn: Turn, state: Conversation, parsed: Found, deps: CommandDeps): Promise<Outcome> {
  const rule = commandRules[parsed.word];
  if (!reachOf(rule, turn.speaker.person)) {
    return { ...replied(turn, say(refusal(turn))), conversation: state };
  }
  if (turn.chat.kind === 'group' && !rule.group) {
    return { ...replied(turn, say('这件事请私聊我办，群里不方便。')), conversation: state };
  }
  const [missing] = parsed.missing;
  if (missing) {
    const by = turn.speaker.identityId;
    const waiting = { word: parsed.word, given: parsed.given, asks: missing.name, by };
    return { ...replied(turn, say(missing.ask)), conversation: { ...state, command: waiting } };
  }
  const { claimCode } = deps;
  const outcome = await handlers[parsed.word]({
    turn,
    state,
    given: parsed.given,
    claimCode,
    book: deps.flows(),
    policies: deps.policies?.() ?? [],
  });
  return outcome.conversation === undefined ? { ...outcome, conversation: state } : outcome;
}

const refusal = (turn: Turn): string =>
  turn.speaker.person
    ? '这个命令您暂时用不了。发“/帮助”看看您能做什么。'
    : '还不知道您是哪位。请发“我是 姓名 单位”，人才办确认后就能用了。';

function unknownWords(typed: string, nearest: CommandWord[]): string {
  const hint = nearest.length > 0 ? `您是想用 ${nearest.map((word) => `/${word}`).join(' 或 ')} 吗？` : '';
  return `没有“/${typed}”这个命令。${hint}发“/帮助”看看都有哪些。`;
}
