/** What a merge moved: all that taking it apart needs. Rows are kept whole, as PostgreSQL writes them as JSON. */
import { z } from 'zod';

const row = z.record(z.string(), z.unknown());

export const movedSchema = z.object({
  /** The row of the person who is gone, and its roles. */
  person: row,
  roles: z.array(row),
  /** Roles the kept person had not. */
  newRoles: z.array(z.string()),
  /** Columns of the kept person as they were, and as the merge set them. */
  before: row,
  after: row,
  /** `table.column` to the ids of the rows that followed. */
  rows: z.record(z.string(), z.array(z.string())),
  /** Cases that were kept from the one who is gone, with the list as it was. */
  recused: z.array(z.object({ id: z.string(), before: z.array(z.string()) })),
  /** Pairings both had with the same other side, and the contacts that went to the kept one's. */
  twins: z.array(z.object({ pairing: row, contacts: z.array(z.string()) })),
  /** The file of the one who is gone where both had one; else null. */
  file: row.nullable(),
  /** Unfired timers that both had. */
  timers: z.array(row),
});
export type Moved = z.output<typeof movedSchema>;
export type Row = z.output<typeof row>;
