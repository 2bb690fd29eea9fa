import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/county/calendar.ts';
import { reminderDays, standing } from '../../src/schedule/cadence.ts';
import { isRemindable, remindableFrom } from '../../src/schedule/quiet-days.ts';
import {
  addWorkdays,
  halfYearOf,
  momentOf,
  quarterOf,
  timeOf,
  weekday,
  workdayFrom,
  workdaysBetween,
} from '../../src/schedule/workdays.ts';

/** Mid-Autumn and National Day 2026 with their make-up days (节假日2026). */
const off = [
  '2026-09-25',
  '2026-09-26',
  '2026-09-27',
  ...[1, 2, 3, 4, 5, 6, 7].map((day) => `2026-10-0${day}`),
];
const calendar = calendarOf(
  [
    ...off.map((date) => ({ date, kind: '休' as const, name: '假' })),
    ...['2026-09-20', '2026-10-10'].map((date) => ({ date, kind: '班' as const, name: '调休' })),
  ],
  '2026-12-31',
);

describe('working days', () => {
  it.each([
    // from, working days, due (dialogues D02, D04, D08: day of receipt is day 0)
    ['2026-09-17', 5, '2026-09-23'],
    ['2026-09-17', 15, '2026-10-14'],
    ['2026-10-10', 3, '2026-10-14'],
    ['2026-10-13', 5, '2026-10-20'],
    ['2026-09-23', 5, '2026-10-08'],
    ['2026-10-10', 1, '2026-10-12'],
    ['2026-09-08', 3, '2026-09-11'],
    ['2026-10-08', -1, '2026-09-30'],
  ])('%s and %i working days is %s', (from, days, due) => {
    expect(addWorkdays(calendar, from, days)).toBe(due);
    expect(workdaysBetween(calendar, from, due)).toBe(days);
  });

  it('does not guess beyond the calendar', () => {
    expect(addWorkdays(calendar, '2026-12-30', 3)).toBe('unknown');
    expect(workdayFrom(calendar, '2027-01-01')).toBe('unknown');
  });

  it('knows weekdays, quarters and halves', () => {
    expect(weekday('2026-11-25')).toBe(3);
    expect(quarterOf('2026-10-08')).toEqual({ name: '四季度', from: '2026-10-01', to: '2026-12-31' });
    expect(halfYearOf('2026-06-30').to).toBe('2026-06-30');
    expect(timeOf(momentOf('2026-10-08', '09:00'))).toBe('09:00');
  });
});

describe('when people may be reminded', () => {
  it('is on working days, make-up days too', () => {
    expect(isRemindable(calendar, '2026-10-10')).toBe(true);
    expect(isRemindable(calendar, '2026-10-05')).toBe(false);
  });

  it('is, past the calendar, only on weekdays well away from a feast', () => {
    expect(isRemindable(calendar, '2027-01-01')).toBe(false);
    expect(isRemindable(calendar, '2027-01-04')).toBe(true);
    expect(isRemindable(calendar, '2027-02-08')).toBe(false);
    expect(isRemindable(calendar, '2027-04-05')).toBe(false);
    expect(isRemindable(calendar, '2027-03-10')).toBe(true);
    expect(remindableFrom(calendar, '2027-10-01')).toBe('2027-10-11');
  });
});

describe('the cadence of contact', () => {
  it('reminds on the first working day of a quarter, and 15 and 5 days before its end', () => {
    expect(reminderDays(calendar, quarterOf('2026-10-01'))).toEqual([
      { step: 1, date: '2026-10-08' },
      { step: 2, date: '2026-12-16' },
      { step: 3, date: '2026-12-28' },
    ]);
  });

  it('moves a reminder off a holiday, and drops it when the quarter ends before', () => {
    expect(reminderDays(calendar, quarterOf('2026-09-01')).map(({ date }) => date)).toEqual([
      '2026-07-01',
      '2026-09-15',
      '2026-09-28',
    ]);
  });

  it('counts from what really happened', () => {
    const facts = [
      { date: '2026-04-15', faceToFace: true, method: '走访' },
      { date: '2026-07-22', faceToFace: false, method: '电话' },
    ];
    expect(standing(facts, '2026-09-08')).toMatchObject({
      contacted: true,
      met: false,
      last: { date: '2026-07-22' },
    });
    expect(standing(facts, '2026-10-08').contacted).toBe(false);
  });

  it('does not count a date that is yet to come', () => {
    expect(standing([{ date: '2026-10-20', faceToFace: true, method: '走访' }], '2026-10-08').contacted).toBe(
      false,
    );
  });
});
