/** A turn that fails: the others go on, it is tried again, and in the end people are told. */
import { expect, it } from 'vitest';
import type { Decide } from '../../src/county/turn.ts';
import { listAsideEvents, retryEvents } from '../../src/store/aside.ts';
import { type County, countyOfTest, echo } from '../support/county.ts';
import { until } from '../support/service.ts';

/** Fails whenever somebody says 坏 while `broken.value` holds. */
const failing =
  (broken: { value: boolean }): Decide =>
  async (turn) => {
    if (broken.value && turn.said.kind === 'text' && turn.said.text.includes('坏'))
      throw new Error('no luck');
    return echo(turn);
  };

/** Lets the rest after a failure pass without waiting for it. */
const rested = ({ db }: County) => db.prisma.chat.updateMany({ data: { retryAt: new Date(0) } });

it('keeps a failing chat from holding up the others', async () => {
  const county = await countyOfTest();
  const inbox = county.inbox(failing({ value: true }));
  for (const account of ['ou_a', 'ou_b', 'ou_c'])
    await county.says(inbox, account, account === 'ou_b' ? '坏' : '好');
  await inbox.drain();
  expect(await county.told('ou_a')).toHaveLength(1);
  expect(await county.told('ou_b')).toHaveLength(0);
  expect(await county.told('ou_c')).toHaveLength(1);
  const event = await county.db.prisma.event.findFirstOrThrow({ where: { accountId: 'ou_b' } });
  expect(event).toMatchObject({ attempts: 1, error: 'Error: no luck' });
  expect(await county.db.prisma.waitingEvent.findMany()).toMatchObject([{ eventId: event.id }]);
});

it('keeps even a hundred failing chats from holding up the others', async () => {
  const county = await countyOfTest();
  const inbox = county.inbox(failing({ value: true }));
  await Promise.all(Array.from({ length: 100 }, (_, index) => county.says(inbox, `ou_bad${index}`, '坏')));
  await inbox.drain();
  await county.says(inbox, 'ou_good', '好');
  await inbox.drain();
  expect(await county.told('ou_good')).toHaveLength(1);
});

it('answers what was said before the failing words, and holds back what came after', async () => {
  const county = await countyOfTest();
  const broken = { value: true };
  const inbox = county.inbox(failing(broken));
  for (const text of ['一', '坏二', '三']) await county.says(inbox, 'ou_a', text);
  await inbox.drain();
  const words = async () => (await county.told('ou_a')).map((body) => /一|坏二|三/u.exec(body)?.[0]);
  expect(await words()).toEqual(['一']);
  broken.value = false;
  await rested(county);
  await inbox.drain();
  expect(await words()).toEqual(['一', '坏二', '三']);
});

it('sets the event aside after the last try, says so to the writer and to staff, and goes on', async () => {
  const county = await countyOfTest();
  await county.person('龙敏', '人才办', 'ou_staff');
  const broken = { value: true };
  const inbox = county.inbox(failing(broken));
  await county.says(inbox, 'ou_a', '坏');
  await county.says(inbox, 'ou_a', '后来的');
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    expect(await county.told('ou_a')).toEqual([]);
    await rested(county);
    await inbox.drain();
  }
  const [apology, after, ...more] = await county.told('ou_a');
  expect(apology).toContain('抱歉');
  expect(after).toContain('后来的');
  expect(more).toEqual([]);
  const [news] = await county.told('ou_staff');
  const [aside] = await listAsideEvents(county.db);
  expect(aside).toMatchObject({ attempts: 5, error: 'Error: no luck' });
  expect(news).toContain(`来件 ${aside?.id}`);

  broken.value = false;
  expect(await retryEvents(county.db, aside?.id)).toBe(1);
  await inbox.drain();
  expect((await county.told('ou_a')).at(-1)).toContain('坏');
  expect(await listAsideEvents(county.db)).toEqual([]);
});

it('finds the event whose outcome cannot be kept, and lets everybody else go on', async () => {
  const county = await countyOfTest();
  const unkeepable: Decide = async (turn) => {
    const outcome = await echo(turn);
    const bad = turn.said.kind === 'text' && turn.said.text === '坏';
    // jsonb takes no NUL: the turn succeeds, and writing down what it left does not.
    return bad ? { ...outcome, answer: { toast: '\u0000', tone: 'info' } } : outcome;
  };
  const inbox = county.inbox(unkeepable);
  for (const text of ['一', '坏', '三']) await county.says(inbox, 'ou_a', text);
  await county.says(inbox, 'ou_b', '四');
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await rested(county);
    await inbox.drain();
  }
  expect(await county.told('ou_b')).toHaveLength(1);
  const words = (await county.told('ou_a')).map((body) => /一|抱歉|三/u.exec(body)?.[0]);
  expect(words).toEqual(['一', '抱歉', '三']);
});

it('says nothing of a failure when somebody else has handled the event meanwhile', async () => {
  const county = await countyOfTest();
  const other = await county.db.pool.connect();
  const somebodyWaits = () =>
    until(
      () =>
        county.db.pool.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        ),
      ({ rowCount }) => rowCount === 1,
    );
  const taken = Promise.withResolvers<unknown>();
  const decide: Decide = async () => {
    // Stands in line for the chat, and so has it as soon as this turn is rolled back.
    taken.resolve(other.query('begin; select 1 from chat for update'));
    await somebodyWaits();
    throw new Error('no luck');
  };
  const inbox = county.inbox(decide);
  await county.says(inbox, 'ou_a', '一');
  await county.db.prisma.event.updateMany({ data: { attempts: 4 } });
  const drained = inbox.drain();
  await taken.promise;
  await somebodyWaits();
  await other.query('delete from waiting_event; commit');
  other.release();
  await drained;
  expect(await county.told('ou_a')).toEqual([]);
});
