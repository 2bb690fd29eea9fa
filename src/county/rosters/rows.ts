/** Who is on a roster now, in the order of their cases, as far as whoever looks may see their cases. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Tx } from '../../store/database.ts';
import { askerIn } from '../cases/cards.ts';
import { dayCell, idCell, type Ledger, type Looking, phoneCell } from '../ledgers/ledger.ts';
import { isHead } from '../roles.ts';
import { openJson } from '../sealed.ts';

/** Names of the county's rosters: those its matters name, and those that have people from before. */
export async function rosterNames(tx: Tx, countyId: string, book: FlowBook): Promise<string[]> {
  const rows = await tx.rosterEntry.findMany({
    where: { countyId },
    distinct: ['roster'],
    select: { roster: true },
    orderBy: { roster: 'asc' },
  });
  const named = [...book.values()].flatMap(({ roster }) => (roster ? [roster.name] : []));
  return [...new Set([...named, ...rows.map(({ roster }) => roster)])];
}

/** One line of a roster; numbers as `looking` may see them. */
export interface RosterRow {
  /** Person, or case where nobody knows the person: who is on it twice counts once. */
  who: string;
  batch: string;
  no: string;
  name: string;
  unit: string;
  title: string;
  phone: string;
  idNumber: string;
  stage: string;
  since: Date;
}

const answersSchema = z.record(z.string(), z.unknown());

/** `batch` left out: of all. */
export async function rosterRows(looking: Looking, roster: string, batch?: string): Promise<RosterRow[]> {
  const { tx, secrets, countyId, viewer } = looking;
  const entries = await tx.rosterEntry.findMany({
    where: { countyId, roster, until: null, ...(batch === undefined ? {} : { batch }) },
  });
  const cases = await tx.case.findMany({
    where: {
      countyId,
      id: { in: entries.map(({ caseId }) => caseId) },
      NOT: { recused: { has: viewer.id } },
      ...(isHead(viewer) ? {} : { guard: { not: '限主任' } }),
    },
  });
  const people = await tx.person.findMany({
    where: { countyId, id: { in: entries.flatMap(({ personId }) => personId ?? []) } },
  });
  const [caseOf, personOf] = [
    new Map(cases.map((row) => [row.id, row])),
    new Map(people.map((row) => [row.id, row])),
  ];
  const rows = entries.flatMap((entry): RosterRow[] => {
    const row = caseOf.get(entry.caseId);
    if (!row) return [];
    const answers = answersSchema.parse(openJson(secrets, row.answers));
    const known = answers.署名 === '匿名' ? undefined : personOf.get(entry.personId ?? '');
    return [
      {
        who: entry.personId ?? entry.caseId,
        batch: entry.batch,
        no: row.no,
        name: askerIn({ answers, ...(known ? { person: known } : {}) }),
        unit: known?.unit ?? '',
        title: known?.title ?? '',
        phone: phoneCell(looking, known?.phone ?? null),
        idNumber: idCell(looking, known?.idNumber ?? null),
        stage: row.stage,
        since: entry.since,
      },
    ];
  });
  return rows.sort((a, b) => a.no.localeCompare(b.no));
}

/** A roster as a sheet, every batch in it. */
export const rosterLedger = (name: string): Ledger => ({
  name,
  also: [],
  columns: ['序号', '批次', '编号', '姓名', '单位', '职称或职务', '手机', '身份证号', '环节', '进册日'],
  widths: [6, 18, 16, 12, 24, 16, 14, 20, 12, 12],
  rows: async (looking) =>
    (await rosterRows(looking, name)).map((row, index) => [
      index + 1,
      row.batch,
      row.no,
      row.name,
      row.unit,
      row.title,
      row.phone,
      row.idNumber,
      row.stage,
      dayCell(row.since),
    ]),
});
