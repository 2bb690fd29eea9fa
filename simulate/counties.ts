/** 青岚县 and its neighbour: the same invented people twice, each county with its own app and its own database rows. */
import type { ChannelName } from '../src/channels/port.ts';
import { bindByPhone } from '../src/county/binding.ts';
import { everybody } from '../src/county/seed/people.ts';
import { seedQinglan } from '../src/county/seed/qinglan.ts';
import { silentLog } from '../src/ports.ts';
import type { Database } from '../src/store/database.ts';
import type { Secrets } from '../src/store/secrets.ts';
import type { Dice } from './dice.ts';
import type { ExpectedContact, KnownPairing } from './ledger.ts';
import type { Platform } from './platform.ts';

export interface County {
  id: string;
  name: string;
  /** Said in this county and in no other. */
  mark: string;
  channel: ChannelName;
  appId: string;
  /** Accounts by phone number. */
  phones: ReadonlyMap<string, string>;
}

export const appOf = (county: County): string => `${county.channel}:${county.appId}`;

const all = [
  {
    id: 'qinglan',
    name: '青岚县',
    mark: '青茶园',
    channel: 'feishu',
    appId: 'cli_00000000000000aa',
    prefix: 'ou_a',
  },
  {
    id: 'lanxi',
    name: '岚溪县',
    mark: '岚竹坊',
    channel: 'dingtalk',
    appId: 'dinglanxixiaocai',
    prefix: 'b',
  },
] as const;

export const countiesOf = (count: number): County[] =>
  all.slice(0, count).map(({ prefix, ...county }) => ({
    ...county,
    phones: new Map(everybody.map(({ phone }) => [phone, `${prefix}${phone}`])),
  }));

/** Somebody of a county, as the database has them. */
export interface Inhabitant {
  id: string;
  account: string;
  name: string;
  unit: string;
  title: string;
  roles: string[];
}

/** Fills the counties and binds everybody's account. */
export async function settle(
  db: Database,
  ports: { secrets: Secrets; dice: Dice },
  counties: readonly { county: County; platform: Platform }[],
  now: number,
): Promise<void> {
  for (const { county, platform } of counties) {
    const random = ports.dice.fork(`settle ${county.id}`);
    await db.prisma.county.create({ data: { id: county.id, name: county.name, createdAt: new Date(now) } });
    await db.prisma.app.create({ data: { id: appOf(county), countyId: county.id, channel: county.channel } });
    await db.prisma.$transaction(
      (tx) => seedQinglan({ tx, secrets: ports.secrets, random, countyId: county.id, now }),
      { timeout: 60_000 },
    );
    const deps = { db, secrets: ports.secrets, random, log: silentLog };
    await bindByPhone(deps, county.id, appOf(county), platform.channel, now);
  }
}

export async function inhabitantsOf(db: Database, county: County): Promise<Inhabitant[]> {
  return db.prisma.$queryRawUnsafe<Inhabitant[]>(
    `select p.id, i.account_id as account, p.name, p.unit, p.title, array_agg(r.role) as roles
     from person p join identity i on i.person_id = p.id join role r on r.person_id = p.id
     where p.county_id = $1 group by 1, 2, 3, 4, 5 order by i.account_id`,
    county.id,
  );
}

/** The pairings with leaders by account and talents by id. */
export async function pairingsIn(db: Database, county: County): Promise<KnownPairing[]> {
  const rows = await db.prisma.$queryRawUnsafe<(Omit<KnownPairing, 'from'> & { from: Date })[]>(
    `select p.post, i.account_id as leader, p.talent_id as talent, p."from"
     from pairing p join identity i on i.person_id = p.leader_id where p.county_id = $1 order by p.post, i.account_id, p.talent_id`,
    county.id,
  );
  return rows.map((row) => ({ ...row, from: row.from.toISOString().slice(0, 10) }));
}

/** What was recorded before the first day. */
export async function contactsIn(db: Database, county: County): Promise<ExpectedContact[]> {
  const rows = await db.prisma.$queryRawUnsafe<Omit<ExpectedContact, 'undone' | 'county'>[]>(
    `select i.account_id as leader, c.talent_id as talent, p.post, c.date::text as date, c.method
     from contact c join identity i on i.person_id = c.leader_id join pairing p on p.id = c.pairing_id
     where c.county_id = $1 order by c.no`,
    county.id,
  );
  return rows.map((row) => ({ ...row, county: county.id, undone: false }));
}
