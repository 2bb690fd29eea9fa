/**
 * Counties by the thousand, written by the database itself: 35 leaders and 500
 * talents each, every talent with a file and a pairing, and two contacts a
 * pairing, which lie in the order of their days as they would have come in.
 */
import type pg from 'pg';
import { sealJson } from '../src/county/sealed.ts';
import { qinglanCalendar } from '../src/county/seed/calendar.ts';
import type { Database } from '../src/store/database.ts';
import type { Secrets } from '../src/store/secrets.ts';
import { withBareTables } from './bare-tables.ts';

export const LEADERS = 35;
export const TALENTS = 500;

export const countyId = (n: number): string => `c${String(n).padStart(4, '0')}`;
export const accountOf = (county: number, leader: number): string => `ou_${countyId(county)}_${leader}`;
export const appOf = (county: number): string => `feishu:cli_${countyId(county)}`;

interface Range {
  /** Counties, both included. */
  from: number;
  to: number;
}

/** The tables that get a row or more for every talent. */
const LARGE = ['person', 'role', 'talent_file', 'pairing', 'contact'];

/** Adds counties; `since` is when the service began to look after them. */
export async function addCounties(
  db: Database,
  secrets: Secrets,
  { from, to }: Range,
  since: number,
): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query(
      `set synchronous_commit = off; set maintenance_work_mem = '256MB'; set work_mem = '256MB'`,
    );
    await client.query(
      `create temp table c as select n, 'c' || lpad(n::text, 4, '0') as id from generate_series(${from}, ${to}) n`,
    );
    await addOffices(client, since);
    await withBareTables(client, LARGE, async () => {
      await addPeople(client, since);
      await addWork(client, secrets, since);
    });
    await client.query('vacuum analyze');
  } finally {
    // With its settings and its table it ends here.
    client.release(true);
  }
}

async function addOffices(client: pg.PoolClient, since: number): Promise<void> {
  await client.query(`insert into county (id, name, created_at) select id, '第' || n || '县', $1 from c`, [
    new Date(since),
  ]);
  await client.query(
    `insert into app (id, county_id, channel) select 'feishu:cli_' || id, id, 'feishu' from c`,
  );
  await client.query(`insert into calendar_year (county_id, valid_until) select id, $1::date from c`, [
    qinglanCalendar.validUntil,
  ]);
  await client.query(
    `insert into holiday (county_id, date, kind, name) select c.id, d.date, d.kind, d.name from c
     cross join unnest($1::date[], $2::text[], $3::text[]) as d(date, kind, name)`,
    [
      qinglanCalendar.days.map(({ date }) => date),
      qinglanCalendar.days.map(({ kind }) => kind),
      qinglanCalendar.days.map(({ name }) => name),
    ],
  );
}

async function addPeople(client: pg.PoolClient, since: number): Promise<void> {
  const kinds = [
    { letter: 'l', role: '领导', count: LEADERS },
    { letter: 't', role: '人才', count: TALENTS },
  ];
  for (const { letter, role, count } of kinds) {
    const people = `c cross join generate_series(0, ${count - 1}) k`;
    await client.query(
      `insert into person (id, county_id, name, title, unit, created_at)
       select '${letter}' || c.id || '_' || k, c.id, '${role}' || k, '', '第' || k % 40 || '单位', $1 from ${people}`,
      [new Date(since)],
    );
    await client.query(
      `insert into role (person_id, role, county_id, since) select '${letter}' || c.id || '_' || k, '${role}', c.id, $1 from ${people}`,
      [new Date(since)],
    );
  }
  await client.query(
    `insert into identity (id, county_id, app_id, account_id, name, person_id, bound_by, seen_at)
     select 'i' || c.id || '_' || k, c.id, 'feishu:cli_' || c.id, 'ou_' || c.id || '_' || k, '', 'l' || c.id || '_' || k, 'seed', 'epoch'
     from c cross join generate_series(0, ${LEADERS - 1}) k`,
  );
}

async function addWork(client: pg.PoolClient, secrets: Secrets, since: number): Promise<void> {
  const talents = `c cross join generate_series(0, ${TALENTS - 1}) k`;
  await client.query(
    `insert into talent_file (id, county_id, person_id, no, tier, answers, created_at, updated_at)
     select 'f' || c.id || '_' || k, c.id, 't' || c.id || '_' || k, 'RC' || lpad((k + 1)::text, 4, '0'), '', $2::bytea, $1, $1
     from ${talents}`,
    [new Date(since), sealJson(secrets, { 学历: '博士研究生', 专业: '材料' })],
  );
  await client.query(
    `insert into pairing (id, county_id, post, leader_id, talent_id, "from")
     select 'g' || c.id || '_' || k, c.id, '县委常委', 'l' || c.id || '_' || k % ${LEADERS}, 't' || c.id || '_' || k, '2026-01-12'
     from ${talents}`,
  );
  await client.query(
    `insert into contact (id, county_id, no, pairing_id, leader_id, talent_id, date, method, notes, recorder_id, entered_at)
     select 'k' || c.id || '_' || k || '_' || r, c.id, 'L-2026-' || lpad((r * ${TALENTS} + k + 1)::text, 4, '0'),
       'g' || c.id || '_' || k, 'l' || c.id || '_' || k % ${LEADERS}, 't' || c.id || '_' || k,
       date '2026-02-10' + r * 130 + (k * 7 + c.n) % 90, case when (k + r) % 3 = 0 then '电话' else '走访' end,
       $2::bytea, 'l' || c.id || '_' || k % ${LEADERS}, $1
     from ${talents} cross join generate_series(0, 1) r order by 7`,
    [new Date(since), sealJson(secrets, { notes: '谈了项目进展，都顺利' })],
  );
}
