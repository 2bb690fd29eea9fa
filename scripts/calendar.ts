import chineseDays from 'chinese-days';
import type { WorkCalendar } from '../src/dialogue/understand/index.ts';

/** Years whose public holidays and make-up working days the package holds in full. */
const FIRST = '2004-01-01';
const LAST = '2026-12-31';

/** The State Council's calendar as packaged in chinese-days; `unknown` outside the years it covers. */
export const packagedCalendar: WorkCalendar = {
  validUntil: LAST,
  isWorkday: (date) => (date < FIRST || date > LAST ? 'unknown' : chineseDays.isWorkday(date)),
};
