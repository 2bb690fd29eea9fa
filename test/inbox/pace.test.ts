import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Decide } from '../../src/county/turn.ts';
import { CHATS } from '../../src/inbox/claim.ts';
import { openPace, PATIENCE_MS } from '../../src/inbox/pace.ts';
import { countyOfTest, echo } from '../support/county.ts';

describe('the pace of accepting', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const waiting = (pace: { room(): Promise<void> }) => {
    const seen = { goesOn: false };
    void pace.room().then(() => {
      seen.goesOn = true;
    });
    return seen;
  };

  it('does not hold up what finds room', async () => {
    const seen = waiting(openPace(() => false));
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.goesOn).toBe(true);
  });

  it('waits for the round under way, and no longer', async () => {
    const pace = openPace(() => true);
    const seen = waiting(pace);
    await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    expect(seen.goesOn).toBe(false);
    pace.roundEnded();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.goesOn).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on when a round takes too long for who waits for an answer', async () => {
    const seen = waiting(openPace(() => true));
    await vi.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(seen.goesOn).toBe(true);
  });
});

it('takes no more in than a round can hold while one is under way, and loses nothing of it', async () => {
  const county = await countyOfTest();
  const begun = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const decide: Decide = async (turn) => {
    begun.resolve();
    await held.promise;
    return echo(turn);
  };
  const inbox = county.inbox(decide);
  await county.says(inbox, 'ou_first', '一');
  const drained = inbox.drain();
  await begun.promise;
  await Promise.all(Array.from({ length: CHATS }, (_, n) => county.says(inbox, `ou_${n}`, '二')));
  const asked = performance.now();
  const late = county.says(inbox, 'ou_late', '三');
  // Something else goes to the database and back meanwhile.
  const kept = await county.db.prisma.event.count();
  // On a machine that stood still so long, patience has ended.
  if (performance.now() - asked < PATIENCE_MS) expect(kept).toBe(1 + CHATS);
  held.resolve();
  await late;
  await drained;
  await inbox.drain();
  expect(await county.told('ou_late')).toHaveLength(1);
  expect(await county.db.prisma.message.count()).toBe(2 + CHATS);
  expect(await county.db.prisma.waitingEvent.count()).toBe(0);
});
