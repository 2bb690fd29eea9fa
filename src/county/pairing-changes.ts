/** Pairings begin, end and pass to a successor; each change can be taken back whole. */
import { dateOf } from '../schedule/workdays.ts';
import { newId } from '../store/ids.ts';
import { dateColumn } from './calendar.ts';
import { noteChange } from './changes.ts';
import type { Turn } from './turn.ts';

interface Ended {
  id: string;
  reason: string;
  paused: string | null;
  leader: { name: string };
  talent: { name: string };
}

/** Ends open pairings today, with the reason. */
export async function endPairings(turn: Turn, pairings: Ended[], reason: string): Promise<void> {
  await close(turn, pairings, reason);
  const [first] = pairings;
  if (!first) return;
  await noteChange(
    turn,
    `pairing:${first.id}`,
    `解除 ${pairings.map((pairing) => `${pairing.leader.name}—${pairing.talent.name}`).join('、')}（${reason}）`,
    { kind: 'pairings', made: [], before: pairings.map(asBefore) },
  );
}

/** A new pairing from today; its id. */
export async function beginPairing(
  turn: Turn,
  pair: { post: string; leaderId: string; talentId: string },
): Promise<string> {
  const id = newId(turn.random);
  await turn.tx.pairing.create({
    data: { id, countyId: turn.county.id, ...pair, from: dateColumn(dateOf(turn.now)) },
  });
  return id;
}

/**
 * A successor takes over what a leader held: post and talent stay, so that the
 * history stays with the pairing (domain.md 1.7). Resolves with the new ids.
 */
export async function passOn(
  turn: Turn,
  pairings: (Ended & { post: string; talentId: string })[],
  to: { id: string; name: string },
): Promise<string[]> {
  const made: string[] = [];
  for (const { post, talentId } of pairings)
    made.push(await beginPairing(turn, { post, talentId, leaderId: to.id }));
  await close(turn, pairings, `换人：由${to.name}承接`);
  await noteChange(
    turn,
    `pairing:${made[0]}`,
    `换人 ${pairings[0]?.leader.name ?? ''}→${to.name}（${pairings.map(({ talent }) => talent.name).join('、')}）`,
    { kind: 'pairings', made, before: pairings.map(asBefore) },
  );
  return made;
}

const asBefore = ({ id, reason, paused }: Ended) => ({ id, to: null, reason, paused });

async function close(turn: Turn, pairings: Ended[], reason: string): Promise<void> {
  await turn.tx.pairing.updateMany({
    where: { id: { in: pairings.map(({ id }) => id) } },
    data: { to: dateColumn(dateOf(turn.now)), reason, paused: null },
  });
}
