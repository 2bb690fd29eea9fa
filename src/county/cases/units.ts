/** Member units by the names people use. */
import type { Tx } from '../../store/database.ts';

export interface NamedUnit {
  id: string;
  name: string;
  aliases: string[];
}

/** Units of that name or short name; else those whose name contains it. */
export function unitsNamed(units: readonly NamedUnit[], named: string): NamedUnit[] {
  const wanted = named.normalize('NFKC').trim();
  if (!wanted) return [];
  const called = (unit: NamedUnit): string[] => [unit.name, ...unit.aliases];
  const bare = wanted.replace(/^县/u, '');
  const exact = units.filter((unit) => called(unit).some((name) => name === wanted || name === bare));
  if (exact.length > 0) return exact;
  return bare.length >= 2 ? units.filter((unit) => called(unit).some((name) => name.includes(bare))) : [];
}

/** The county's units that are called so. */
export async function findUnits(tx: Tx, countyId: string, named: string): Promise<NamedUnit[]> {
  return unitsNamed(await tx.unit.findMany({ where: { countyId }, orderBy: { name: 'asc' } }), named);
}
