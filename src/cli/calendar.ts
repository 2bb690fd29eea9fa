/** `calendar show` and `calendar import FILE`: the working days of the county. */
import { CalendarRefused, calendarLines, importCalendar, readCalendar } from '../county/calendar-file.ts';
import type { Database } from '../store/database.ts';
import { bytesOf, onlyCounty, TERMINAL } from './county.ts';
import { failed } from './problem.ts';

export async function showCalendar(db: Database): Promise<string[]> {
  return calendarLines(db.prisma, await onlyCounty(db));
}

/**
 * Takes a file of days in (calendar-file.ts says how it is written).
 * @throws Problem that says what is wrong with it; then nothing is changed.
 */
export async function takeCalendar(db: Database, path: string, now: number): Promise<string[]> {
  const countyId = await onlyCounty(db);
  const file = read(bytesOf(path).toString('utf8'));
  await db.prisma.$transaction(async (tx) => {
    await importCalendar(tx, countyId, file);
    await tx.change.create({
      data: { countyId, subject: 'calendar', what: '导入放假安排', by: TERMINAL, at: new Date(now) },
    });
  });
  const off = file.days.filter(({ kind }) => kind === '休').length;
  const lines = await calendarLines(db.prisma, countyId);
  return [
    `已导入：休 ${off} 天，班 ${file.days.length - off} 天。运行中的服务十秒内就会用上。`,
    '',
    ...lines,
  ];
}

function read(text: string) {
  try {
    return readCalendar(text);
  } catch (error) {
    if (error instanceof CalendarRefused) throw failed(`没有导入。${error.message}`);
    throw error;
  }
}
