/** Every figure, in the order they are read out. */
import { needs, onTime, open, satisfied, solved, suggestions } from './case-figures.ts';
import { contacts, leaders, reached, talents } from './contact-figures.ts';
import { type Asked, type Counted, count, type Figure } from './figure.ts';
import { bound, coverage, files } from './people-figures.ts';

export const figures: readonly Figure[] = [
  leaders,
  talents,
  contacts,
  reached,
  suggestions,
  needs,
  solved,
  onTime,
  satisfied,
  open,
  files,
  coverage,
  bound,
];

/** The figure a person means; those whose name holds the words when it is not clear. */
export function figuresNamed(words: string): readonly Figure[] {
  const wanted = words.normalize('NFKC').replaceAll(/\s/gu, '');
  const exact = figures.filter(({ name, also }) => name === wanted || also.includes(wanted));
  if (exact.length > 0) return exact.slice(0, 1);
  return wanted === ''
    ? []
    : figures.filter(({ name, also }) => [name, ...also].some((own) => own.includes(wanted)));
}

/** All of them, counted one after another. */
export async function countAll(asked: Asked): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const figure of figures) counted.push(await count(figure, asked));
  return counted;
}
