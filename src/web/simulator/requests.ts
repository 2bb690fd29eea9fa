/** The shapes of what the page may ask, checked before anything is done. */
import { z } from 'zod';
import { Refusal } from './refusal.ts';

const platform = z.enum(['feishu', 'dingtalk'], { error: '没有这个平台，请选飞书或钉钉。' });
const id = (what: string) =>
  z
    .string({ error: `缺少${what}。` })
    .min(1, `缺少${what}。`)
    .max(200, `${what}太长了。`);
const user = id('说话的人');
const chat = id('会话');
const message = id('消息');

export const chatQuery = z.object({ platform, chat });
export const platformQuery = z.object({ platform });
export const fileQuery = z.object({ platform, chat, message });

export const sayBody = z.object({
  platform,
  user,
  chat,
  text: z
    .string({ error: '请写点什么再发送。' })
    .trim()
    .min(1, '请写点什么再发送。')
    .max(20_000, '这条消息太长了。'),
  mention: z.boolean().optional(),
  /** Sent as speech: what a platform hears is the text. */
  voice: z.boolean().optional(),
});

export const pressBody = z.object({
  platform,
  user,
  message,
  label: id('按钮'),
  form: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]), { error: '表单内容不对。' })
    .optional(),
});

export const enterBody = z.object({ platform, user });
export const recallBody = z.object({ platform, user, message });

export const groupBody = z.object({
  platform,
  title: z.string({ error: '请给群起个名字。' }).trim().min(1, '请给群起个名字。').max(60, '群名太长了。'),
  members: z
    .array(z.string(), { error: '请选群成员。' })
    .min(1, '请至少选一位群成员。')
    .max(200, '群成员太多了。'),
});

export const uploadQuery = z.object({
  platform,
  user,
  chat,
  name: z.string({ error: '缺少文件名。' }).min(1, '缺少文件名。').max(200, '文件名太长了。'),
  mime: z.string().max(100).optional(),
  mention: z.enum(['true', 'false']).optional(),
});

const count = (most: number) =>
  z
    .number({ error: '请填一个数。' })
    .int('请填整数。')
    .min(0, '不能小于 0。')
    .max(most, `不能大于 ${most}。`);

export const faultsBody = z.object({
  platform,
  faults: z
    .strictObject(
      {
        dropAcks: count(1000),
        duplicate: count(20),
        delayMs: count(600_000),
        reorder: z.boolean(),
        serverErrors: count(1000),
        rateLimited: count(1000),
        rateResetSeconds: count(3600),
        cutAfterSend: count(1000),
        expireTokens: z.boolean(),
        deadSocket: z.boolean(),
        errorCode: z
          .strictObject({
            code: z.union([z.number(), z.string().min(1, '请填错误码。')]),
            times: count(1000),
          })
          .nullable(),
      },
      { error: '没有这种故障。' },
    )
    .partial(),
});

export const clockBody = z.union([z.strictObject({ to: z.string() }), z.strictObject({ by: z.string() })], {
  error: '请给出 {"to": 时间} 或 {"by": 时长}，例如 {"by": "P1D"}。',
});

/** Parsed input. Throws a Refusal with the first complaint. */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  throw new Refusal(result.error.issues[0]?.message ?? '请求内容不对。');
}
