/** What may go wrong around sending leaves no chat silent, and no two senders on one lane. */
import pg from 'pg';
import { expect, it } from 'vitest';
import { listAsideMessages, retryMessages } from '../../src/store/aside.ts';
import { countyOfTest } from '../support/county.ts';
import { chatIn, outboxOf, post, type Send, statuses, wordsOf } from '../support/outbox.ts';
import { until } from '../support/service.ts';

it('goes on with a chat whose result the database did not take', async () => {
  const county = await countyOfTest();
  const chat = await chatIn(county, 'ou_a');
  const sent: string[] = [];
  const { pool } = county.db;
  const outbox = await outboxOf(county.db, async (request) => {
    // The database goes away between the send and the note of it.
    if (sent.length === 0) await pool.query('alter table lane rename to lane_away');
    sent.push(wordsOf(request));
    return { result: 'sent', messageId: `om_${sent.length}` };
  });
  await post(county, chat, '一');
  await post(county, chat, '二');
  await outbox.drain().catch(() => undefined);
  await pool.query('alter table lane_away rename to lane');
  await outbox.sweep();
  expect(sent.at(-1)).toBe('二');
  expect(await statuses(county)).toEqual(['sent', 'sent']);
});

it('keeps its lanes when the connection that owns them is cut', async () => {
  const county = await countyOfTest();
  const chat = await chatIn(county, 'ou_a');
  const gate = Promise.withResolvers<void>();
  const under = Promise.withResolvers<void>();
  let sending = 0;
  let most = 0;
  const send: Send = async () => {
    sending += 1;
    most = Math.max(most, sending);
    under.resolve();
    await gate.promise;
    sending -= 1;
    return { result: 'sent' };
  };
  const outbox = await outboxOf(county.db, send);
  const other = await outboxOf(county.db, send);
  await cutOwners(county.db.url);
  await outbox.sweep();
  await post(county, chat, '一');
  const drained = outbox.drain();
  await under.promise;
  await other.sweep();
  gate.resolve();
  await drained;
  expect(most).toBe(1);
  expect(await statuses(county)).toEqual(['sent']);
});

async function cutOwners(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity
     where datname = current_database() and application_name = 'jinyue outbox'`,
  );
  const pids = rows.map((row) => row.pid);
  expect(pids).toHaveLength(2);
  await client.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids]);
  await until(
    () => client.query(`select 1 from pg_stat_activity where pid = any($1)`, [pids]),
    ({ rowCount }) => rowCount === 0,
  );
  await client.end();
}

it('takes up the lanes of a process that is gone', async () => {
  const county = await countyOfTest();
  const chat = await chatIn(county, 'ou_a');
  await county.db.prisma.lane.create({ data: { chatId: chat, sender: 4_711 } });
  const sent: string[] = [];
  const outbox = await outboxOf(county.db, async (request) => {
    sent.push(wordsOf(request));
    return { result: 'sent' };
  });
  await post(county, chat, '一');
  await outbox.drain();
  expect(sent).toEqual([]);
  await outbox.sweep();
  expect(sent).toEqual(['一']);
});

it('sets a message aside that cannot be read, tells staff, and sends what comes after it', async () => {
  const county = await countyOfTest();
  await county.person('龙敏', '人才办', 'ou_staff');
  const chat = await chatIn(county, 'ou_a');
  const sent: string[] = [];
  const outbox = await outboxOf(county.db, async (request) => {
    sent.push(`${request.to.account} ${wordsOf(request)}`);
    return { result: 'sent' };
  });
  await post(county, chat, '一');
  await county.db.prisma.message.updateMany({ data: { body: Buffer.from('sealed with another key') } });
  await post(county, chat, '二');
  await outbox.drain();
  const [aside] = await listAsideMessages(county.db);
  expect(aside?.error).toContain('SECRET_KEY');
  expect(sent).toContain('ou_a 二');
  expect(sent.find((words) => words.startsWith('ou_staff'))).toContain(`消息 ${aside?.id}`);
});

it('sends in order on two processes at once, each message once', async () => {
  const county = await countyOfTest();
  const chats = await Promise.all(Array.from({ length: 6 }, (_, index) => chatIn(county, `ou_${index}`)));
  const sent = new Map<string, string[]>();
  const send: Send = async (request) => {
    await county.db.pool.query('select pg_sleep(0.001)');
    const account = request.to.account ?? '';
    sent.set(account, [...(sent.get(account) ?? []), wordsOf(request)]);
    return { result: 'sent' };
  };
  const outboxes = [await outboxOf(county.db, send), await outboxOf(county.db, send)];
  for (let turn = 0; turn < 20; turn += 1) {
    for (const chat of chats) await post(county, chat, `第${turn}条`);
    for (const outbox of outboxes) void outbox.drain();
  }
  await until(
    () => statuses(county),
    (all) => all.every((status) => status === 'sent'),
  );
  const inOrder = Array.from({ length: 20 }, (_, turn) => `第${turn}条`);
  for (const words of sent.values()) expect(words).toEqual(inOrder);
});

it("sends again by a person's word what was set aside, under a new key", async () => {
  const county = await countyOfTest();
  const chat = await chatIn(county, 'ou_a');
  const keys: string[] = [];
  let refuse = true;
  const outbox = await outboxOf(county.db, async (request) => {
    keys.push(request.key);
    return refuse
      ? { result: 'refused', fault: 'recipient', code: '230013', reason: 'out of scope' }
      : { result: 'sent' };
  });
  await post(county, chat, '一');
  await outbox.drain();
  refuse = false;
  expect(await retryMessages(county.db)).toBe(1);
  await outbox.drain();
  expect(await statuses(county)).toEqual(['sent']);
  expect(new Set(keys).size).toBe(2);
});
