/** Which of the cases of a talk a message is about, by the words they share. */
import type { CaseFile } from '../cases/file.ts';
import type { Told } from './bring-up.ts';

/** The case whose words a message shares most of, by pairs of characters. */
export function sharing(told: Told, files: readonly CaseFile[]): string | undefined {
  const pairs = (text: string): Set<string> =>
    new Set(
      [...text.matchAll(/(?=([一-龥]{2}))/gu)]
        .map((match) => match[1] ?? '')
        .filter((pair) => !empty.has(pair)),
    );
  const said = pairs([...told.words, ...told.demands, ...told.dropped].join('，'));
  let best: { no: string; score: number } | undefined;
  for (const { row, answers } of files) {
    const held = pairs(`${row.title}${String(answers.内容 ?? '')}`);
    const score = [...said].filter((pair) => held.has(pair)).length;
    if (score > (best?.score ?? 0)) best = { no: row.no, score };
  }
  return best?.no;
}

/** Pairs that every message has. */
const empty = new Set([
  '我们',
  '你们',
  '他们',
  '那个',
  '这个',
  '一个',
  '的事',
  '已经',
  '没有',
  '现在',
  '还是',
  '不用',
  '说的',
  '是不',
  '一直',
  '就是',
  '能不',
  '不能',
]);
