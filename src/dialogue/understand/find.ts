import { emailsIn } from './emails.ts';
import { candidatesOf, type Hit, withoutOverlap } from './hits.ts';
import { phonesIn } from './phones.ts';
import { sourceOf } from './source.ts';
import type { Candidate, ReadContext } from './value.ts';

/** Whatever is there, in the order it stands. */
export function find(text: string, _context: ReadContext): Candidate[] {
  const source = sourceOf(text);
  const emails: Hit[] = emailsIn(source).map(({ email, from, to }) => ({
    values: [{ kind: 'email', email }],
    from,
    to,
  }));
  const phones: Hit[] = phonesIn(source).map(({ value, from, to }) => ({ values: [value], from, to }));
  return candidatesOf(source, withoutOverlap([emails, phones]));
}
