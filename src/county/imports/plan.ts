/** What a sheet would change: data, shown before it is done and compared when it is. */
import type { RoleName } from '../../dialogue/post.ts';
import type { SheetKind } from './templates.ts';

/** Somebody of the county, or the n-th of the plan's new people. */
export type Ref = { id: string } | { fresh: number };

export interface FreshPerson {
  line: number;
  name: string;
  title: string;
  unit: string;
  phone?: string;
  roles: RoleName[];
}

export interface PersonUpdate {
  line: number;
  id: string;
  name: string;
  set: { title?: string; unit?: string; phone?: string };
  roles: RoleName[];
}

export interface Plan {
  kind: SheetKind;
  people: FreshPerson[];
  updates: PersonUpdate[];
  pairings: { line: number; leader: Ref; talent: Ref; post: string; from: string; words: string }[];
  changes: { line: number; id: string; post?: string; from?: string; words: string }[];
  ends: { line: number; id: string; to: string; words: string }[];
  /** Active pairings the sheet does not name. */
  outside: { id: string; words: string }[];
  same: number;
  /** Lines that cannot be taken in, and why. */
  faults: { line: number; words: string }[];
  /** What should be looked at though it can be taken in. */
  remarks: { line: number; words: string }[];
}

export const emptyPlan = (kind: SheetKind): Plan => ({
  kind,
  people: [],
  updates: [],
  pairings: [],
  changes: [],
  ends: [],
  outside: [],
  same: 0,
  faults: [],
  remarks: [],
});

/** How much it changes, the pairings outside the sheet left aside. */
export const sizeOf = (plan: Plan): number =>
  plan.people.length + plan.updates.length + plan.pairings.length + plan.changes.length + plan.ends.length;
