import { sourceOf } from './source.ts';

const set = (list: string): Set<string> => new Set(list.trim().split(/\s+/));

const YES = set(`
  是 是的 是呀 就是 正是 对 没错 没有错 不错 正确 嗯 恩 嗯呢 昂 唔 哎 欸 好 好嘞 好滴 好哒 好呀 行 得行 可以 可 阔以 闹 成 中 妥 得
  同意 我同意 赞成 愿意 乐意 接受 认可 没问题 木问题 没意见 没异议 无异议 没毛病 没得问题 冇问题 莫得问题 要 要得 需要 想 想要 肯定 当然 必须 必须的
  ok okay yes yep yeah y 1 确认 确定 收到 有 有的 有得 不反对 不介意 没关系 也行 也可以 都行 都可以 就这样 就这么办 安排 继续 巴适 没错没错
  能 会 参加 去 来 准了 使得 干 是这样 是这样的 对头 对着 系 系啊 着 照办 满意 👌 👍 没有问题 没有意见 当然可以 完全同意 非常同意 填 登记 说得对`);
const NO = set(`
  不 不是 不对 不行 不可以 不可 不同意 不要 不用 不用了 不需要 不愿意 不想 不想要 不了 否 没 没有 没有了 没了 算了 算啦 拒绝 不好 不成 不能 不会
  不得行 冇 冇得 冇有 莫得 没得 莫 不中 要不得 不妥 no n nope nah 别 别了 不必 不必了 免了 不方便 不参加 不去 不来 不接受 不认可 反对 无 暂无 错 错了
  不正确 不填 先不 先不了 先不用 暂时不 暂时不用 暂时不要 暂不 下次吧 下次 不干 不太行 不太好 不太方便 不太想 不准 不合适 不满意 不存在 不必要 才不
  作罢 拉倒 拉倒吧 恐怕不行 可能不行 好像不是 应该不是 应该不行 没必要 没兴趣 没空 不确认 不使得 唔系 不系 不登记 还没有 还没 从来没有 并没有 并不 并不是`);
/** Neither: questions, courtesies, doubts that begin like a yes or a no. */
const NEITHER =
  /^(?:不知道|不清楚|不确定|不晓得|不一定|不好说|不好意思|不客气|不懂|不明白|不要紧|对不起|对不住|没想好|没看懂|没听懂|没明白|要不|要么|好像|好难|行政|行业|中午|中级|中专|中学|对了|是否|有时|有点|可能|可惜|会不会|别的|别人|无法|无锡|得出|成都|成绩|来自|想问|想知道|想了解|要多久|要什么|需要什么|错误|对方|对于|对口|好几|好多|有限|有多少|去年|来年|能否|有几|要填什么|可否|没事儿?找)/;
const QUESTION =
  /(?:吗|么|呢|\?|？|什么|怎么|为何|多少|几时|哪|是不是|行不行|可不可以|对不对|好不好|有没有|要不要|能不能|会不会|可以不|行不|好不|同不同意|愿不愿意)$|^(?:为什么|怎么|什么|是不是|能不能|可不可以|有没有|要不要|可以.{0,6}吗)/;
const LEAD =
  /^(?:(?:那就?|嗯+|哦+|噢+|啊|呃|额|唔|诶|我觉得|我想|我看|我们?|本人|咱们?|应该|大概|肯定|绝对|当然|一定|也|就|都|还是|其实|当然|真的|确实|基本上?|老师|你好|您好|哎呀?)(?=.))+/;
const TAIL = /(?:[吧啊呀哦哈嘛的啦噢喔哒嘞呗哟呦咯喽撒噻哩嗷~!。.]|谢谢(?:您|你)?|谢了|了)+$/;
const DOUBLE_NEGATIVE =
  /^(?:不是|也不是|没有?|并非|并不是|未尝)(?:不|没)(?:行|可以?|同意|愿意|好|成|想|要|能|接受|对|是)|^不(?:能|得|会)不|^(?:没什么|没啥|没有什么)(?:不|问题|意见)/;
const FILLER =
  /^(?:谢谢(?:您|你|了)?|多谢|麻烦(?:您|你|了)|辛苦(?:您|你|了)|哈+|呵+|嘿+|你好|您好|老师|哦+|噢+|啊+|呃+|那个?|这样)?$/;

function collapse(clause: string): string {
  for (const size of [1, 2, 3]) {
    const unit = clause.slice(0, size);
    if (clause.length > size && unit.repeat(Math.ceil(clause.length / size)) === clause) return unit;
  }
  return clause;
}

function lookUp(word: string): boolean | undefined {
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  return undefined;
}

const YES_START =
  /^(?:同意|愿意|可以|没问题|没意见|需要|要得|好的|是的|对的|确认|接受|当然|行的|没错|不反对|不介意|我要|我想)/;
const NO_START =
  /^(?:不(?!错|过|仅|但|管|如|只|光|论|久|少|同[^意])|别|算了|没有|拒绝|暂时不|先不|莫|冇|反对|没(?:必要|兴趣|打算|想))/;

/** One clause: yes, no, or undefined. `short`: a longer clause counts only by its first words. */
function ofClause(raw: string): boolean | undefined {
  const clause = raw.toLowerCase();
  if (clause.length > 24) return undefined;
  const direct = lookUp(clause) ?? lookUp(collapse(clause));
  if (direct !== undefined) return direct;
  if (QUESTION.test(clause)) return undefined;
  if (DOUBLE_NEGATIVE.test(clause)) return true;
  if (NEITHER.test(clause)) return undefined;
  const tailless = clause.replace(TAIL, '');
  const leadless = tailless.replace(LEAD, '');
  for (const form of [tailless, leadless, collapse(tailless), collapse(leadless)]) {
    const found = lookUp(form);
    if (found !== undefined) return found;
  }
  if (NEITHER.test(leadless)) return undefined;
  if (DOUBLE_NEGATIVE.test(leadless)) return true;
  if (leadless.length > 12) return undefined;
  if (NO_START.test(leadless)) return false;
  if (YES_START.test(leadless) || (/^(?:对|好|行|嗯|是)/.test(leadless) && leadless.length <= 4)) return true;
  return undefined;
}

/** Yes or no with whether that is all that was said. */
export function yesNoIn(text: string): { yes: boolean; full: boolean } | undefined {
  const clauses = sourceOf(text.slice(0, 400).replace(/\s+/g, ','))
    .s.split(/[,，。;；!！\n、…]+/)
    .filter((c) => c !== '');
  if (/[?？吗]$/.test(text.trim())) return undefined;
  let yes: boolean | undefined;
  for (const clause of clauses) {
    if (FILLER.test(clause)) continue;
    const found = ofClause(clause);
    if (found === undefined) return yes === undefined ? undefined : { yes, full: false };
    yes = found;
  }
  return yes === undefined ? undefined : { yes, full: true };
}

/**
 * What was said to a yes-or-no question: true, false, or undefined where it
 * is neither (a question, a doubt, something else). The last clause that
 * answers wins (好吧，算了); 不是不行 is a yes.
 */
export function readYesNo(text: string): boolean | undefined {
  return yesNoIn(text)?.yes;
}
