import { packagedCalendar } from '../../../scripts/calendar.ts';
import {
  find,
  type ReadContext,
  read,
  type ValueType,
  write,
} from '../../../src/dialogue/understand/index.ts';

/** Wednesday 2026-11-18 10:00 in the county. */
export const context: ReadContext = {
  now: Date.parse('2026-11-18T10:00:00+08:00'),
  bias: '将来',
  calendar: packagedCalendar,
};

/** Every value found, in the notation of the contract. */
export const found = (text: string, over: Partial<ReadContext> = {}): string[] =>
  find(text, { ...context, ...over }).map((c) => write(c.value));

/** Every reading of a type, in the notation of the contract. */
export const asked = (type: ValueType, text: string, over: Partial<ReadContext> = {}): string[] =>
  read(type, text, { ...context, ...over }).map((c) => write(c.value));

/** A table of `text => value, value`; no value: nothing is there. */
export function table(rows: string): [string, string[]][] {
  return rows
    .trim()
    .split('\n')
    .map((row) => {
      const [text, values] = row.split('=>');
      const list = (values ?? '').trim();
      return [(text ?? '').trim(), list === '' ? [] : list.split(' , ')];
    });
}
