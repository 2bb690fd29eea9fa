/** What people say in the benchmark; everything is answered by exactly one message. */
import type { Said } from './platform.ts';

let said = 0;

/** Commands nobody knows, each different, so that each reply can be told from the others. */
export function newCommands(users: readonly string[], count: number): Said[] {
  return words(users, count, (n) => `/x${String(n).padStart(7, '0')}`);
}

/** Questions, greetings and thanks, and now and then `/帮助`, which is answered by a card with buttons. */
const MIX = [
  '您好',
  '/帮助',
  '谢谢',
  '今年的人才公寓什么时候开始申请？',
  '我想问一下孩子上学的事情该找哪个部门',
  '收到',
  '/我联系谁',
  '高层次人才认定要准备哪些材料，在哪里交',
];

export function mixedWords(users: readonly string[], count: number): Said[] {
  return words(users, count, (n) => MIX[n % MIX.length] as string);
}

function words(users: readonly string[], count: number, textOf: (n: number) => string): Said[] {
  return Array.from({ length: count }, () => {
    said += 1;
    return { user: users[said % users.length] as string, text: textOf(said) };
  });
}
