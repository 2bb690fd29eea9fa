import { isFull } from './fillers.ts';
import { type Source, spanOf } from './source.ts';
import type { Candidate, Value } from './value.ts';

/** Readings of one stretch [from, to) of the folded text, best first. */
export interface Hit {
  values: Value[];
  from: number;
  to: number;
}

/** The hits as candidates over the text as given, each reading one. */
export function candidatesOf(source: Source, hits: readonly Hit[]): Candidate[] {
  return hits.flatMap(({ values, from, to }) => {
    const span = spanOf(source, from, to);
    const full = isFull(source, from, to);
    return values.map((value) => ({ value, span, full }));
  });
}

/** Drops hits that overlap an earlier-ranked one: lists come in order of precedence. */
export function withoutOverlap(lists: readonly (readonly Hit[])[]): Hit[] {
  const kept: Hit[] = [];
  for (const list of lists) {
    const room = list.filter((hit) => !kept.some((k) => hit.from < k.to && hit.to > k.from));
    kept.push(...room);
  }
  return kept.sort((a, b) => a.from - b.from);
}
