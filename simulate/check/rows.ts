/** What must hold of the rows whatever happened, as statements that answer with what is wrong. */
import type { Database } from '../../src/store/database.ts';

/** Each answers with one row a fault, in words. `$1`: the end of the day; `$2`: the last moment people could be spoken to. */
const faults: Readonly<Record<string, string>> = {
  'nothing waits': `
    select 'message ' || id || ' still waits' as fault from message where status = 'waiting'
    union all select 'message ' || id || ' is held though its hours have come' from message where status = 'held' and held_until <= $2::timestamptz
    union all select 'event ' || event_id || ' still waits' from waiting_event`,
  'no turn failed': `select 'event ' || id || ' is set aside: ' || error from event where status = 'aside'`,
  'only refused messages are set aside': `
    select 'message ' || id || ' is set aside: ' || error from message
    where status = 'aside' and error not like 'recipient 230013%'`,
  'no due date is missed': `
    select kind || ' of ' || subject || ' was due ' || due || ' and has not fired: ' || coalesce(error, '') from timer
    where fired_at is null and due <= $2::timestamptz
      -- One who took over in the evening is told from the next morning on.
      and not exists (select 1 from change c join pairing p on c.subject = 'pairing:' || p.id
        where c.at > $2::timestamptz and p.leader_id = split_part(timer.subject, '/', 1))`,
  'nothing fires before it is due': `
    select kind || ' of ' || subject || ' was due ' || due || ' and fired ' || fired_at from timer where fired_at < due`,
  'no due date is told twice': `
    select m.cause || ' (' || t.kind || ' of ' || t.subject || ') was told ' || count(*) || ' times to ' || coalesce(c.account_id, c.key)
    from message m join timer t on m.cause = 'timer:' || t.id join chat c on c.id = m.chat_id
    where t.kind not like 'draft%' group by m.cause, t.kind, t.subject, c.account_id, c.key having count(*) > 1`,
  'three reminders a quarter at most': `
    select t.subject || ' was reminded ' || count(*) || ' times in the quarter of ' || date_trunc('quarter', t.due at time zone 'Asia/Shanghai')::date
    from message m join timer t on m.cause = 'timer:' || t.id where t.kind = 'contact-reminder'
    group by t.subject, date_trunc('quarter', t.due at time zone 'Asia/Shanghai') having count(*) > 3`,
  'numbers are given once, without gaps': `
    select x.county_id || ' has given ' || x.last || ' numbers ' || x.name || ' and has ' || x.have from (
      select s.county_id, s.name, s.last,
        case when s.name like 'L-%' then (select count(distinct c.no) from contact c where c.county_id = s.county_id and c.no like s.name || '-%')
             when s.name ~ '^[NJS]-' then (select count(distinct c.no) from "case" c where c.county_id = s.county_id and c.no like s.name || '-%')
        end as have from sequence s) x where x.have is not null and x.have <> x.last`,
  'a case is closed exactly when its stage is an end': `
    select no || ' is ' || stage || ', closed ' || coalesce(closed_at::text, 'never') from "case" where matter = 'need'
    and (closed_at is not null) <> (stage in ('办结', '不予受理', '已撤回', '已合并', '已转出'))`,
  'a contact and its people are of one county': `
    select 'contact ' || c.no from contact c join person l on l.id = c.leader_id join person t on t.id = c.talent_id
      left join pairing p on p.id = c.pairing_id left join event e on e.id = c.event_id
    where c.county_id <> all (array[l.county_id, t.county_id, coalesce(p.county_id, c.county_id), coalesce(e.county_id, c.county_id)])
      and not (c.county_id = l.county_id and c.county_id = t.county_id and c.county_id = coalesce(p.county_id, c.county_id) and c.county_id = coalesce(e.county_id, c.county_id))`,
  'messages, buttons, cases and roles stay in their county': `
    select 'message ' || m.id from message m join chat c on c.id = m.chat_id where c.county_id <> m.county_id
    union all select 'button ' || b.token from button b join chat c on c.id = b.chat_id where c.county_id <> b.county_id
    union all select 'event ' || e.id from event e join chat c on c.id = e.chat_id where c.county_id <> e.county_id
    union all select 'chat ' || c.id from chat c join app a on a.id = c.app_id where a.county_id <> c.county_id
    union all select 'identity ' || i.id from identity i join person p on p.id = i.person_id where p.county_id <> i.county_id
    union all select 'role of ' || r.person_id from role r join person p on p.id = r.person_id where p.county_id <> r.county_id
    union all select 'case ' || c.no from "case" c left join person p on p.id = c.person_id left join unit u on u.id = c.unit_id
      left join person l on l.id = c.raised_by left join chat t on t.id = c.chat_id
      where c.county_id is distinct from coalesce(p.county_id, c.county_id) or c.county_id <> coalesce(u.county_id, c.county_id)
        or c.county_id <> coalesce(l.county_id, c.county_id) or c.county_id <> coalesce(t.county_id, c.county_id)
    union all select 'timer ' || t.id from timer t join person p on p.id = t.subject where p.county_id <> t.county_id
    union all select 'change ' || c.id from change c join event e on e.id = c.event_id where e.county_id <> c.county_id
    union all select 'pairing ' || g.id from pairing g join person l on l.id = g.leader_id join person t on t.id = g.talent_id
      where l.county_id <> g.county_id or t.county_id <> g.county_id`,
};

const statement = Object.entries(faults)
  .map(([name, sql]) => `(select '${name}: ' || x.fault as fault from (${sql}) as x(fault) limit 3)`)
  .join('\nunion all\n');

/** One statement asks for everything. */
export async function faultsInRows(db: Database, now: number, lastOpen: number): Promise<string[]> {
  const rows = await db.prisma.$queryRawUnsafe<{ fault: string }[]>(
    `with clock as (select $1::timestamptz as now) ${statement}`,
    new Date(now),
    new Date(lastOpen),
  );
  return rows.map(({ fault }) => fault);
}
