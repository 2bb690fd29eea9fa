/** A set of words looked up at a place in a text, the longest first. */
export interface Lexicon<T> {
  at(s: string, i: number): { value: T; end: number } | undefined;
  /** The letters its words begin with. */
  readonly firsts: readonly string[];
  /** The ends of all its words at a place. */
  ends(s: string, i: number): number[];
}

interface Entry<T> {
  word: string;
  /** The code of its second letter, NONE where it has only one: most words of a first letter part there. */
  second: number;
  value: T;
}

const NONE = -1;

/** Builds a lexicon. Looking up costs the words that share a first letter, and next to nothing where none does. */
export function lexicon<T>(entries: Iterable<readonly [string, T]>): Lexicon<T> {
  const byFirst = new Map<string, Entry<T>[]>();
  for (const [word, value] of entries) {
    const first = word.charAt(0);
    const list = byFirst.get(first) ?? [];
    list.push({ word, second: word.length > 1 ? word.charCodeAt(1) : NONE, value });
    byFirst.set(first, list);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.word.length - a.word.length);
  const byCode = new Map([...byFirst].map(([first, list]) => [first.charCodeAt(0), list]));
  const begins = new Uint8Array(0x10000);
  for (const code of byCode.keys()) begins[code] = 1;
  return {
    firsts: [...byFirst.keys()],
    at(s, i) {
      const code = s.charCodeAt(i);
      if (begins[code] !== 1) return undefined;
      const list = byCode.get(code) ?? [];
      const next = s.charCodeAt(i + 1);
      // Counted, not iterated: this is asked at every letter of a text, by every grammar.
      for (let k = 0; k < list.length; k++) {
        const { word, second, value } = list[k] as Entry<T>;
        if (second !== NONE && second !== next) continue;
        if (word.length <= 2 || s.startsWith(word, i)) return { value, end: i + word.length };
      }
      return undefined;
    },
    ends(s, i) {
      const list = byCode.get(s.charCodeAt(i)) ?? [];
      return list.filter(({ word }) => s.startsWith(word, i)).map(({ word }) => i + word.length);
    },
  };
}

/** A lexicon whose words all mean `value`. */
export function words<T>(value: T, ...list: string[]): [string, T][] {
  return list.map((word) => [word, value]);
}

/** Words that are only recognised, blank-separated. */
export function wordSet(list: string): Lexicon<true> {
  return lexicon(
    list
      .trim()
      .split(/\s+/)
      .map((word) => [word, true] as const),
  );
}

/** The end of a word of the lexicon at `i`, or `i` itself. */
export function skip(lex: Lexicon<unknown>, s: string, i: number): number {
  return lex.at(s, i)?.end ?? i;
}

/**
 * What ends a text: as many of the words (alternatives of a regular expression)
 * as stand there. It may only begin where none of them stands before it, so
 * that a run of them elsewhere is walked once and not from each of its letters.
 */
export function ending(alternatives: string, flags = ''): RegExp {
  return new RegExp(`(?<!${alternatives})(?:${alternatives})+$`, flags);
}
