/** What people are told when something went wrong on our side. */
import type { Post } from '../dialogue/post.ts';
import { say } from '../dialogue/reply.ts';

/** A turn failed for the last time. */
export const apology = (chatId: bigint, eventId: bigint): Post[] => [
  { to: { chat: chatId }, reply: say('抱歉，刚才那条我没处理成功，已经转给人才办的同事，稍后联系您。') },
  {
    to: { role: '人才办' },
    reply: say(
      `有一条来件没处理成功（来件 ${eventId}），对方已被告知。请管理员用 jinyue inbox list 查看，处理后可重试。`,
    ),
  },
];

/** A timer has failed again and again; it is tried on, but somebody should look. */
export const stuck = (timer: { id: bigint; kind: string }): Post[] => [
  {
    to: { role: '人才办' },
    reply: say(
      `有一个定时没办成（定时 ${timer.id}，${timer.kind}），系统会继续重试。请管理员查看日志，排除原因。`,
    ),
  },
];

/** A message will not reach its reader. */
export const undelivered = (message: { id: bigint }, reason: string): Post[] => [
  {
    to: { role: '人才办' },
    reply: say(
      `有一条消息没送到（消息 ${message.id}，${reason}）。请管理员用 jinyue outbox list 查看，处理后可重试。`,
    ),
  },
];
