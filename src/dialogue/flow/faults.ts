/** Puts what zod found into words a clerk can act on. */
import type { z } from 'zod';
import { distance } from '../distance.ts';

/** '是不是想写“xx”？' when one of `known` is close, else ''. */
export function didYouMean(word: string, known: readonly string[]): string {
  const close = known
    .map((one) => ({ one, far: distance(word, one) }))
    .filter(({ one, far }) => far <= Math.max(1, Math.floor(Math.min(one.length, word.length) / 2)))
    .sort((a, b) => a.far - b.far)[0];
  return close ? `是不是想写“${close.one}”？` : '';
}

/** One sentence for one issue. `schema` lends the list of keys that may stand there. */
export function explain(issue: z.core.$ZodIssue, schema?: z.ZodObject): string {
  const key = issue.path.at(-1);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.path.length === 0 && schema ? Object.keys(schema.shape) : [];
      const hint = didYouMean(issue.keys[0]!, known);
      const list = known.length > 0 ? `可以写：${known.join(' ')}` : '请对照格式说明';
      return `不认识“${issue.keys.join('、')}”，${hint}${list}`;
    }
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? `少了“${String(key)}”，请补上`
        : `“${String(key)}”的写法不对，${EXPECTED[issue.expected] ?? '请对照格式说明'}`;
    case 'invalid_value':
      return `“${String(key)}”只能写：${issue.values.map(String).join(' ')}`;
    case 'too_small':
      return `“${String(key)}”太少或太小，至少要 ${issue.minimum}`;
    case 'invalid_format':
      return `“${String(key)}”${/[一-龥]/u.test(issue.message) ? issue.message : '的写法不对'}`;
    case 'invalid_union': {
      const said = issue.errors.flat().find((one) => /[一-龥]/u.test(one.message));
      return said ? `“${String(key)}”${said.message}` : `“${String(key)}”的写法不对，请对照格式说明`;
    }
    default:
      return `“${String(key)}”的写法不对，请对照格式说明`;
  }
}

const EXPECTED: Record<string, string> = {
  string: '这里要写一句话，有特殊符号请用引号括起来',
  number: '这里要写一个数，比如 3',
  int: '这里要写一个整数，比如 3',
  array: '这里要写成列表，比如 [甲, 乙]',
  object: '这里要写成“键: 值”',
  record: '这里要写成“键: 值”',
};
