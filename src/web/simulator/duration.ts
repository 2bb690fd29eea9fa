/** Reading points in time and spans as the clock route takes them. A county's zone is Asia/Shanghai, without summer time. */
import { Refusal } from './refusal.ts';

const shift = 8 * 3_600_000;
const spanShape = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const pointShape = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * The moment an ISO 8601 text names, ms. A date alone is its midnight; without
 * an offset it is the county's time. Throws a Refusal on anything else.
 */
export function readPoint(text: string): number {
  const match = pointShape.exec(text);
  const full = match === null ? '' : text.length === 10 ? `${text}T00:00+08:00` : text;
  const ms = Date.parse(match?.[1] === undefined && text.length > 10 ? `${full}+08:00` : full);
  if (Number.isNaN(ms)) throw new Refusal(`看不懂时间“${text}”，请写成 2026-11-23T09:00+08:00 这样。`);
  return ms;
}

/**
 * `from` plus an ISO 8601 duration (P1D, PT30M, P1M2DT3H). Months and years move
 * on the county's calendar and stop at a month's last day. Throws a Refusal.
 */
export function addSpan(from: number, text: string): number {
  const match = spanShape.exec(text);
  const parts = match?.slice(1).map((part) => Number(part ?? 0)) ?? [];
  if (match === null || text === 'P' || text.endsWith('T')) {
    throw new Refusal(`看不懂时长“${text}”，请写成 P1D（一天）、PT1H（一小时）这样。`);
  }
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  const moved = addMonths(from, years * 12 + months);
  return moved + (weeks * 7 + days) * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + seconds * 1000;
}

function addMonths(from: number, months: number): number {
  if (months === 0) return from;
  const local = new Date(from + shift);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, last));
  return local.getTime() - shift;
}

/** The county's day, yyyy-MM-dd. */
export function dayOf(ms: number): string {
  return new Date(ms + shift).toISOString().slice(0, 10);
}

/** ISO 8601 with the county's offset, to the second. */
export function isoOf(ms: number): string {
  return `${new Date(ms + shift).toISOString().slice(0, 19)}+08:00`;
}
