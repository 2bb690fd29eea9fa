/** Commands and cues: the words that steer a conversation, whatever is being asked. */
import { ending } from '../understand/words.ts';

export type Command =
  | '取消'
  | '重来'
  | '上一步'
  | '跳过'
  | '预览'
  | '帮助'
  | '转人工'
  | '稍后再填'
  | '继续'
  | '算了'
  | '等一下'
  | '发完了'
  | '没有'
  | '确认'
  | '填表';

const FORMS: Record<Command, string> = {
  取消: '取消 退出 不办了 不登记了 不填了 我不办了 不弄了 退出登记 取消登记 取消办理 结束 都不要了 放弃',
  重来: '重来 重新来 重新填 重填 从头来 从头开始 重新开始 全部重填',
  上一步: '上一步 返回 返回上一步 回到上一步 上一题 撤销 撤回',
  跳过: '跳过 先跳过 略过 下一题 下一个 pass 这个先跳过 跳过这个 跳过这题 跳过这项',
  预览: '预览 看看填了什么 我填了什么 填到哪了 到哪一步了 看一下 查看',
  帮助: '帮助 help 怎么用 能做什么 说明',
  转人工: '转人工 人工 找人工 人工服务 我要人工 找真人 找工作人员 转人工服务 我要找人工 接人工',
  稍后再填:
    '稍后再填 稍后 晚点再填 晚点再说 回头再填 下次再填 以后再填 待会再填 待会儿再填 等会再填 回头再说 明天再填 先放着 先这样 先存着 改天再填 有空再填',
  继续: '继续 接着填 继续填 继续登记 接着来 回来了 我回来了 接着办 继续办理',
  算了: '算了 算啦 不填这个 这个不填 这个先不填 先不填 这项不填 先不填这个 这个算了 不想填 不想给 不方便给 不给',
  等一下: '等一下 等下 等等 稍等 等会 等会儿 等我一下 稍等一下 先等等 我先忙 忙着呢 等一会 等一会儿',
  发完了:
    '发完了 发完 都发了 就这些 就这些了 传完了 上传完了 没有了 没了 好了 完了 没有别的了 就这几张 够了 就这么多',
  没有: '没有 无 没 暂无 没有了 没了 不用 不用了 没啥 没什么 没什么了 不需要 没得 冇 没有呢 暂时没有 不了',
  确认: '确认 确认提交 提交 确定 没问题 确认无误 无误 没错 对的 可以提交 提交吧 确认了 都对 全对 好的提交 没问题提交吧',
  填表: '填表 用表格填 用卡片填 卡片 表格 我要填表',
};

const BY_WORD = new Map<string, Command[]>();
for (const [command, forms] of Object.entries(FORMS))
  for (const form of forms.split(' ')) BY_WORD.set(form, [...(BY_WORD.get(form) ?? []), command as Command]);

/**
 * A message as it is kept: full-width letters and digits narrow, invisible
 * characters and outer blanks gone. Chinese marks stay as they were written.
 */
export const tidy = (text: string): string =>
  text
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/gu, (char) => char.normalize('NFKC'))
    .replace(/[\u200b-\u200f\u2060\ufeff]/gu, '')
    .replaceAll('\u3000', ' ')
    .trim();

const COURTESIES = ending('[\\s,，。.!！~、…]|吧|一下|哈|啊|哦|呀|谢谢您?|谢谢你', 'u');

/** A message without courtesies and marks around it, for comparing it whole. */
export const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(?:[\s,，。.!！~、]|请(?!问)|麻烦您?|帮我|那就?|嗯+|哦+|好的?[，,])+/u, '')
    .replace(COURTESIES, '');

/** What the *whole* message commands; several when the place decides (没有了). */
export function commandsIn(text: string): Command[] {
  const trimmed = text.trim().toLowerCase();
  const word = bare(text);
  const found = BY_WORD.get(trimmed) ?? BY_WORD.get(word) ?? BY_WORD.get(word.replace(/了$/, '')) ?? [];
  if (found.length > 0) return found;
  if (/^(?:等一下|等下|等会儿?|稍等|先等等|我先忙)[\s,，。]?.{0,16}$/u.test(trimmed) && !/\d/.test(trimmed))
    return ['等一下'];
  if (
    /(?:算了|[，,\s。]|^)(?:这个|这项|那个)?先?(?:不填|不给|不说)(?:这个|这项|了|吧)*$/u.test(trimmed) &&
    trimmed.length < 30
  )
    return ['算了'];
  return [];
}

/** A message that asks rather than answers. */
export const isQuestion = (text: string): boolean =>
  /[?？]\s*$|[吗么呢]\s*[。!！]*$|为什么|为啥|怎么|干嘛|干什么用|什么意思|啥意思|有什么用|凭什么|能不能|可不可以|是不是要|多久|多少钱|哪些材料|要什么材料|在哪|咋/u.test(
    text,
  );

/** A question about the question itself, even where any words would be an answer. */
export const isAboutAsking = (text: string): boolean =>
  /^(?:为什么|为啥|干嘛|凭什么|怎么填|怎么写|怎么说|什么意思|啥意思|这是什么意思|有什么用|干什么用|要这个干|一定要|必须|必填|非得|可以不填|能不能不填|能不填)/u.test(
    bare(text),
  ) && text.length <= 30;

/** Doubt whether the question need be answered, anywhere in a message. */
export const saysWhy = (text: string): boolean =>
  /为什么|为啥|干嘛|凭什么|一定要|必须|必填|非得|现在给|现在填|能不填|可以不填/u.test(text);

/** Words by which somebody takes back what was said. */
const WRONG = `(?<![没有])(?:不对|写错了?|说错了?|填错了?|打错了?|搞错了?|弄错了?|记错了?|选错了?|发错了?|错了)`;
const CHANGE = `(?:更正为|改成|改为|改到|换成|变成|应该是|应当是|应为|其实是)`;
const CUE = new RegExp(`${WRONG}|${CHANGE}`, 'gu');
const NOT_BUT =
  /不是(?:\s*([^，,。；;\s][^，,。；;]{0,29}?)|\s)(?:\s*[，,。；;、])?\s*(?:而是|应该是|我?学的是|是)\s*([^，,。；;].*)$/u;
/** B ends the message on its last line; 不是A stands no further before it. */
const NOT_BUT_REACH = 64;

export interface Correction {
  before: string;
  after: string;
  /** 不是A是B: A names the value that is wrong. */
  wrong?: string;
}

const EDGE = ending('[\\s,，。；;、!！]', 'u');
const edge = (text: string): string => text.replace(/^[\s,，。；;、:：!！]+/u, '').replace(EDGE, '');

/** What is taken back and what stands in its place. The last cue counts. */
export function correctionIn(text: string): Correction | undefined {
  const cues = [...text.matchAll(CUE)];
  const from = Math.max(0, text.lastIndexOf('\n') - NOT_BUT_REACH);
  const notBut = NOT_BUT.exec(text.slice(from));
  const last = cues.at(-1);
  const at = from + (notBut?.index ?? 0);
  if (notBut && (!last || last.index <= at))
    return { before: edge(text.slice(0, at)), wrong: edge(notBut[1] ?? ''), after: edge(notBut[2]!) };
  if (!last) return undefined;
  return {
    before: edge(text.slice(0, cues[0]!.index)),
    after: edge(text.slice(last.index + last[0].length)),
  };
}

/** Courtesy before what is wanted: 先帮我查下 -> ''. */
export const WISH =
  /^(?:(?:请|先|我|想|要|来|再|给|帮|麻烦|您|你|咨询|查询|查|看|问|办理|办|搞|弄|申请|那|了|一|下|个|吧|，|,|\s)+)/u;
