import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatWait, grant, nothingSent, type Sending } from '../../src/outbox/allowance.ts';

const limits = { perSecond: 50, perMinute: 1000, perChatPerSecond: 5 };

describe('what an app may send', () => {
  it('grants what is asked for while there is room', () => {
    expect(grant(nothingSent, 0, 30, limits)).toMatchObject({ granted: 30, waitMs: 0 });
  });

  it('grants only the rest of the second, and says when to ask again', () => {
    const first = grant(nothingSent, 10_000, 45, limits);
    const second = grant(first.next, 10_100, 20, limits);
    expect(second.granted).toBe(5);
    expect(second.waitMs).toBe(950);
  });

  it('grants nothing while the platform asked for a pause', () => {
    expect(grant({ sent: [], pausedUntil: 5_000 }, 2_000, 1, limits)).toMatchObject({
      granted: 0,
      waitMs: 3_000,
    });
  });

  it('never lets a window of a second or a minute hold more than the limit', () => {
    const asks = fc.array(
      fc.record({ after: fc.integer({ min: 1, max: 900 }), want: fc.integer({ min: 1, max: 80 }) }),
      {
        minLength: 50,
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(asks, (sequence) => {
        let state: Sending = nothingSent;
        let now = 1_000_000;
        const sends: [number, number][] = [];
        for (const { after, want } of sequence) {
          now += after;
          const asked = grant(state, now, want, limits);
          state = asked.next;
          if (asked.granted > 0) sends.push([now, asked.granted]);
        }
        for (const [at] of sends) {
          const within = (window: number): number =>
            sends
              .filter(([other]) => other > at - window && other <= at)
              .reduce((sum, [, count]) => sum + count, 0);
          expect(within(1_000)).toBeLessThanOrEqual(limits.perSecond);
          expect(within(60_000)).toBeLessThanOrEqual(limits.perMinute);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lets five messages a second through to one chat', () => {
    const recent = [1_000, 1_100, 1_200, 1_300, 1_400];
    expect(chatWait(recent.slice(1), 1_500, 5)).toBe(0);
    expect(chatWait(recent, 1_500, 5)).toBe(550);
    expect(chatWait(recent, 2_060, 5)).toBe(0);
  });
});
