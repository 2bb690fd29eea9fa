/**
 * The office's numbers, each with its default and where it comes from
 * (domain.md 0.1). A county may set any of them otherwise.
 */
import { z } from 'zod';

const every = z.enum(['月', '双月', '季度', '半年', '年']).nullable();

/** How often, and how often for talents of a tier (T1); null asks for none. */
const cadence = z.object({ every, tiers: z.record(z.string(), every).default({}) });

const schema = z.object({
  /** C1: talents a leader keeps contact with; more than `warnAbove` is pointed out. Basis: range. */
  C1: z.object({ usual: z.number().int(), warnAbove: z.number().int() }).default({ usual: 1, warnAbove: 3 }),
  /** C2: contact with each talent in any way. Basis: range. */
  C2: cadence.default({ every: '季度', tiers: {} }),
  /** C3: of these, face to face. Basis: proposed. */
  C3: cadence.default({ every: '半年', tiers: {} }),
  /** C4: working days before 春节 and 中秋 at which leaders are prompted. Basis: proposed. */
  C4: z.object({ spring: z.number().int(), autumn: z.number().int() }).default({ spring: 10, autumn: 5 }),
  /** C5: working days within which a visit that must be is prompted. Basis: range. */
  C5: z.number().int().default(5),
  /** C6: days before the quarter's end of the second and third reminder; they come at `at`. Basis: proposed. */
  C6: z
    .object({ daysBeforeEnd: z.tuple([z.number().int(), z.number().int()]), at: z.string() })
    .default({ daysBeforeEnd: [15, 5], at: '09:00' }),
  /** C7: working days within which a contact should be recorded; later ones are marked. Basis: proposed. */
  C7: z.number().int().default(3),
  /** C8: the month in which the office goes through the list of who contacts whom. Basis: seen. */
  C8: z.object({ month: z.number().int().min(1).max(12) }).default({ month: 1 }),
  /** N8–N11: the time of day at which a case's warnings and cards are told. Basis: proposed. */
  N8: z.object({ at: z.string() }).default({ at: '09:00' }),
  /** C9: working days within which staff confirm a successor, and check what a leader reports. Basis: proposed. */
  C9: z.object({ confirm: z.number().int(), check: z.number().int() }).default({ confirm: 5, check: 3 }),
  /** Y1: nights (夜) or days (天) somebody may stay in the hostel for free in a year. Basis: seen. */
  Y1: z.object({ free: z.number().int(), count: z.enum(['夜', '天']) }).default({ free: 7, count: '夜' }),
  /** Y2: years after graduation within which the hostel is meant for. Basis: seen. */
  Y2: z.number().default(3),
  /** Y3: working days ahead that a stay is asked for, and within which it is decided. Basis: seen. */
  Y3: z.object({ ahead: z.number().int(), review: z.number().int() }).default({ ahead: 3, review: 1 }),
  /** X1: working days within which somebody speaks to who brought a project. Basis: proposed. */
  X1: z.number().int().default(5),
  /** D4: working days within which a request about one's own data is done. Basis: proposed. */
  D4: z.number().int().default(15),
  /** When people may be spoken to unasked. Basis: proposed; 国办函〔2026〕12号 wants reminders few and private. */
  hours: z.object({ from: z.string(), to: z.string() }).default({ from: '08:30', to: '17:30' }),
  /** Minutes in which an effect can be taken back (design.md 4). */
  undoMinutes: z.number().default(10),
});

export type Settings = z.output<typeof schema>;

/** The county's numbers, defaults filled in. Throws a ZodError on a number of the wrong shape. */
export const readSettings = (stored: unknown): Settings => schema.parse(stored ?? {});
