/** The shape of a conversation-test file (flow-format.md 4). */
import { z } from 'zod';

const words = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const values = z.record(z.string(), z.unknown());
const yes = z.union([z.literal('是'), z.literal(true)]);

const file = z.union([
  z.string().transform((name) => ({ 名: name, 大小: undefined })),
  z.strictObject({ 名: z.string(), 大小: z.number().optional() }),
]);

/** What must hold after a turn. */
const expectations = {
  正在问: z.string().optional(),
  已填: values.optional(),
  未填: words.optional(),
  没问: words.optional(),
  回含: words.optional(),
  回不含: words.optional(),
  状态: z.string().optional(),
  栈: z.array(z.string()).optional(),
  动作: z
    .array(z.strictObject({ 做: z.string(), 次数: z.number().default(1), 带: values.optional() }))
    .optional(),
  催办: z.number().optional(),
  草稿: z.enum(['保留', '没有']).optional(),
  逐项错误: z.record(z.string(), words).optional(),
};

const turn = z.strictObject({
  说: z.union([z.string(), z.number().transform(String)]).optional(),
  发: z.array(file).optional(),
  /** A button's words on the last reply, or on the reply of an earlier turn. */
  点: z.union([z.string(), z.strictObject({ 按: z.string(), 第: z.number() })]).optional(),
  提交表单: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  等: z.string().optional(),
  重启: yes.optional(),
  换版本: z.number().optional(),
  重复投递: z.number().optional(),
  ...expectations,
});
export type TestTurn = z.output<typeof turn>;

const from = z.strictObject({
  版本: z.number().optional(),
  已填: values.optional(),
  正在问: z.string().optional(),
});
export type From = z.output<typeof from>;

const testCase = z.strictObject({
  名: z.string(),
  场合: z.enum(['私聊', '群聊']).default('私聊'),
  从: from.optional(),
  对话: z.array(turn).optional(),
  每句都: z.strictObject({ 从: from.optional(), ...expectations }).optional(),
  说法: z.array(z.union([z.string(), z.number().transform(String)])).optional(),
  打乱: z.number().optional(),
  事实: z.record(z.string(), z.string()).optional(),
  结果: values.optional(),
  用: z.literal('卡片').optional(),
  提交表单: turn.shape.提交表单,
  ...expectations,
});
export type TestCase = z.output<typeof testCase>;

export const suiteSchema = z.strictObject({
  测试: z.string(),
  事项: z.string(),
  时钟: z.string().default('2026-11-18 10:00'),
  档案: values.default({}),
  角色: words.default([]),
  /** Days off and made up beside the weekends; past 到 the calendar knows nothing. */
  日历: z
    .strictObject({
      放假: z.array(z.string()).default([]),
      上班: z.array(z.string()).default([]),
      到: z.string().default('2030-12-31'),
    })
    .default({ 放假: [], 上班: [], 到: '2030-12-31' }),
  知识: z.record(z.string(), z.string()).default({}),
  动作: z
    .record(
      z.string(),
      z.strictObject({
        返回: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        失败: z.string().optional(),
      }),
    )
    .default({}),
  用例: z.array(testCase).min(1),
});
export type Suite = z.output<typeof suiteSchema>;
