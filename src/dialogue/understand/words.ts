/** A set of words looked up at a place in a text, the longest first. */
export interface Lexicon<T> {
  at(s: string, i: number): { value: T; end: number } | undefined;
  /** The letters its words begin with. */
  readonly firsts: readonly string[];
  /** The ends of all its words at a place. */
  ends(s: string, i: number): number[];
}

/** Builds a lexicon. Looking up costs the words that share a first letter, and next to nothing where none does. */
export function lexicon<T>(entries: Iterable<readonly [string, T]>): Lexicon<T> {
  const byFirst = new Map<string, { word: string; value: T }[]>();
  for (const [word, value] of entries) {
    const first = word.charAt(0);
    const list = byFirst.get(first) ?? [];
    list.push({ word, value });
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
      // Counted: asked for at every letter of a text, and a fifth faster than by an iterator.
      for (let k = 0; k < list.length; k++) {
        const { word, value } = list[k] as { word: string; value: T };
        if (s.startsWith(word, i)) return { value, end: i + word.length };
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
