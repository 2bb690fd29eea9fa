import { isFull } from './fillers.ts';
import { type Source, spanOf } from './source.ts';
import type { Candidate, Value } from './value.ts';

/** Readings of one stretch [from, to) of the folded text, best first. */
export interface Hit {
  values: Value[];
  from: number;
  to: number;
}

/** Nobody says so many sums or times in one message; a text that seems to is made to be slow, and read no further. */
export const FOUND_MAX = 100;

/** The hits as candidates over the text as given, each reading one. */
export function candidatesOf(source: Source, hits: readonly Hit[]): Candidate[] {
  return hits.flatMap(({ values, from, to }) => {
    const span = spanOf(source, from, to);
    const full = isFull(source, from, to);
    return values.map((value) => ({ value, span, full }));
  });
}

/** Drops hits that overlap one of an earlier list: lists come in order of precedence, each in order of place. */
export function withoutOverlap(lists: readonly (readonly Hit[])[]): Hit[] {
  let kept: Hit[] = [];
  for (const list of lists) {
    let k = 0;
    const room = list.filter((hit) => {
      while (k < kept.length && (kept[k] as Hit).to <= hit.from) k++;
      const next = kept[k];
      return next === undefined || next.from >= hit.to;
    });
    kept = [...kept, ...room].sort((a, b) => a.from - b.from);
  }
  return kept;
}
