/** 台账: a list of the county's rows that can be taken out as a sheet. */
import type { RoleName } from '../../dialogue/post.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import type { Secrets } from '../../store/secrets.ts';
import { maskPhone, maskTail } from '../masking.ts';
import { mayUnmask } from '../roles.ts';
import { openText } from '../sealed.ts';
import type { Cell } from './sheet.ts';

export interface Ledger {
  name: string;
  also: readonly string[];
  columns: readonly string[];
  widths?: readonly number[];
  rows(looking: Looking): Promise<Cell[][]>;
}

export interface Looking {
  tx: Tx;
  secrets: Secrets;
  countyId: string;
  now: number;
  viewer: { id: string; roles: readonly RoleName[] };
  purpose: string;
}

/** Uses for which a phone number is needed, and those for which an ID number is (domain.md 5.1: minimal). */
const needsPhones = /通知|联系|慰问|走访|造册|发放|通讯录/u;
const needsIds = /造册|发放|备案/u;

/** A phone number, whole only to the head of the office for a purpose that needs it. */
export function phoneCell({ secrets, viewer, purpose }: Looking, phone: Uint8Array | null): string {
  const whole = openText(secrets, phone);
  return viewer.roles.includes(mayUnmask) && needsPhones.test(purpose) ? whole : maskPhone(whole);
}

/** An ID number: its last four, and whole only to the head for a purpose that needs it. */
export function idCell({ secrets, viewer, purpose }: Looking, idNumber: Uint8Array | null): string {
  const whole = openText(secrets, idNumber);
  if (whole === '') return '';
  return viewer.roles.includes(mayUnmask) && needsIds.test(purpose) ? whole : maskTail(whole);
}

/** Whether a sheet for this viewer and purpose holds unmasked values; it says so on top. */
export const isUnmasked = ({ viewer, purpose }: Pick<Looking, 'viewer' | 'purpose'>): boolean =>
  viewer.roles.includes(mayUnmask) && (needsPhones.test(purpose) || needsIds.test(purpose));

export const dayCell = (at: Date | null): string => (at ? dateOf(at.getTime()) : '');
