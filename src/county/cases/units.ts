/** Member units by the names people use. */
import type { Tx } from '../../store/database.ts';

/** Units of that name or short name; else those whose name contains it. */
export async function findUnits(
  tx: Tx,
  countyId: string,
  named: string,
): Promise<{ id: string; name: string }[]> {
  const wanted = named.normalize('NFKC').trim();
  if (!wanted) return [];
  const units = await tx.unit.findMany({ where: { countyId }, orderBy: { name: 'asc' } });
  const called = (unit: { name: string; aliases: string[] }): string[] => [unit.name, ...unit.aliases];
  const bare = wanted.replace(/^县/u, '');
  const exact = units.filter((unit) => called(unit).some((name) => name === wanted || name === bare));
  if (exact.length > 0) return exact;
  return bare.length >= 2 ? units.filter((unit) => called(unit).some((name) => name.includes(bare))) : [];
}
