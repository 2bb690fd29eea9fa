/** Everybody of 青岚县, with the phone they can be recognised by. */
import type { RoleName } from '../../dialogue/post.ts';
import { leaders } from './leaders.ts';
import { natives } from './natives.ts';
import { officers, staff } from './staff.ts';
import { talents } from './talents.ts';
import { type SeedUnit, units } from './units.ts';

export interface SeedPerson {
  name: string;
  title: string;
  unit: string;
  /** 11 digits, plainly invented: a block of 139000xxxxx for each group of people. */
  phone: string;
  roles: RoleName[];
}

const phone = (block: number, index: number): string => `139000${block * 10_000 + index + 1}`;

export const leaderPeople: readonly SeedPerson[] = leaders.map(({ post, name }, index) => ({
  name,
  title: post,
  unit: '',
  phone: phone(1, index),
  roles: ['领导'],
}));

/** In the order of `talents`. */
export const talentPeople: readonly SeedPerson[] = talents.map(({ name, title, unit }, index) => ({
  name,
  title,
  unit,
  phone: phone(2, index),
  roles: ['人才'],
}));

export const staffPeople: readonly SeedPerson[] = [...staff, ...officers].map((person, index) => ({
  ...person,
  phone: phone(3, index),
}));

export const unitPeople: readonly SeedPerson[] = units.map(({ name: unit, contact }, index) => ({
  ...contact,
  unit,
  phone: phone(4, index),
  roles: ['成员单位'],
}));

export const nativePeople: readonly SeedPerson[] = natives.map((native, index) => ({
  ...native,
  phone: phone(5, index),
  roles: ['乡贤'],
}));

export const everybody: readonly SeedPerson[] = [
  ...leaderPeople,
  ...talentPeople,
  ...staffPeople,
  ...unitPeople,
  ...nativePeople,
];

/** The member unit a unit's name means, if it is one. */
export const memberUnit = (name: string): SeedUnit | undefined =>
  units.find((unit) => unit.name === name || unit.aliases.includes(name));
