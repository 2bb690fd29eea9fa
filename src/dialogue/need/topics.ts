/** What a sentence is about, by the words a county's table of duties has for each topic. */

export interface Topic {
  /** 公寓维修, 子女入学 … Never personal: it is shown as the case's title. */
  name: string;
  /** Words people use of it; `…` stands for a few characters. `~` before a word: it says where rather than what. */
  words: readonly string[];
}

const patterns = new Map<string, RegExp>();

function patternOf(word: string): RegExp {
  const known = patterns.get(word);
  if (known) return known;
  const made = new RegExp(
    word
      .replace(/^~/u, '')
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'))
      .join('[^。；;！!？?]{0,14}?'),
    'u',
  );
  patterns.set(word, made);
  return made;
}

/** The words of a topic that a text has. */
export const wordsFound = (text: string, { words }: Topic): string[] =>
  words.flatMap((word) => patternOf(word).exec(text)?.[0] ?? []);

/** The topic whose words fill most of the text; undefined when there is none. The first of two equal ones. */
export function topicOf<T extends Topic>(text: string, topics: readonly T[]): T | undefined {
  let best: { topic: T; weight: number } | undefined;
  for (const topic of topics) {
    const weight = topic.words.reduce((sum, word) => sum + weightOf(word, text), 0);
    if (weight > (best?.weight ?? 0)) best = { topic, weight };
  }
  return best?.topic;
}

/** As many as the word has characters of its own; a place counts one, so that any thing in it outweighs it. */
const weightOf = (word: string, text: string): number =>
  !patternOf(word).test(text) ? 0 : word.startsWith('~') ? 1 : word.replace('…', '').length;
