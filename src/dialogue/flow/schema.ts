/**
 * The shape of a matter's file, key by key (flow-format.md 1 and 2). Only the
 * shape: what the words refer to is checked in load.ts. The same schema is
 * exported as JSON Schema for editors.
 */
import { z } from 'zod';

const text = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1));
const words = z.union([text.transform((one) => [one]), z.array(text)]);
const yes = z.enum(['是', '否']).transform((word) => word === '是');
const span = z.string().regex(/^\d+(\.\d+)?\s*个?(分钟|小时|天|日|工作日|周|星期|月|年)$/u, {
  error: '要写成“2小时”“30天”“3个工作日”这样',
});
const times = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\d+次$/u)
    .transform((word) => Number.parseInt(word, 10)),
]);
const size = z
  .string()
  .regex(/^\d+(\.\d+)?\s*[KMkm]B?$/u, { error: '要写成“10MB”这样' })
  .transform((word) => Number.parseFloat(word) * (/k/i.test(word) ? 1024 : 1024 * 1024));
const options = z.union([z.array(text), z.record(z.string(), z.array(text))]);
/** `- 条件: 说的话` */
const rules = z.array(z.record(z.string(), z.string()));

/** What may stand under a question. */
export const detailSchema = z.strictObject({
  问: z.string().optional(),
  再问: z.string().optional(),
  为什么: z.string().optional(),
  例: text.optional(),
  当: z.string().optional(),
  选: options.optional(),
  推: z.string().optional(),
  缺省: z.union([z.string(), z.number()]).optional(),
  敏感: yes.optional(),
  得出: z.record(z.string(), z.string()).optional(),
  检查: rules.optional(),
  来自: z.string().optional(),
  曾用名: z.array(text).optional(),
  答否: z.enum(['结束', '继续']).optional(),
  结束语: z.string().optional(),
  最少: z.number().int().min(0).optional(),
  最多: z.number().int().min(1).optional(),
  每个: size.optional(),
  格式: z.array(text).optional(),
  单位: z.string().optional(),
  偏向: z.enum(['将来', '过去']).optional(),
  每条: z.array(z.record(z.string(), z.unknown())).optional(),
  每条检查: rules.optional(),
  /** Turns of phrase that carry the value: "{}报到", "在{医院}", "老家{镇…}". */
  认: words.optional(),
  /** Words that mark a clause as belonging here; it is kept as it was said. */
  句: words.optional(),
  /** Said once after the value was noted unasked. */
  接话: z.string().optional(),
  /** Answering on after the notice counts as agreeing to it. */
  默许: yes.optional(),
});
export type Detail = z.output<typeof detailSchema>;

const question = z.record(z.string(), z.union([z.string(), z.null(), z.record(z.string(), z.unknown())]));

const action = z.strictObject({
  到: z.string().optional(),
  要: words.optional(),
  可填: words.optional(),
  限: times.optional(),
  最多: span.optional(),
  时限: span.optional(),
  告知: words.optional(),
});

const stage = z.strictObject({
  谁: words.optional(),
  时限: z.union([span, z.record(z.string(), span)]).optional(),
  预警: z.array(span).optional(),
  逾期: z.array(z.strictObject({ 过: span, 做: z.string() })).optional(),
  操作: z.record(z.string(), z.union([action, z.null()])).optional(),
  终: yes.optional(),
});

/** How often a matter comes round. */
const EVERY = ['年', '半年', '季度', '月'] as const;

/** It becomes the name of a sheet. */
const rosterName = z.string().regex(/^[^\s:：*?/\\[\]]{1,20}$/u, {
  error: '要写名册的名字，1 到 20 个字，不要空格和 : * ? / [ ] 这些符号',
});

/** A whole file. */
export const fileSchema = z.strictObject({
  事项: z.string(),
  编号: z.string().regex(/^[a-z][a-z0-9-]*$/, { error: '只能用小写英文、数字和短横线，和文件名一样' }),
  版本: z.number().int().min(1).default(1),
  简介: z.string().default(''),
  触发: z.array(text).default([]),
  /** What the matter is about, for messages that do not name it. "建…档" leaves room between. */
  关于: z.array(text).default([]),
  /** Questions of earlier versions that are asked no more. */
  停用: z.array(text).default([]),
  /** Questions people ask about the matter, by their words, and what to say. */
  问答: z.array(z.strictObject({ 问: words, 答: z.string() })).default([]),
  权限: z
    .strictObject({ 谁: words.default(['所有人']), 场合: z.enum(['私聊', '群聊', '不限']).default('私聊') })
    .default({ 谁: ['所有人'], 场合: '私聊' }),
  时限: z
    .strictObject({
      催办: z.array(span).default([]),
      时段: z
        .string()
        .regex(/^(每天|工作日)\s*\d{1,2}:\d{2}\s*[-到~]\s*\d{1,2}:\d{2}$/u, {
          error: '要写成“每天 8:30-20:30”或“工作日 9:00-17:00”',
        })
        .default('每天 8:30-20:30'),
      草稿: span.default('30天'),
    })
    .default({ 催办: [], 时段: '每天 8:30-20:30', 草稿: '30天' }),
  容错: z
    .strictObject({
      次数: z.number().int().min(1).default(3),
      之后: z.enum(['转人工', '取消', '稍后再填']).default('转人工'),
    })
    .default({ 次数: 3, 之后: '转人工' }),
  渲染: z.enum(['自动', '对话', '卡片']).default('自动'),
  问题: z.array(question).min(1),
  确认: z.enum(['自动', '不用']).default('自动'),
  提交: z.strictObject({ 做: z.string(), 唯一: z.string().optional(), 抄送: words.default([]) }).optional(),
  完成: z.string().default('办好了，编号 {编号}。'),
  办理: z.record(z.string(), stage).optional(),
  数字: z.record(z.string(), z.strictObject({ 数: z.string(), 算: z.string(), 口径: z.string() })).optional(),
  提醒: z
    .array(
      z.strictObject({
        前: span.optional(),
        后: span.optional(),
        关于: z.string(),
        告知: words,
        说: z.string().optional(),
      }),
    )
    .optional(),
  占用: z
    .strictObject({ 池: z.string().min(1), 从: z.string(), 到: z.string(), 让出: words.default([]) })
    .optional(),
  造册: z.union([rosterName, z.strictObject({ 册: rosterName, 除名: words.optional() })]).optional(),
  每: z.enum(EVERY).optional(),
});
export type FileShape = z.output<typeof fileSchema>;

const shapeKeys = (schema: z.ZodObject): string[] => Object.keys(schema.shape);
const NESTED_KEYS = [
  '谁',
  '场合',
  '催办',
  '时段',
  '草稿',
  '次数',
  '之后',
  '做',
  '唯一',
  '抄送',
  '操作',
  '到',
  '要',
];

/** Every key the format knows, for "did you mean". */
export const KNOWN_KEYS: readonly string[] = [
  ...shapeKeys(fileSchema),
  ...shapeKeys(detailSchema),
  ...NESTED_KEYS,
];

/** JSON Schema of a file, for editors. */
export const jsonSchema = (): object => z.toJSONSchema(fileSchema, { io: 'input' });
