/** The rows held against what people did, and what they received against what was committed. */
import type { Database } from '../../src/store/database.ts';
import { appOf, type County } from '../counties.ts';
import { at, dayOf, hourOf, isOpen, isWorkday, quarters } from '../days.ts';
import { type Ledger, pairedOn } from '../ledger.ts';
import type { Platform } from '../platform.ts';

export interface Seen {
  county: County;
  platform: Platform;
  leaders: ReadonlyMap<string, { id: string; account: string }>;
  /** What was compared already. */
  lastMessage: bigint;
  /** Messages that had been held, among them. */
  held: Set<bigint>;
  compared: Map<string, number>;
}

/** Every confirmed sentence is one record, and there is no other. */
export async function faultsInContacts(db: Database, ledger: Ledger, { county }: Seen): Promise<string[]> {
  const rows = await db.prisma.$queryRawUnsafe<{ told: string }[]>(
    `select concat_ws(' ', i.account_id, c.talent_id, c.date, c.method) as told
     from contact c join identity i on i.person_id = c.leader_id
     where c.county_id = $1 and c.undone_at is null order by 1`,
    county.id,
  );
  const expected = ledger.contacts
    .filter((one) => one.county === county.id && !one.undone)
    .map((one) => `${one.leader} ${one.talent} ${one.date} ${one.method}`)
    .sort();
  const have = rows.map(({ told }) => told).sort();
  const lacking = difference(expected, have).map((told) => `confirmed, and not recorded: ${told}`);
  const extra = difference(have, expected).map((told) => `recorded, and never confirmed: ${told}`);
  return [...lacking, ...extra];
}

/** What the first list has and the second has not, each as often as it is there. */
function difference(from: readonly string[], without: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of without) left.set(one, (left.get(one) ?? 0) + 1);
  return from.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

/** What was accepted is kept once. */
export async function faultsInEvents(db: Database, ledger: Ledger, { county }: Seen): Promise<string[]> {
  const keys = [...(ledger.accepted.get(appOf(county)) ?? [])];
  const rows = await db.prisma.$queryRawUnsafe<{ key: string }[]>(
    `select k.key from unnest($2::text[]) as k(key)
     where not exists (select 1 from event e where e.app_id = $1 and e.dedupe_key = k.key and e.status in ('accepted', 'ignored'))`,
    appOf(county),
    keys,
  );
  return rows.map(({ key }) => `event ${key} was accepted and is not handled`);
}

/** Every leader who had a pairing on a day of reminders, and still has one, has that reminder behind them. */
export async function faultsInReminders(
  db: Database,
  ledger: Ledger,
  { county, leaders }: Seen,
  today: string,
  since: number,
  lastOpen: number,
): Promise<string[]> {
  const due = quarters
    .flatMap(({ from, to, reminders }) => reminders.map((date) => ({ from, to, date })))
    .filter(({ date, to }) => at(date, '09:00') > since && at(date, '09:00') <= lastOpen && today <= to);
  const wanted = due.flatMap(({ date }) =>
    [...leaders.values()]
      .filter(
        ({ account }) =>
          pairedOn(ledger, county.id, account, date).length > 0 &&
          pairedOn(ledger, county.id, account, today).length > 0,
      )
      .map(({ id }) => ({ id, due: new Date(at(date, '09:00')) })),
  );
  if (wanted.length === 0) return [];
  const missed = await db.prisma.$queryRawUnsafe<{ id: string; due: Date }[]>(
    `select w.id, w.due from unnest($2::text[], $3::timestamptz[]) as w(id, due)
     where not exists (select 1 from timer t where t.county_id = $1 and t.kind = 'contact-reminder' and t.subject = w.id
       and t.due = w.due and t.fired_at is not null)`,
    county.id,
    wanted.map(({ id }) => id),
    wanted.map((one) => one.due),
  );
  return missed.map(({ id, due }) => `leader ${id} was not reminded on ${dayOf(due.getTime())}`);
}

interface SentRow {
  id: bigint;
  account: string;
  key: string;
  kind: string | null;
  /** Waited for its hours, so that what came later could go before it. */
  held: boolean;
}

/**
 * What each account received since the last evening is what was committed for
 * it, each once, in order but for what waited for its hours; and what the clock
 * caused came when people may be spoken to.
 */
export async function faultsInMessages(db: Database, seen: Seen): Promise<string[]> {
  const rows = await db.prisma.$queryRawUnsafe<SentRow[]>(
    `select m.id, c.account_id as account, m.key, t.kind, m.held_until is not null as held
     from message m join chat c on c.id = m.chat_id left join timer t on m.cause = 'timer:' || t.id
     where m.county_id = $1 and m.status = 'sent' and (m.id > $2 or m.held_until is not null and m.id <> all($3::bigint[]))
     order by m.id`,
    seen.county.id,
    seen.lastMessage,
    [...seen.held],
  );
  for (const { id, held } of rows) {
    if (held) seen.held.add(id);
    if (id > seen.lastMessage) seen.lastMessage = id;
  }
  const sent = Map.groupBy(rows, ({ account }) => account);
  return [...new Set([...sent.keys(), ...seen.platform.received.keys()])].flatMap((account) =>
    faultsOf(seen, account, sent.get(account) ?? []),
  );
}

function faultsOf(seen: Seen, account: string, rows: readonly SentRow[]): string[] {
  const all = seen.platform.received.get(account) ?? [];
  const fresh = all.slice(seen.compared.get(account) ?? 0);
  seen.compared.set(account, all.length);
  const places = new Map(fresh.map(({ key }, place) => [key, place]));
  const faults: string[] = [];
  if (rows.length !== fresh.length)
    faults.push(`${account} received ${fresh.length} messages and ${rows.length} were committed`);
  let last = -1;
  for (const { id, key, kind, held } of rows) {
    const place = places.get(key);
    const got = place === undefined ? undefined : fresh[place];
    if (place === undefined || !got) {
      faults.push(`${account} has not received message ${id}`);
      continue;
    }
    if (!held && place < last) faults.push(`${account} received message ${id} after one that is younger`);
    if (!held) last = place;
    if (kind && !mayCome(kind, got.at))
      faults.push(`${kind} reached ${account} on ${dayOf(got.at)} at ${hourOf(got.at)}`);
  }
  return faults;
}

/** Drafts are nudged in the flow's own hours; the end of one is told at any time. */
function mayCome(kind: string, ms: number): boolean {
  if (kind === 'draft-expiry') return true;
  if (kind === 'draft-nudge') return isWorkday(dayOf(ms)) && hourOf(ms) >= '08:30' && hourOf(ms) <= '20:30';
  return isOpen(ms);
}
