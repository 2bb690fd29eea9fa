/** What is still open for a talent: needs and suggestions that became cases. */
import { dateOf } from '../../schedule/workdays.ts';
import type { Tx } from '../../store/database.ts';
import { shortDay } from '../standings.ts';

/** For each talent, one line a matter: 实验室用电增容（N-2026-0312，办理中，应于9月11日 周五办结）. Without private details. */
export async function openMatters(
  tx: Tx,
  countyId: string,
  talentIds: string[],
): Promise<Map<string, string[]>> {
  const rows = await tx.case.findMany({
    where: {
      countyId,
      personId: { in: talentIds },
      matter: { in: ['need', 'suggestion'] },
      closedAt: null,
      guard: '',
    },
    orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { no: 'asc' }],
    take: 50,
  });
  const lines = new Map<string, string[]>();
  for (const row of rows) {
    const due = row.dueAt ? `，应于${shortDay(dateOf(row.dueAt.getTime()))}办结` : '';
    const line = `${row.title || (row.matter === 'need' ? '诉求' : '建议')}（${row.no}，${row.stage}${due}）`;
    lines.set(row.personId ?? '', [...(lines.get(row.personId ?? '') ?? []), line]);
  }
  return lines;
}
