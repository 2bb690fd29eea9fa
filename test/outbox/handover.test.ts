/** What a turn says goes out as soon as the turn is committed, without being looked for, and never before what waited longer. */
import { describe, expect, it } from 'vitest';
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

/** Says it in all of these chats, in one transaction. Answers with how many must be looked for. */
async function handOverAll(
  { county, outbox }: Pick<Desk, 'county' | 'outbox'>,
  chats: readonly bigint[],
  text: string,
): Promise<number> {
  let taken: Taken | undefined;
  const postings = chats.map((chat) => ({
    countyId: COUNTY,
    cause: 'event:1',
    post: { to: { chat }, reply: say(text) },
  }));
  const added = await transaction(county.db, (sql) =>
    enqueue(sql, { secrets, clock: systemClock, random }, postings, async (reached) => {
      taken = await outbox.take(sql, reached);
    }),
  );
  return taken?.committed(added) ?? added.length;
}

const senders = async ({ county }: Pick<Desk, 'county'>) =>
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
    await handOverAll({ county, outbox }, index === 0 ? chats : chats.toReversed(), `第${index}轮`);
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

describe('where much is sent', () => {
  const CROWD = 60;

  /** A process that has just sent to so many chats that it keeps their lanes. */
  async function crowdOfTest() {
    const county = await countyOfTest();
    const chats = await Promise.all(
      Array.from({ length: CROWD }, (_, index) => chatIn(county, `ou_${index}`)),
    );
    const sent: string[] = [];
    const outbox = await outboxOf(county.db, async (request) => {
      sent.push(wordsOf(request));
      return { result: 'sent' };
    });
    expect(await handOverAll({ county, outbox }, chats, '一')).toBe(0);
    const settled = (count: number) =>
      until(
        () => statuses(county),
        (all) => all.length === count && all.every((status) => status === 'sent'),
      );
    await settled(CROWD);
    expect(await senders({ county })).not.toContain(null);
    const [chat] = chats as [bigint];
    return { county, outbox, chat, sent, settled };
  }

  it('keeps lanes, and sends on them what comes next', async () => {
    const crowd = await crowdOfTest();
    const lane = () =>
      crowd.county.db.prisma.$queryRaw`select xmin::text from lane where chat_id = ${crowd.chat}`;
    const before = await lane();
    expect(await handOver(crowd, '二')).toBe(0);
    await crowd.settled(CROWD + 1);
    expect(crowd.sent.at(-1)).toBe('二');
    expect(await lane()).toEqual(before);
  });

  it('finds what came another way when somebody looks', async () => {
    const crowd = await crowdOfTest();
    await post(crowd.county, crowd.chat, '二');
    await crowd.outbox.drain();
    expect(crowd.sent.at(-1)).toBe('二');
  });

  it('finds what came another way before long, though nobody says so', async () => {
    const crowd = await crowdOfTest();
    await post(crowd.county, crowd.chat, '二');
    await crowd.settled(CROWD + 1);
    expect(crowd.sent.at(-1)).toBe('二');
  });

  it('gives them back when nothing comes', async () => {
    const crowd = await crowdOfTest();
    await until(
      () => senders(crowd),
      (all) => all.every((sender) => sender === null),
    );
  });

  it('lets nothing overtake what came another way', async () => {
    const crowd = await crowdOfTest();
    await post(crowd.county, crowd.chat, '二');
    await handOver(crowd, '三');
    await crowd.settled(CROWD + 2);
    expect(crowd.sent.slice(-2)).toEqual(['二', '三']);
  });

  it('gives them back when it stops', async () => {
    const crowd = await crowdOfTest();
    await crowd.outbox.stop();
    expect(new Set(await senders(crowd))).toEqual(new Set([null]));
  });

  it('sends on none of them once the connection that owns them is lost', async () => {
    const crowd = await crowdOfTest();
    await crowd.county.db.prisma.$queryRaw`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and application_name = 'jinyue outbox'`;
    const told: string[] = [];
    const other = await outboxOf(crowd.county.db, async (request) => {
      told.push(wordsOf(request));
      return { result: 'sent' };
    });
    expect(await handOver(crowd, '二')).toBe(1);
    await other.sweep();
    expect(told).toEqual(['二']);
    expect(crowd.sent).not.toContain('二');
  });
});
