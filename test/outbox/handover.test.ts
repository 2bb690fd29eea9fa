/** What a turn says goes out as soon as the turn is committed, without being looked for, and never before what waited longer. */
import { expect, it } from 'vitest';
import type { Limits, SendOutcome } from '../../src/channels/port.ts';
import { say } from '../../src/dialogue/reply.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import type { Taken } from '../../src/outbox/handover.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { systemClock } from '../../src/ports.ts';
import { transaction } from '../../src/store/transaction.ts';
import { COUNTY, type County, countyOfTest, random, secrets } from '../support/county.ts';
import { chatIn, outboxOf, post, statuses, wordsOf } from '../support/outbox.ts';
import { noLimits, until } from '../support/service.ts';

interface Desk {
  county: County;
  outbox: Outbox;
  chat: bigint;
  sent: string[];
  /** Called before each send is answered. */
  fate: { meanwhile(words: string): Promise<SendOutcome | undefined> };
  /** As a turn does: says it, and hands it over after the commit. Answers with how many must be looked for. */
  turn(text: string): Promise<number>;
  /** Until so many have been sent. */
  sends(count: number): Promise<void>;
}

/** A chat to which something was sent before. */
async function deskOfTest(limits: Limits = noLimits): Promise<Desk> {
  const county = await countyOfTest();
  const chat = await chatIn(county, 'ou_a');
  await county.db.prisma.lane.create({ data: { chatId: chat } });
  const sent: string[] = [];
  const fate: Desk['fate'] = { meanwhile: async () => undefined };
  const outbox = await outboxOf(
    county.db,
    async (request) => {
      const words = wordsOf(request);
      const other = await fate.meanwhile(words);
      if (other) return other;
      sent.push(words);
      return { result: 'sent', messageId: `om_${sent.length}` };
    },
    limits,
  );
  const turn: Desk['turn'] = async (text) => handOver({ county, outbox, chat }, text);
  const sends: Desk['sends'] = async (count) => {
    await until(
      () => sent.length,
      (length) => length >= count,
    );
  };
  return { county, outbox, chat, sent, fate, turn, sends };
}

async function handOver(
  { county, outbox, chat }: Pick<Desk, 'county' | 'outbox' | 'chat'>,
  text: string,
  fails = false,
): Promise<number> {
  let taken: Taken | undefined;
  try {
    const added = await transaction(county.db, async (sql) => {
      const posting = { countyId: COUNTY, cause: 'event:1', post: { to: { chat }, reply: say(text) } };
      const all = await enqueue(sql, { secrets, clock: systemClock, random }, [posting], async (chats) => {
        taken = await outbox.take(sql, chats);
      });
      if (fails) throw new Error('the turn failed after all');
      return all;
    });
    return taken?.committed(added) ?? added.length;
  } catch (error) {
    taken?.rolledBack();
    throw error;
  }
}

const senders = async ({ county }: Desk) =>
  (await county.db.prisma.lane.findMany()).map(({ sender }) => sender);

it('sends what was handed over, and gives the lane back', async () => {
  const desk = await deskOfTest();
  expect(await desk.turn('一')).toBe(0);
  await desk.sends(1);
  await until(
    () => senders(desk),
    ([sender]) => sender === null,
  );
  expect(await statuses(desk.county)).toEqual(['sent']);
});

it('puts the next message on the lane it is at work on', async () => {
  const desk = await deskOfTest();
  desk.fate.meanwhile = async (words) => {
    if (words === '一') expect(await desk.turn('二')).toBe(0);
    return undefined;
  };
  await desk.turn('一');
  await desk.sends(2);
  expect(desk.sent).toEqual(['一', '二']);
});

it('sends first what waited before', async () => {
  const desk = await deskOfTest();
  await post(desk.county, desk.chat, '一');
  await post(desk.county, desk.chat, '二');
  await desk.turn('三');
  await desk.sends(3);
  expect(desk.sent).toEqual(['一', '二', '三']);
});

it('looks for what came another way while it was at work', async () => {
  const desk = await deskOfTest();
  desk.fate.meanwhile = async (words) => {
    if (words !== '一') return undefined;
    await post(desk.county, desk.chat, '二');
    void desk.outbox.drain();
    await desk.turn('三');
    return undefined;
  };
  await desk.turn('一');
  await desk.sends(3);
  expect(desk.sent).toEqual(['一', '二', '三']);
});

it('lets nothing overtake a message that must be tried again', async () => {
  const desk = await deskOfTest();
  let tries = 0;
  desk.fate.meanwhile = async (words) => {
    if (words !== '一' || ++tries > 1) return undefined;
    await desk.turn('二');
    return { result: 'retry', afterMs: 1, pause: 'message', code: '230020', reason: 'busy' };
  };
  await desk.turn('一');
  await desk.sends(2);
  expect(desk.sent).toEqual(['一', '二']);
});

it('sends the first message of a chat at once too, also after its turn was rolled back', async () => {
  const desk = await deskOfTest();
  await desk.county.db.prisma.lane.deleteMany();
  await expect(handOver(desk, '零', true)).rejects.toThrow('failed after all');
  expect(await desk.turn('一')).toBe(0);
  await desk.sends(1);
  expect(desk.sent).toEqual(['一']);
});

it('leaves a chat that another process sends to, to those who look', async () => {
  const desk = await deskOfTest();
  await desk.county.db.prisma.lane.update({ where: { chatId: desk.chat }, data: { sender: 4_711 } });
  expect(await desk.turn('一')).toBe(1);
  await desk.outbox.sweep();
  expect(desk.sent).toEqual(['一']);
});

it('lets two turns that write to the same new chats go on', async () => {
  const county = await countyOfTest();
  const chats = await Promise.all(Array.from({ length: 8 }, (_, index) => chatIn(county, `ou_${index}`)));
  const sent: string[] = [];
  const outboxes = await Promise.all(
    [0, 1].map(() =>
      outboxOf(county.db, async (request) => {
        sent.push(wordsOf(request));
        return { result: 'sent' };
      }),
    ),
  );
  const both = outboxes.map(async (outbox, index) => {
    let taken: Taken | undefined;
    const inOrder = index === 0 ? chats : chats.toReversed();
    const added = await transaction(county.db, (sql) =>
      enqueue(
        sql,
        { secrets, clock: systemClock, random },
        inOrder.map((chat) => ({
          countyId: COUNTY,
          cause: 'event:1',
          post: { to: { chat }, reply: say(`第${index}轮`) },
        })),
        async (reached) => {
          taken = await outbox.take(sql, reached);
        },
      ),
    );
    taken?.committed(added);
    await outbox.drain();
  });
  await Promise.all(both);
  // Whoever found a lane with the other, and looked before it was given back, leaves it to the sweep.
  for (const outbox of outboxes) await outbox.sweep();
  await until(
    () => statuses(county),
    (all) => all.length === 16 && all.every((status) => status === 'sent'),
  );
  expect(sent).toHaveLength(16);
});

it('gives back the lanes of a turn that was rolled back', async () => {
  const desk = await deskOfTest();
  await expect(handOver(desk, '一', true)).rejects.toThrow('failed after all');
  expect(await senders(desk)).toEqual([null]);
  await desk.turn('二');
  await desk.sends(1);
  expect(desk.sent).toEqual(['二']);
});

it('keeps to what the app may send', async () => {
  const desk = await deskOfTest({ ...noLimits, perSecond: 1 });
  await desk.turn('一');
  await desk.sends(1);
  await until(
    () => senders(desk),
    ([sender]) => sender === null,
  );
  await desk.turn('二');
  await until(
    () => desk.county.db.prisma.lane.findMany(),
    ([lane]) => lane?.sender === null && lane.pausedUntil.getTime() > 0,
  );
  await desk.sends(2);
  expect(desk.sent).toEqual(['一', '二']);
});

it('sends nothing once it stops, and another process sends what was handed over', async () => {
  const desk = await deskOfTest();
  await desk.outbox.stop();
  expect(await desk.turn('一')).toBe(1);
  expect(desk.sent).toEqual([]);
  const told: string[] = [];
  const other = await outboxOf(desk.county.db, async (request) => {
    told.push(wordsOf(request));
    return { result: 'sent' };
  });
  await other.sweep();
  expect(told).toEqual(['一']);
});
