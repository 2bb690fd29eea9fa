/** What was told of contacts in 2026, before a newcomer comes. */
import type { ContactMethod } from '../../dialogue/contact/methods.ts';
import { firstHalf } from './history-h1.ts';
import { secondHalf } from './history-h2.ts';

export interface PastContact {
  date: string;
  /** The day it was recorded. */
  entered: string;
  method: ContactMethod;
  talent: string;
  notes: string;
}

/** The contacts recorded before a day, in the order they were recorded. */
export function historyBefore(today: string): PastContact[] {
  return [...firstHalf, ...secondHalf]
    .map(([date, method, talent, notes, entered = date]) => ({ date, entered, method, talent, notes }))
    .filter(({ entered }) => entered < today)
    .sort((a, b) => a.entered.localeCompare(b.entered));
}
