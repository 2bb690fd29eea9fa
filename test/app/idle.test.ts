/** What a process looks at every second costs the same whatever has gathered in the tables. */
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { stuck, undelivered } from '../../src/county/failures.ts';
import { setImportTimers } from '../../src/county/imports/incoming.ts';
import { contactTimers } from '../../src/county/reminders.ts';
import { countyViews } from '../../src/county/view.ts';
import { fetchFiles } from '../../src/inbox/fetch-files.ts';
import { openOutbox } from '../../src/outbox/outbox.ts';
import { silentLog, systemClock } from '../../src/ports.ts';
import { fireDue } from '../../src/schedule/timers.ts';
import { APP, COUNTY, type County, countyOfTest, random, secrets } from '../support/county.ts';

const ROWS = 4_000;
const MANY = `generate_series(1, ${ROWS}) n`;

/** What a long life leaves: everything handled, sent, fired, kept and done. */
const PAST = [
  `insert into chat (county_id, app_id, key, kind) select '${COUNTY}', '${APP}', 'u:' || n, 'p2p' from ${MANY}`,
  `insert into lane (chat_id) select id from chat`,
  `insert into event (county_id, app_id, dedupe_key, chat_id, kind, at, accepted_at, payload, status)
   select '${COUNTY}', '${APP}', n, n, 'message', now(), now(), '', 'accepted' from ${MANY}`,
  `insert into message (county_id, chat_id, key, body, cause, status, created_at)
   select '${COUNTY}', n, n, '', 'event:' || n, 'sent', now() from ${MANY}`,
  `insert into timer (county_id, kind, subject, due, fired_at) select '${COUNTY}', 'contact-reminder', n, 'epoch', now() from ${MANY}`,
  `insert into file (id, county_id, app_id, chat_id, name, kind, source, status, created_at)
   select n, '${COUNTY}', '${APP}', n, '', 'file', '', 'kept', now() from ${MANY}`,
  `insert into import (id, county_id, kind, status, by, file_id, created_at) select n, '${COUNTY}', 'people', 'done', '', n, now() from ${MANY}`,
  'analyze',
];

it('reads next to nothing of what has gathered, in a second in which nothing happens', async () => {
  const county = await countyOfTest();
  for (const sql of PAST) await county.db.pool.query(sql);
  const second = await sweepsOf(county);
  await second();
  const statements = await statementsOf(second);
  expect(statements.length).toBeGreaterThan(4);
  for (const { text, values } of statements) {
    expect(await rowsRead(county, text, values), text).toBeLessThan(ROWS / 100);
  }
});

/** All that a working process does again and again (app/jobs.ts). */
async function sweepsOf({ db, inbox }: County): Promise<() => Promise<void>> {
  const ports = { db, secrets, random, log: silentLog, clock: systemClock };
  const view = countyViews(systemClock);
  const handlers = contactTimers(view, (id) => view(db.prisma, id));
  const ears = inbox(async () => ({ posts: [] }));
  const outbox = await openOutbox({
    ...ports,
    channels: new Map(),
    undelivered,
    openFrom: async (_county, _hours, now) => now,
    observe: () => undefined,
  });
  onTestFinished(() => outbox.stop());
  return async () => {
    await setImportTimers(db.prisma);
    await fireDue({ ...ports, handlers, stuck, wake: () => undefined });
    await ears.drain();
    await outbox.sweep();
    await fetchFiles({ ...ports, channels: new Map() });
  };
}

interface Statement {
  text: string;
  values: unknown[];
}

/** What is sent to the database meanwhile. */
async function statementsOf(work: () => Promise<void>): Promise<Statement[]> {
  const sent: Statement[] = [];
  const { query } = pg.Client.prototype;
  Object.defineProperty(pg.Client.prototype, 'query', {
    configurable: true,
    value(this: pg.Client, ...call: unknown[]): unknown {
      const [asked] = call as [Partial<Statement> | string];
      if (typeof asked !== 'string' && asked.text)
        sent.push({ text: asked.text, values: asked.values ?? [] });
      return Reflect.apply(query, this, call);
    },
  });
  try {
    await work();
  } finally {
    Object.defineProperty(pg.Client.prototype, 'query', { configurable: true, value: query });
  }
  return sent.filter(({ text }) => /^\s*(?:select|insert|update|delete|with)\b/iu.test(text));
}

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** Rows of tables a statement looks at. */
async function rowsRead({ db }: County, text: string, values: unknown[]): Promise<number> {
  const { rows } = await db.pool.query(`explain (analyze, timing off, format json) ${text}`, values);
  const read = (plan: Plan): number => {
    const own = plan['Relation Name']
      ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
      : 0;
    return own + (plan.Plans ?? []).reduce((sum, part) => sum + read(part), 0);
  };
  return read(rows[0]['QUERY PLAN'][0].Plan as Plan);
}
