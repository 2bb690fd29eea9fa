/** /帮助 */
import { commands } from '../../dialogue/commands/declarations.ts';
import { commandRules, isLeader, isOfficer, reachOf } from '../roles.ts';
import { type CommandHandler, replied } from './handler.ts';

export const help: CommandHandler = async ({ turn }) => {
  const person = turn.speaker.person;
  const mine = commands.filter(
    (command) =>
      reachOf(commandRules[command.word], person) &&
      (turn.chat.kind === 'p2p' || commandRules[command.word].group) &&
      command.word !== '认领',
  );
  const items: { label: string; text: string }[] = mine.map((command) => ({
    label: `/${command.word}`,
    text: command.help,
  }));
  if (turn.chat.kind === 'p2p') items.push({ label: '人才登记', text: '登记进县人才库，约 5 分钟' });
  if (isLeader(person) || isOfficer(person)) {
    const who = isLeader(person) ? '' : '某领导';
    items.push({ label: '一句话', text: `联系过人才，直接说就行：“今天下午${who}去华科高新看望了李教授”` });
  }
  return replied(turn, { title: '我能帮您做这些', parts: [{ type: 'list', items }] });
};
