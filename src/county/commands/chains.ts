/** `/链长 <产业链> <领导>`: who is in charge of a chain of industry; with 解除 nobody, alone the list. */
import { say } from '../../dialogue/reply.ts';
import { chainName, listChains, setChain } from '../chains.ts';
import { fullTitle } from '../people.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandHandler, replied } from './handler.ts';
import { onlyOne } from './named.ts';

export const chains: CommandHandler = async ({ turn, state, given }) => {
  if (!given.产业链) return replied(turn, await listChains(turn));
  const name = chainName(given.产业链).slice(0, 20);
  if (name.length < 2) return replied(turn, say('请写产业链的名称，比如：/链长 茶叶 向国平。'));
  if (!given.领导) {
    const by = turn.speaker.identityId;
    return {
      ...replied(turn, say(`${name}产业链的链长是哪位领导？请写姓名。`)),
      conversation: { ...state, command: { word: '链长', given, asks: '领导', by } },
    };
  }
  if (/^(?:解除|取消|无|不设)$/u.test(given.领导))
    return replied(
      turn,
      say(
        (await setChain(turn, name))
          ? `已解除：${name}产业链不再设链长。${undoWords(turn)}`
          : `${name}产业链没有登记链长，不用解除。`,
      ),
    );
  const leader = await onlyOne(turn, given.领导, '领导', (id) => `/链长 ${name} #${id}`);
  if ('parts' in leader) return replied(turn, leader);
  return replied(
    turn,
    say(
      (await setChain(turn, name, leader))
        ? `已记下：${fullTitle(leader)}是${name}产业链的链长，拟结对时会考虑。${undoWords(turn)}`
        : `${leader.name}已经是${name}产业链的链长了。`,
    ),
  );
};
