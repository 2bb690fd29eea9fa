/** What was said in a contact, as it is kept: sealed, needs and suggestions apart (domain.md 1.5). */
import { z } from 'zod';
import type { Secrets } from '../../store/secrets.ts';
import { openJson, sealJson } from '../sealed.ts';

const item = z.object({
  text: z.string(),
  urgent: z.boolean().default(false),
  details: z.array(z.string()).default([]),
});

const schema = z.object({
  notes: z.string().default(''),
  needs: z.array(item).default([]),
  suggestions: z.array(item).default([]),
  /** In whose place, and through whom it was done, as said. */
  instead: z.string().optional(),
  through: z.string().optional(),
});

export type ContactNotes = z.output<typeof schema>;
export type RaisedMatter = z.output<typeof item>;

export const sealNotes = (secrets: Secrets, notes: ContactNotes): Uint8Array<ArrayBuffer> =>
  sealJson(secrets, notes);

export const openNotes = (secrets: Secrets, sealed: Uint8Array): ContactNotes =>
  schema.parse(openJson(secrets, sealed));

/** The text of a matter with its details, as its own speaker may read it. */
export const matterWords = ({ text, details, urgent }: RaisedMatter): string =>
  `${[text, ...details].join('；')}${urgent ? '（加急）' : ''}`;
