/** Counties by the thousand, written by the database itself: 35 leaders and 500 talents each, every talent paired, two contacts a pairing. */

import { sealJson } from '../src/county/sealed.ts';
import { qinglanCalendar } from '../src/county/seed/calendar.ts';
import type { Database } from '../src/store/database.ts';
import type { Secrets } from '../src/store/secrets.ts';

export const LEADERS = 35;
export const TALENTS = 500;

export const countyId = (n: number): string => `c${String(n).padStart(4, '0')}`;
export const accountOf = (county: number, leader: number): string => `ou_${countyId(county)}_${leader}`;
export const appOf = (county: number): string => `feishu:cli_${countyId(county)}`;

/** Adds the counties `from`..`to`, both included; `since` is when the service began to look after them. */
export async function addCounties(
  db: Database,
  secrets: Secrets,
  from: number,
  to: number,
  since: number,
): Promise<void> {
  const at = new Date(since);
  const notes = sealJson(secrets, { notes: '谈了项目进展，都顺利' });
  const range = [from, to];
  const counties = `(select n, 'c' || lpad(n::text, 4, '0') as id from generate_series($1::int, $2::int) n) c`;
  const run = async (sql: string, ...more: unknown[]): Promise<void> => {
    await db.pool.query(sql, [...range, ...more]);
  };
  await run(
    `insert into county (id, name, created_at) select c.id, '第' || c.n || '县', $3 from ${counties}`,
    at,
  );
  await run(
    `insert into app (id, county_id, channel) select 'feishu:cli_' || c.id, c.id, 'feishu' from ${counties}`,
  );
  await run(
    `insert into calendar_year (county_id, valid_until) select c.id, $3::date from ${counties}`,
    qinglanCalendar.validUntil,
  );
  await run(
    `insert into holiday (county_id, date, kind, name) select c.id, d.date, d.kind, d.name from ${counties}
     cross join unnest($3::date[], $4::text[], $5::text[]) as d(date, kind, name)`,
    qinglanCalendar.days.map(({ date }) => date),
    qinglanCalendar.days.map(({ kind }) => kind),
    qinglanCalendar.days.map(({ name }) => name),
  );
  await addPeople(run, counties, at);
  await run(
    `insert into pairing (id, county_id, post, leader_id, talent_id, "from")
     select 'g' || c.id || '_' || k, c.id, '县委常委', 'l' || c.id || '_' || k % ${LEADERS}, 't' || c.id || '_' || k, '2026-01-12'
     from ${counties} cross join generate_series(0, ${TALENTS - 1}) k`,
  );
  await run(
    `insert into contact (id, county_id, no, pairing_id, leader_id, talent_id, date, method, notes, recorder_id, entered_at)
     select 'k' || c.id || '_' || k || '_' || r, c.id, 'L-2026-' || lpad((r * ${TALENTS} + k + 1)::text, 4, '0'),
       'g' || c.id || '_' || k, 'l' || c.id || '_' || k % ${LEADERS}, 't' || c.id || '_' || k,
       date '2026-02-10' + r * 130 + (k * 7 + c.n) % 90, case when (k + r) % 3 = 0 then '电话' else '走访' end,
       $3::bytea, 'l' || c.id || '_' || k % ${LEADERS}, $4
     from ${counties} cross join generate_series(0, ${TALENTS - 1}) k cross join generate_series(0, 1) r`,
    notes,
    at,
  );
  await db.pool.query('analyze');
}

async function addPeople(
  run: (sql: string, ...more: unknown[]) => Promise<void>,
  counties: string,
  at: Date,
): Promise<void> {
  const kinds = [
    { letter: 'l', role: '领导', name: '领导', count: LEADERS },
    { letter: 't', role: '人才', name: '人才', count: TALENTS },
  ];
  for (const { letter, role, name, count } of kinds) {
    const people = `${counties} cross join generate_series(0, ${count - 1}) k`;
    await run(
      `insert into person (id, county_id, name, title, unit, created_at)
       select '${letter}' || c.id || '_' || k, c.id, '${name}' || k, '', '第' || k % 40 || '单位', $3 from ${people}`,
      at,
    );
    await run(
      `insert into role (person_id, role, county_id, since) select '${letter}' || c.id || '_' || k, '${role}', c.id, $3 from ${people}`,
      at,
    );
  }
  await run(
    `insert into identity (id, county_id, app_id, account_id, name, person_id, bound_by, seen_at)
     select 'i' || c.id || '_' || k, c.id, 'feishu:cli_' || c.id, 'ou_' || c.id || '_' || k, '', 'l' || c.id || '_' || k, 'seed', 'epoch'
     from ${counties} cross join generate_series(0, ${LEADERS - 1}) k`,
  );
}
