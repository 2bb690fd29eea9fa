/** Where the clock pane's buttons lead. */
import { dayOf } from './duration.ts';
import type { ClockPreset } from './view.ts';

const dayMs = 86_400_000;

/** Monday to Friday, for a county that has given no calendar. */
export function weekday(day: string): boolean {
  const name = new Date(`${day}T00:00:00Z`).getUTCDay();
  return name !== 0 && name !== 6;
}

/** Nine in the morning, county time. */
const nine = (day: string): number => Date.parse(`${day}T09:00:00+08:00`);
const nextDay = (day: string): string => dayOf(nine(day) + dayMs);

function firstWorkday(from: string, workday: (day: string) => boolean): string {
  let day = from;
  for (let tries = 0; tries < 60 && !workday(day); tries += 1) day = nextDay(day);
  return day;
}

function nextQuarter(day: string): string {
  const year = Number(day.slice(0, 4));
  const quarter = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const month = ((quarter + 1) % 4) * 3 + 1;
  return `${quarter === 3 ? year + 1 : year}-${String(month).padStart(2, '0')}-01`;
}

/** Every preset lies after `now`. */
export function presetsFrom(now: number, workday: (day: string) => boolean = weekday): ClockPreset[] {
  const today = dayOf(now);
  const tomorrow = nextDay(today);
  return [
    { label: '+1 小时', to: now + 3_600_000 },
    { label: '明早 9:00', to: nine(tomorrow) },
    { label: '下一工作日', to: nine(firstWorkday(tomorrow, workday)) },
    { label: '下周今天', to: now + 7 * dayMs },
    { label: '下季度首个工作日', to: nine(firstWorkday(nextQuarter(today), workday)) },
  ];
}
