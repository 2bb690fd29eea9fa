/** What is still open for a talent: needs and suggestions that became cases. */
import { dateOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import { shortDay } from '../standings.ts';

export interface MatterRow {
  personId: string;
  no: string;
  matter: string;
  title: string;
  stage: string;
  dueAt: Date | string | null;
}

/** Open matters of the talents $2 in the counties $1, the most urgent first. */
export const OPEN_MATTERS = `select person_id as "personId", no, matter, title, stage, due_at as "dueAt" from "case"
  where county_id = any((select $1::text[])::text[]) and person_id = any((select $2::text[])::text[])
    and matter in ('need', 'suggestion') and closed_at is null and guard = ''
  order by due_at nulls last, no`;

/** For each talent, one line a matter: 实验室用电增容（N-2026-0312，办理中，9月11日 周五到期）. The day is the stage's. Without private details. */
export const openMatters = async (
  tx: Tx,
  countyId: string,
  talentIds: string[],
): Promise<Map<string, string[]>> =>
  matterLines(await tx.$queryRawUnsafe<MatterRow[]>(OPEN_MATTERS, [countyId], talentIds));

/** The lines by talent, in the order of the rows. */
export function matterLines(rows: readonly MatterRow[]): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const row of rows) {
    const due = row.dueAt ? `，${shortDay(dateOf(new Date(row.dueAt).getTime()))}到期` : '';
    const line = `${row.title || (row.matter === 'need' ? '诉求' : '建议')}（${row.no}，${row.stage}${due}）`;
    lines.set(row.personId, [...(lines.get(row.personId) ?? []), line]);
  }
  return lines;
}
