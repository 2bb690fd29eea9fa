/** What is still open for a talent: needs and suggestions that became cases. */
import { dateOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import { shortDay } from '../standings.ts';

/** For each talent, one line a matter: 实验室用电增容（N-2026-0312，办理中，应于9月11日 周五办结）. Without private details. */
export const openMatters = (tx: Tx, countyId: string, talentIds: string[]): Promise<Map<string, string[]>> =>
  openMattersIn(tx, [countyId], talentIds);

interface MatterRow {
  personId: string;
  no: string;
  matter: string;
  title: string;
  stage: string;
  dueAt: Date | null;
}

/** The same for talents of several counties. */
export async function openMattersIn(
  tx: Tx,
  countyIds: string[],
  talentIds: string[],
): Promise<Map<string, string[]>> {
  const rows = await tx.$queryRawUnsafe<MatterRow[]>(
    `select person_id as "personId", no, matter, title, stage, due_at as "dueAt" from "case"
     where county_id = any($1::text[]) and person_id = any($2::text[]) and matter in ('need', 'suggestion')
       and closed_at is null and guard = ''
     order by due_at nulls last, no`,
    countyIds,
    talentIds,
  );
  const lines = new Map<string, string[]>();
  for (const row of rows) {
    const due = row.dueAt ? `，应于${shortDay(dateOf(row.dueAt.getTime()))}办结` : '';
    const line = `${row.title || (row.matter === 'need' ? '诉求' : '建议')}（${row.no}，${row.stage}${due}）`;
    lines.set(row.personId, [...(lines.get(row.personId) ?? []), line]);
  }
  return lines;
}
