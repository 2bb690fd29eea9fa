/** A case that one unit always has: it is given to it as it begins, and whoever answers for the unit hears of it. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { worldOf } from '../cases/act.ts';
import { caseCard } from '../cases/cards.ts';
import { loadCase } from '../cases/file.ts';
import { peopleOf } from '../cases/parties.ts';
import { recordStep } from '../cases/record.ts';
import type { Turn } from '../turn.ts';

/** Gives a case to the unit of that name; where the county has none the office keeps it. */
export async function giveTo(
  turn: Turn,
  book: FlowBook,
  no: string,
  unit: string,
  words: string,
): Promise<Post[]> {
  const world = worldOf(turn, book);
  const file = await loadCase(world, no, true);
  const row = await turn.tx.unit.findFirst({ where: { countyId: turn.county.id, name: unit } });
  if (!file || !row) return [];
  const given = await recordStep(
    world,
    file,
    { eventId: turn.eventId },
    { action: '派单', to: file.standing.stage.name, unit: row.id, at: turn.now },
    { what: `派给${unit}` },
  );
  const people = await peopleOf(turn.tx, given, '承办单位');
  return people.map((person) => ({
    to: { person },
    reply: caseCard(world, given, { parties: ['承办单位'], group: false }, words),
  }));
}
