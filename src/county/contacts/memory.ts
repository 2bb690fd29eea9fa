/** What the talk with a leader was about: what 他, a missing subject and an addition refer to. */
import type { KnownPerson } from '../../dialogue/contact/people.ts';
import type { Conversation } from '../conversation.ts';
import type { Turn } from '../turn.ts';
import type { Memory } from './spoken-of.ts';

/** After this a bare 他 means nobody any more, ms. */
const FORGETS = 30 * 60_000;

export const memoryOf = (turn: Turn, state: Conversation): Memory =>
  state.talk && turn.now - state.talk.at <= FORGETS ? state.talk : { at: turn.now };

/** The talk goes on with what is new; what is left out stays. */
export const remember = (turn: Turn, state: Conversation, more: Partial<Memory>): Conversation => ({
  ...state,
  talk: { ...memoryOf(turn, state), at: turn.now, ...more },
});

/** The person last spoken of. */
export async function lastPerson(turn: Turn, memory: Memory): Promise<KnownPerson | undefined> {
  if (!memory.last) return undefined;
  const row = await turn.tx.person.findFirst({
    where: { id: memory.last, countyId: turn.county.id },
    select: { id: true, name: true, title: true, unit: true },
  });
  return row ?? undefined;
}
