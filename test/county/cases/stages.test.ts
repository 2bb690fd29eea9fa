import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/county/calendar.ts';
import { leftWords, shift } from '../../../src/county/cases/deadlines.ts';
import { type Standing, standingOf } from '../../../src/county/cases/stages.ts';
import { PAUSE, RESUME, type Step, timesUrged, URGE, YELLOW } from '../../../src/county/cases/timeline.ts';
import { qinglanCalendar } from '../../../src/county/seed/calendar.ts';
import type { Flow, Span } from '../../../src/dialogue/flow/flow.ts';
import { loadBook } from '../../../src/dialogue/flow/load.ts';
import { addWorkdays, momentOf } from '../../../src/schedule/workdays.ts';

const calendar = calendarOf(qinglanCalendar.days, qinglanCalendar.validUntil);
const folder = join(import.meta.dirname, '../../../flows');
const { book, faults } = loadBook(
  ['need.yaml', 'suggestion.yaml'].map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })),
);
const need = book.get('need') as Flow;
const suggestion = book.get('suggestion') as Flow;

const wd = (amount: number): Span => ({ amount, unit: '工作日' });
const at = (day: string, time = '10:00'): number => momentOf(`2026-${day}`, time);

/** `受理 09-17`, `派单 09-17 教育局 3`, `延期 10-10 5`: an action, its day, and what it carries. */
function timeline(flow: Flow, ...told: string[]): Step[] {
  const steps: Step[] = [];
  for (const line of told) {
    const [action = '', day = '', ...rest] = line.split(' ');
    const before = steps.at(-1)?.to ?? flow.stages[0]?.name ?? '';
    const declared = flow.stages
      .find((stage) => stage.name === before)
      ?.actions.find((one) => one.name === action);
    const amount = Number(rest.find((word) => /^\d+$/u.test(word)));
    const unit = rest.find((word) => /局$/u.test(word));
    const hour = rest.find((word) => /^\d+:\d+$/u.test(word));
    const limit = declared?.limit ?? (unit && amount ? wd(amount) : undefined);
    steps.push({
      action,
      at: at(day, hour),
      to: declared?.to ?? before,
      ...(unit ? { unit } : {}),
      ...(limit ? { limit } : {}),
      ...(action === '延期' ? { extend: wd(amount) } : {}),
    });
  }
  return steps;
}

const stand = (flow: Flow, told: string[], today = '2026-12-31', kinds: string[] = []): Standing =>
  standingOf({ stages: flow.stages, steps: timeline(flow, ...told), kinds, calendar, today });

const dueOf = (flow: Flow, told: string[], kinds: string[] = []): string | undefined => {
  const { due } = stand(flow, told, '2026-12-31', kinds);
  return due?.replace('2026-', '');
};

it('reads the two matters without a fault', () => {
  expect(faults).toEqual([]);
});

describe('what the dialogues promise', () => {
  it.each([
    [
      'D02: a need of 17 September is due on the 23rd, the made-up Sunday counted',
      need,
      ['受理 09-17', '派单 09-17 教育局'],
      '09-23',
    ],
    ['D02: a suggestion has fifteen working days', suggestion, ['受理 09-17', '转办 09-17 科技局'], '10-14'],
    ['D04: three days as given at dispatch', need, ['受理 10-09', '派单 10-10 人社局 3'], '10-14'],
    [
      'D04: five days more for 0350',
      need,
      ['受理 09-30', '派单 09-30 住建局', '签收 09-30', '延期 10-10 5'],
      '10-20',
    ],
    [
      'D04: the call-back after a result on the make-up Saturday',
      need,
      ['受理 09-23', '派单 09-23 教育局', '签收 09-24', '反馈 10-10'],
      '10-12',
    ],
    [
      'D08: five days from the 23rd lead over both holidays',
      need,
      ['受理 09-23', '派单 09-23 城发局'],
      '10-08',
    ],
    [
      'D05: three days from 13 February lead over the Spring Festival',
      need,
      ['受理 02-13', '派单 02-13 人社局 3'],
      '02-25',
    ],
    ['D03: a check within three days', need, ['受理 09-08', '派单 09-08 人社局 3'], '09-11'],
    ['X1: five days from 13 February', need, ['受理 02-13', '派单 02-13 人社局 5'], '02-27'],
  ] as const)('%s', (_name, flow, told, due) => {
    expect(dueOf(flow, [...told])).toBe(due);
  });

  it('D04: 0345 was due on the 8th, yellow on the 9th, red may be proposed on the 15th', () => {
    const { due, upcoming } = stand(need, ['受理 09-23', '派单 09-23 教育局', '签收 09-24'], '2026-10-10');
    expect(due).toBe('2026-10-08');
    expect(upcoming.filter(({ kind }) => kind === 'case-overdue')).toMatchObject([
      { date: '2026-10-09', what: '黄牌' },
      { date: '2026-10-15', what: '提请红牌' },
      { date: '2026-11-22', what: '外限' },
      { date: '2026-12-22', what: '最后外限' },
    ]);
  });

  it('N2: who has signed speaks to the person within a working day, once, and not where nobody is called back', () => {
    const told = (words: string[]) =>
      stand(need, words, '2026-09-24').upcoming.filter(({ what }) => what === '首次联系');
    expect(told(['受理 09-23', '派单 09-23 教育局'])).toEqual([]);
    const signed = ['受理 09-23', '派单 09-23 教育局', '签收 09-24'];
    expect(told(signed)).toMatchObject([{ date: '2026-09-28', kind: 'case-warning' }]);
    expect(told([...signed, '已联系 09-24'])).toEqual([]);
    expect(told([...signed, '改派 09-24 住建局', '签收 09-24'])).toHaveLength(1);
  });
});

describe('working days of 2026, the day of receipt being day 0', () => {
  it.each([
    // plain weeks
    ['03-02', 1, '03-03'],
    ['03-02', 3, '03-05'],
    ['03-02', 5, '03-09'],
    ['03-02', 15, '03-23'],
    ['03-06', 1, '03-09'],
    ['03-06', 5, '03-13'],
    // received on a day off
    ['03-07', 1, '03-09'],
    ['03-08', 1, '03-09'],
    ['03-07', 5, '03-13'],
    ['03-08', 15, '03-27'],
    // New Year: off 1-3 January, the 4th is worked
    ['01-01', 1, '01-04'],
    ['01-03', 1, '01-04'],
    ['01-01', 5, '01-08'],
    ['01-04', 1, '01-05'],
    // Spring Festival: off 15-23 February, 14th and 28th are worked
    ['02-13', 1, '02-14'],
    ['02-13', 2, '02-24'],
    ['02-14', 1, '02-24'],
    ['02-12', 5, '02-26'],
    ['02-20', 1, '02-24'],
    ['02-23', 5, '02-28'],
    ['02-27', 1, '02-28'],
    ['02-28', 1, '03-02'],
    ['02-11', 15, '03-10'],
    // Qingming: off 4-6 April
    ['04-03', 1, '04-07'],
    ['04-01', 5, '04-09'],
    ['04-05', 3, '04-09'],
    // Labour Day: off 1-5 May, the 9th is worked
    ['04-30', 1, '05-06'],
    ['04-30', 3, '05-08'],
    ['04-30', 4, '05-09'],
    ['04-30', 5, '05-11'],
    ['05-08', 1, '05-09'],
    ['04-24', 5, '05-06'],
    // Dragon Boat: off 19-21 June
    ['06-18', 1, '06-22'],
    ['06-15', 3, '06-18'],
    ['06-15', 5, '06-23'],
    // Mid-Autumn and National Day: off 25-27 September and 1-7 October, 20 September and 10 October are worked
    ['09-18', 1, '09-20'],
    ['09-19', 1, '09-20'],
    ['09-24', 1, '09-28'],
    ['09-24', 3, '09-30'],
    ['09-30', 1, '10-08'],
    ['09-30', 3, '10-10'],
    ['09-30', 5, '10-13'],
    ['10-09', 1, '10-10'],
    ['10-10', 1, '10-12'],
    ['10-11', 1, '10-12'],
    // the last weeks of the year
    ['12-24', 5, '12-31'],
    ['12-10', 15, '12-31'],
    ['12-30', 1, '12-31'],
  ])('%s and %i more make %s', (from, days, due) => {
    expect(addWorkdays(calendar, `2026-${from}`, days)).toBe(`2026-${due}`);
    expect(dueOf(need, [`受理 ${from}`, `派单 ${from} 教育局 ${days}`])).toBe(due);
  });

  it.each([
    ['12-31', 1],
    ['12-28', 5],
    ['12-11', 15],
  ])('%s and %i more lead out of the calendar: unknown, never a guess', (from, days) => {
    expect(stand(need, [`受理 ${from}`, `派单 ${from} 教育局 ${days}`]).due).toBe('unknown');
  });

  it('counts a receipt late at night as that day', () => {
    expect(dueOf(need, ['受理 06-15 22:30', '派单 06-15 23:59 教育局 1'])).toBe('06-16');
    expect(dueOf(need, ['受理 06-16 00:01'])).toBe('06-17');
  });
});

describe('whose clock runs', () => {
  it.each([
    ['the office has a day to dispatch', ['受理 09-17'], '09-18'],
    ['signing late gains nothing', ['受理 09-17', '派单 09-17 教育局', '签收 09-22'], '09-23'],
    [
      'another unit starts anew',
      ['受理 09-17', '派单 09-17 教育局', '退回 09-18', '派单 09-20 住建局'],
      '09-28',
    ],
    [
      'a returned case is the office’s again for a day',
      ['受理 09-17', '派单 09-17 教育局', '退回 09-18'],
      '09-20',
    ],
    ['an answer at once starts the call-back on its own day', ['受理 09-17', '即答 09-20'], '09-21'],
    [
      'a redo has five days of its own',
      ['受理 09-01', '派单 09-01 教育局 15', '签收 09-01', '反馈 09-10', '不满意 09-11'],
      '09-18',
    ],
    ['urging moves nothing', ['受理 09-17', '派单 09-17 教育局', '签收 09-18', '催办 09-22'], '09-23'],
  ])('%s', (_name, told, due) => {
    expect(dueOf(need, told)).toBe(due);
  });

  it('keeps both dates while nobody has signed', () => {
    expect(stand(need, ['受理 09-17', '派单 09-17 教育局'], '2026-09-17')).toMatchObject({
      due: '2026-09-23',
      stageDue: '2026-09-18',
    });
  });

  it.each([
    ['咨询', '09-21'],
    ['一般', '09-23'],
    ['复杂', '10-14'],
    ['子女入学', '09-23'],
  ])('takes the limit of its kind: %s', (kind, due) => {
    expect(dueOf(need, ['受理 09-17', '派单 09-17 教育局', '签收 09-17'], [kind])).toBe(due);
  });
});

describe('pauses and extensions', () => {
  const signed = ['受理 09-01', '派单 09-01 教育局', '签收 09-01'];
  it.each([
    ['two working days paused', [...signed, `${PAUSE} 09-03`, `${RESUME} 09-07`], '09-10'],
    [
      'a pause over a weekend costs the weekend nothing',
      [...signed, `${PAUSE} 09-04`, `${RESUME} 09-06`],
      '09-08',
    ],
    ['paused and taken up on the same day', [...signed, `${PAUSE} 09-03`, `${RESUME} 09-03`], '09-08'],
    [
      'two pauses add up',
      [...signed, `${PAUSE} 09-02`, `${RESUME} 09-03`, `${PAUSE} 09-07`, `${RESUME} 09-09`],
      '09-11',
    ],
    ['an extension after a pause', [...signed, `${PAUSE} 09-03`, `${RESUME} 09-07`, '延期 09-08 3'], '09-15'],
    ['an extension over the holidays', [...signed, '延期 09-08 10'], '09-21'],
    [
      'a pause of an earlier unit is not the next one’s',
      [
        '受理 09-01',
        '派单 09-01 教育局',
        `${PAUSE} 09-01`,
        `${RESUME} 09-08`,
        '退回 09-08',
        '派单 09-08 住建局',
      ],
      '09-15',
    ],
  ])('%s', (_name, told, due) => {
    expect(dueOf(need, told)).toBe(due);
  });

  it('has no deadline and tells nobody while paused', () => {
    const standing = stand(need, [...signed, `${PAUSE} 09-03`]);
    expect(standing).toMatchObject({ pausedSince: '2026-09-03', upcoming: [] });
    expect(standing.due).toBeUndefined();
  });
});

describe('what may be done, and how often', () => {
  const open = (told: string[], today: string) =>
    stand(need, told, today)
      .actions.filter(({ closed }) => !closed)
      .map(({ action }) => action.name);

  it('lets a unit sign or return within the day, and only sign after it', () => {
    const told = ['受理 09-17', '派单 09-17 教育局'];
    expect(open(told, '2026-09-18')).toEqual(['签收', '退回']);
    expect(open(told, '2026-09-20')).toEqual(['签收']);
  });

  it('allows no second return', () => {
    expect(
      open(['受理 09-17', '派单 09-17 教育局', '退回 09-17', '派单 09-17 住建局'], '2026-09-17'),
    ).toEqual(['签收']);
  });

  it('extends once, and only before it expires', () => {
    const told = ['受理 09-17', '派单 09-17 教育局', '签收 09-17'];
    expect(open(told, '2026-09-23')).toContain('延期');
    expect(open(told, '2026-09-24')).not.toContain('延期');
    expect(open([...told, '延期 09-21 5'], '2026-09-22')).not.toContain('延期');
  });

  it('redoes once', () => {
    const told = ['受理 09-01', '派单 09-01 教育局', '签收 09-01', '反馈 09-02'];
    expect(open(told, '2026-09-02')).toContain('不满意');
    const again = [...told, '不满意 09-03', '反馈 09-04'];
    expect(open(again, '2026-09-04')).not.toContain('不满意');
    expect(open(again, '2026-09-04')).toContain('仍不满意');
  });

  it('has nothing left to do at the end', () => {
    const standing = stand(need, ['受理 09-01', '即答 09-01', '满意 09-02']);
    expect(standing).toMatchObject({ stage: { name: '办结', final: true }, actions: [], upcoming: [] });
    expect(standing.due).toBeUndefined();
  });
});

describe('what is told when', () => {
  it.each([
    [
      'two days and one day before',
      ['受理 03-02', '派单 03-02 教育局', '签收 03-02'],
      [
        '03-03 首次联系',
        '03-05 预警',
        '03-06 重点督办',
        '03-10 黄牌',
        '03-17 提请红牌',
        '05-01 外限',
        '05-31 最后外限',
      ],
    ],
    [
      'no warning on the day of receipt itself',
      ['受理 03-02', '派单 03-02 教育局 2', '签收 03-02'],
      ['03-03 首次联系', '03-03 重点督办', '03-05 黄牌', '03-12 提请红牌', '05-01 外限', '05-31 最后外限'],
    ],
    [
      'unsigned: the time for signing too',
      ['受理 03-02', '派单 03-02 教育局'],
      [
        '03-03 到期',
        '03-04 逾期',
        '03-05 预警',
        '03-06 重点督办',
        '03-10 黄牌',
        '03-17 提请红牌',
        '05-01 外限',
        '05-31 最后外限',
      ],
    ],
    ['the office’s own day', ['受理 03-02'], ['03-03 到期', '03-04 逾期', '05-01 外限', '05-31 最后外限']],
    [
      'the call-back on its day',
      ['受理 03-02', '即答 03-02'],
      ['03-03 回访', '03-04 逾期', '05-01 外限', '05-31 最后外限'],
    ],
    [
      'an extension moves all of it',
      ['受理 03-02', '派单 03-02 教育局', '签收 03-02', '延期 03-06 5'],
      [
        '03-03 首次联系',
        '03-12 预警',
        '03-13 重点督办',
        '03-17 黄牌',
        '03-24 提请红牌',
        '05-01 外限',
        '05-31 最后外限',
      ],
    ],
  ])('%s', (_name, told, expected) => {
    const { upcoming } = stand(need, told, '2026-03-02');
    expect(upcoming.map(({ date, what }) => `${date.slice(5)} ${what}`)).toEqual(expected);
  });

  it('tells what it knows when the calendar ends on the way', () => {
    const { upcoming, due } = stand(need, ['受理 12-22', '派单 12-22 教育局', '签收 12-22'], '2026-12-22');
    expect(due).toBe('2026-12-29');
    expect(upcoming.map(({ date, what }) => `${date} ${what}`)).toEqual([
      '2026-12-23 首次联系',
      '2026-12-25 预警',
      '2026-12-28 重点督办',
      '2026-12-30 黄牌',
      '2027-02-20 外限',
      '2027-03-22 最后外限',
    ]);
  });
});

describe('words and counts', () => {
  it.each([
    ['2026-10-10', '2026-10-13', '到期前还剩 1 个工作日'],
    ['2026-10-12', '2026-10-13', '下一个工作日到期'],
    ['2026-10-13', '2026-10-13', '今天到期'],
    ['2026-10-10', '2026-10-08', '已逾期 2 个工作日'],
    ['2026-10-11', '2026-10-10', '已到期'],
    ['2026-12-30', 'unknown', '期限待定（放假安排还没公布）'],
  ])('on %s, due %s: %s', (today, due, words) => {
    expect(leftWords(calendar, today, due)).toBe(words);
  });

  it('counts a yellow card as an urging', () => {
    expect(timesUrged(timeline(need, '受理 09-23', `${YELLOW} 10-09`, `${URGE} 10-10`))).toBe(2);
  });

  it.each([
    [{ amount: 1, unit: '个月' }, '2026-01-31', '2026-02-28'],
    [{ amount: 2, unit: '周' }, '2026-03-02', '2026-03-16'],
    [{ amount: 30, unit: '天' }, '2026-03-02', '2026-04-01'],
    [{ amount: 1, unit: '年' }, '2026-03-02', '2027-03-02'],
    [{ amount: 2, unit: '小时' }, '2026-03-02', '2026-03-02'],
  ] as [Span, string, string][])('adds %o to a date', (span, from, to) => {
    expect(shift(calendar, from, span)).toBe(to);
  });
});
