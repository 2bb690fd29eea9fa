/**
 * The office's numbers, each with its default and where it comes from
 * (domain.md 0.1). A county may set any of them otherwise.
 */
import { z } from 'zod';

const schema = z.object({
  /** C1: talents a leader keeps contact with; more than `warnAbove` is pointed out. Basis: range. */
  C1: z.object({ usual: z.number().int(), warnAbove: z.number().int() }).default({ usual: 1, warnAbove: 3 }),
  /** C6: days before the quarter's end of the second and third reminder; they come at `at`. Basis: proposed. */
  C6: z
    .object({ daysBeforeEnd: z.tuple([z.number().int(), z.number().int()]), at: z.string() })
    .default({ daysBeforeEnd: [15, 5], at: '09:00' }),
  /** C7: working days within which a contact should be recorded; later ones are marked. Basis: proposed. */
  C7: z.number().int().default(3),
  /** When people may be spoken to unasked. Basis: proposed; 国办函〔2026〕12号 wants reminders few and private. */
  hours: z.object({ from: z.string(), to: z.string() }).default({ from: '08:30', to: '17:30' }),
  /** Minutes in which an effect can be taken back (design.md 4). */
  undoMinutes: z.number().default(10),
});

export type Settings = z.output<typeof schema>;

/** The county's numbers, defaults filled in. Throws a ZodError on a number of the wrong shape. */
export const readSettings = (stored: unknown): Settings => schema.parse(stored ?? {});
