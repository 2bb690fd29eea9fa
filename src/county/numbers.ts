/** Running numbers of a county: RC0001 for files, L-2026-0001 for contact records. */
import type { Tx } from '../store/database.ts';

/** The next number of a series; numbers are never given twice, and a rolled back turn gives its own back. */
export async function nextNumber(tx: Tx, countyId: string, name: string): Promise<number> {
  const row = await tx.sequence.upsert({
    where: { countyId_name: { countyId, name } },
    create: { countyId, name, last: 1 },
    update: { last: { increment: 1 } },
  });
  return row.last;
}

const pad = (n: number): string => String(n).padStart(4, '0');

export const fileNumber = async (tx: Tx, countyId: string): Promise<string> =>
  `RC${pad(await nextNumber(tx, countyId, 'RC'))}`;

/** `prefix` L for contacts, N for needs; `year` of the county's business time. */
export const yearNumber = async (tx: Tx, countyId: string, prefix: string, year: string): Promise<string> =>
  `${prefix}-${year}-${pad(await nextNumber(tx, countyId, `${prefix}-${year}`))}`;
