/** 分工 of a county: the defaults, and what the county itself has said. */
import { topicOf } from '../../dialogue/need/topics.ts';
import type { Tx } from '../../store/database.ts';
import { type NamedUnit, unitsNamed } from '../cases/units.ts';
import { type Duty, defaultDuties } from './defaults.ts';

export interface Assigned {
  duty: Duty;
  /** Undefined: the office's own. */
  unit?: { id: string; name: string };
  /** Of what the county said, else of the default. */
  source: string;
}

/** The whole table, topic by topic. */
export async function dutiesOf(tx: Tx, countyId: string): Promise<Assigned[]> {
  const said = await tx.duty.findMany({ where: { countyId } });
  const units = await tx.unit.findMany({ where: { countyId } });
  return defaultDuties.map((duty) => {
    const own = said.find(({ topic }) => topic === duty.name);
    const unit = own ? units.find(({ id }) => id === own.unitId) : firstOf(units, duty.units);
    return {
      duty,
      source: own?.source ?? duty.source,
      ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
    };
  });
}

/** Who takes what a text is about; undefined when the table has no word of it. */
export async function dutyFor(tx: Tx, countyId: string, text: string): Promise<Assigned | undefined> {
  const duty = topicOf(text, defaultDuties);
  return duty && dutyNamed(tx, countyId, duty.name);
}

/** Who takes a topic. */
export async function dutyNamed(tx: Tx, countyId: string, topic: string): Promise<Assigned | undefined> {
  return (await dutiesOf(tx, countyId)).find(({ duty }) => duty.name === topic);
}

/** The first of the names that is one unit of the county and no more. */
function firstOf(units: readonly NamedUnit[], names: readonly string[]): NamedUnit | undefined {
  for (const name of names) {
    const [unit, ...more] = unitsNamed(units, name);
    if (unit && more.length === 0) return unit;
  }
  return undefined;
}
