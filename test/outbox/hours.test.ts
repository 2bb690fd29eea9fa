/** What the clock caused is sent within its hours, however late the outbox comes to it; what answers somebody is not held back. */
import { expect, it, onTestFinished } from 'vitest';
import { calendarOf } from '../../src/county/calendar.ts';
import { undelivered } from '../../src/county/failures.ts';
import { type Hours, hoursOf, openFrom } from '../../src/county/hours.ts';
import { readSettings } from '../../src/county/settings.ts';
import { say } from '../../src/dialogue/reply.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { type Outbox, openOutbox } from '../../src/outbox/outbox.ts';
import { silentLog } from '../../src/ports.ts';
import { momentOf } from '../../src/schedule/workdays.ts';
import { transaction } from '../../src/store/transaction.ts';
import { APP, COUNTY, countyOfTest, random, secrets } from '../support/county.ts';
import { noLimits } from '../support/service.ts';

/** Qingming 2026: off from Saturday the 4th to Monday the 6th of April. */
const view = {
  id: COUNTY,
  name: '青岚县',
  since: 0,
  settings: readSettings({}),
  calendar: calendarOf(
    ['2026-04-04', '2026-04-05', '2026-04-06'].map((date) => ({ date, kind: '休', name: '清明节' })),
    '2026-12-31',
  ),
};

interface Fate {
  lost?: boolean;
}

async function office(date: string, time: string) {
  const clock = { time: momentOf(date, time), now: () => clock.time };
  const county = await countyOfTest(clock);
  const chat = await county.db.prisma.chat.create({
    data: { countyId: COUNTY, appId: APP, key: 'u:ou_a', kind: 'p2p', accountId: 'ou_a' },
  });
  const sent: string[] = [];
  const fate: Fate = {};
  const start = async (): Promise<Outbox> => {
    const outbox = await openOutbox({
      db: county.db,
      secrets,
      clock,
      random,
      log: silentLog,
      undelivered,
      observe: () => undefined,
      openFrom: async (_county, hours, now) => openFrom(view, hoursOf(hours), now),
      channels: new Map([
        [
          APP,
          {
            name: 'feishu',
            appId: APP.slice('feishu:'.length),
            limits: noLimits,
            handle: async () => ({ status: 200, body: {} }),
            start: async () => undefined,
            stop: async () => undefined,
            status: () => ({ connection: 'connected' }),
            async send({ message }) {
              const [part] = message.parts;
              if (fate.lost)
                return { result: 'retry', afterMs: 0, pause: 'message', code: 'ECONNRESET', reason: 'cut' };
              sent.push(part?.type === 'text' ? part.text : '');
              return { result: 'sent', messageId: `om_${sent.length}` };
            },
            download: () => Promise.reject(new Error('nothing to download')),
            findByPhone: async () => new Map(),
          },
        ],
      ]),
    });
    onTestFinished(() => outbox.stop());
    return outbox;
  };
  const post = (text: string, hours?: Hours) =>
    transaction(county.db, (sql) =>
      enqueue(sql, { secrets, clock, random }, [
        {
          countyId: COUNTY,
          cause: hours ? 'timer:1' : 'event:1',
          post: { to: { chat: chat.id }, reply: say(text) },
          ...(hours ? { hours } : {}),
        },
      ]),
    );
  return {
    db: county.db,
    sent,
    fate,
    start,
    post,
    goTo(date: string, time: string) {
      clock.time = momentOf(date, time);
    },
  };
}

it('holds what was committed in time and is unsent at night until the next working morning', async () => {
  const { post, start, sent, goTo } = await office('2026-04-03', '17:29');
  await post('提醒一', 'office');
  await post('提醒二', 'office');
  goTo('2026-04-03', '20:40');
  const outbox = await start();
  await outbox.sweep();
  expect(sent).toEqual([]);
  goTo('2026-04-06', '10:00');
  await outbox.sweep();
  expect(sent).toEqual([]);
  goTo('2026-04-07', '08:29');
  await outbox.sweep();
  expect(sent).toEqual([]);
  goTo('2026-04-07', '08:30');
  await outbox.sweep();
  expect(sent).toEqual(['提醒一', '提醒二']);
});

it('answers at once whatever is held, and by another process too', async () => {
  const { post, start, sent, goTo } = await office('2026-04-02', '22:00');
  await post('提醒', 'office');
  await post('已记下');
  const first = await start();
  await first.sweep();
  expect(sent).toEqual(['已记下']);
  await post('还有您的第二句');
  await first.sweep();
  expect(sent).toEqual(['已记下', '还有您的第二句']);
  await first.stop();
  goTo('2026-04-03', '08:31');
  await (await start()).sweep();
  expect(sent).toEqual(['已记下', '还有您的第二句', '提醒']);
});

it('keeps no more than a batch of held messages between somebody and their answer', async () => {
  const { post, start, sent } = await office('2026-04-02', '22:00');
  for (let count = 0; count < 20; count += 1) await post(`提醒 ${count}`, 'office');
  await post('已记下');
  await (await start()).sweep();
  expect(sent).toEqual(['已记下']);
});

it('finishes what was begun within its hours, as the platform may have taken it already', async () => {
  const { db, post, start, sent, goTo, fate } = await office('2026-04-03', '17:30');
  fate.lost = true;
  await post('提醒', 'office');
  const outbox = await start();
  await outbox.drain();
  expect(sent).toEqual([]);
  fate.lost = false;
  goTo('2026-04-03', '17:31');
  await db.prisma.lane.updateMany({ data: { pausedUntil: new Date(0) } });
  await outbox.sweep();
  expect(sent).toEqual(['提醒']);
});

it.each([
  // hours, now, open from
  ['office', '2026-04-03 08:29', '2026-04-03 08:30'],
  ['office', '2026-04-03 08:30', '2026-04-03 08:30'],
  ['office', '2026-04-03 17:30', '2026-04-03 17:30'],
  ['office', '2026-04-03 17:31', '2026-04-07 08:30'],
  ['office', '2026-04-05 12:00', '2026-04-07 08:30'],
  ['office', '2026-12-31 18:00', '2027-01-04 08:30'],
  ['nudge', '2026-04-03 20:30', '2026-04-03 20:30'],
  ['nudge', '2026-04-03 20:31', '2026-04-07 08:30'],
  ['own', '2026-04-05 07:00', '2026-04-05 07:00'],
  ['own', '2026-04-05 21:01', '2026-04-06 07:00'],
] as const)('opens %s at %s from %s', (hours, now, open) => {
  const at = (text: string) => momentOf(text.slice(0, 10), text.slice(11));
  expect(openFrom(view, hours, at(now))).toBe(at(open));
});
