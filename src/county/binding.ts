/**
 * Whose account is whose. Bound by the phone number the platform knows, by a
 * staff member's word, or, for the first administrator, by the claim code.
 */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Channel } from '../channels/port.ts';
import { type Choice, type Payload, say } from '../dialogue/reply.ts';
import type { Log, Random } from '../ports.ts';
import type { Database, Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { Secrets } from '../store/secrets.ts';
import { noteChange } from './changes.ts';
import { addPerson, findByName, fullTitle } from './people.ts';
import { refusedPress } from './roles.ts';
import { openText } from './sealed.ts';
import type { Outcome, Turn } from './turn.ts';

/** Feishu looks up 50 numbers a call (feishu.md 6). */
const LOOKUP = 50;

/**
 * Binds the accounts of people whose phone the platform knows and who have no
 * account on this app yet. Resolves with how many were bound.
 */
export async function bindByPhone(
  deps: { db: Database; secrets: Secrets; random: Random; log: Log },
  countyId: string,
  appId: string,
  channel: Channel,
  now: number,
): Promise<number> {
  const people = await deps.db.prisma.$queryRawUnsafe<{ id: string; name: string; phone: Uint8Array }[]>(
    `select p.id, p.name, p.phone from person p
     where p.county_id = $1 and p.phone is not null and p.left_at is null
       and not exists (select 1 from identity i where i.person_id = p.id and i.app_id = $2)
     order by p.id`,
    countyId,
    appId,
  );
  let bound = 0;
  for (let from = 0; from < people.length; from += LOOKUP) {
    const batch = people
      .slice(from, from + LOOKUP)
      .map((person) => ({ ...person, number: openText(deps.secrets, person.phone) }));
    const accounts = await channel.findByPhone(batch.map((person) => person.number));
    const found = batch.flatMap((person) => {
      const account = accounts.get(person.number);
      return account ? [{ person, account }] : [];
    });
    bound += await deps.db.prisma.$executeRawUnsafe(
      `insert into identity (id, county_id, app_id, account_id, union_id, name, person_id, bound_by, bound_at, seen_at)
       select f.id, $1, $2, f.account_id, f.union_id, f.name, f.person_id, 'phone', $3::timestamptz, 'epoch'
       from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) as f(id, account_id, union_id, name, person_id)
       on conflict (app_id, account_id) do update
         set person_id = excluded.person_id, bound_by = 'phone', bound_at = excluded.bound_at, name = excluded.name
         where identity.person_id is null`,
      countyId,
      appId,
      new Date(now),
      found.map(() => newId(deps.random)),
      found.map(({ account }) => account.id),
      found.map(({ account }) => account.unionId ?? null),
      found.map(({ person }) => person.name),
      found.map(({ person }) => person.id),
    );
  }
  if (bound > 0) deps.log.info({ county: countyId, app: appId, bound }, 'Accounts bound by phone number');
  return bound;
}

/** `/认领 CODE`: the first administrator. Works while the county has none. */
export async function claim(turn: Turn, code: string, claimCode: string): Promise<Outcome> {
  const taken = await turn.tx.role.count({ where: { countyId: turn.county.id, role: '主任' } });
  if (taken > 0) return answer(turn, '管理员已经有了。需要权限的话，请现有的管理员用“/授权”给您开通。');
  if (!sameCode(code, claimCode)) return answer(turn, '认领码不对。请核对启动时显示的那一串，再发一次。');
  const person = turn.speaker.person;
  if (person) {
    await turn.tx.role.createMany({
      data: ['主任', '人才办'].map((role) => ({
        personId: person.id,
        role,
        countyId: turn.county.id,
        since: new Date(turn.now),
      })),
      skipDuplicates: true,
    });
  } else {
    const name = turn.speaker.name || '管理员';
    const id = await addPerson(
      turn.tx,
      turn,
      turn.county.id,
      { name, unit: '县委人才办', roles: ['主任', '人才办'] },
      turn.now,
    );
    await bind(turn.tx, turn.speaker.identityId, id, 'claim', turn.now);
  }
  await noteChange(turn, `county:${turn.county.id}`, '认领管理员');
  return answer(turn, '认领成功，您现在是管理员。发“/帮助”看看能做什么，发“/授权 姓名 角色”给同事开通。');
}

function sameCode(given: string, wanted: string): boolean {
  const a = Buffer.from(given.trim().toUpperCase());
  const b = Buffer.from(wanted.toUpperCase());
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A stranger says who they are: staff are asked, nothing is bound until one agrees. */
export async function requestBinding(turn: Turn, claims: string): Promise<Outcome> {
  const open = await turn.tx.bindRequest.findFirst({
    where: { identityId: turn.speaker.identityId, decidedAt: null },
  });
  if (open) return answer(turn, '您的申请已经在等人才办确认了，确认后马上告诉您。');
  const { name } = nameIn(claims);
  const known = await findByName(turn.tx, turn.county.id, name);
  const match = known.length === 1 ? known[0] : undefined;
  const request = await turn.tx.bindRequest.create({
    data: {
      id: newId(turn.random),
      countyId: turn.county.id,
      identityId: turn.speaker.identityId,
      claims: claims.slice(0, 200),
      personId: match?.id ?? null,
      createdAt: new Date(turn.now),
    },
  });
  return {
    posts: [
      { to: { chat: turn.chat.id }, reply: say('收到，已请人才办确认您的身份，确认后马上告诉您。') },
      {
        to: { role: '人才办' },
        reply: {
          title: '有人申请绑定账号',
          parts: [
            {
              type: 'list',
              items: [
                { label: '对方说', text: claims.slice(0, 200) },
                {
                  label: '库里',
                  text: match ? fullTitle(match) : known.length > 1 ? '有几位同名，请先核对' : '没有这个人',
                },
              ],
            },
            { type: 'buttons', buttons: bindingChoices(request.id, known.length, match !== undefined) },
          ],
        },
      },
    ],
  };
}

/** Bind where one person fits; make a new one where nobody does; neither where several do. */
function bindingChoices(request: string, known: number, match: boolean): Choice[] {
  const payload = (act: string): Payload => ({ for: 'bind', act, request });
  const refuse: Choice = { label: '不是，不绑定', payload: payload('refuse') };
  if (match) return [{ label: '是本人，绑定', style: 'primary', payload: payload('accept') }, refuse];
  if (known > 0) return [refuse];
  return [{ label: '新建并绑定', style: 'primary', payload: payload('create') }, refuse];
}

const pressSchema = z.object({
  for: z.literal('bind'),
  act: z.enum(['accept', 'create', 'refuse']),
  request: z.string(),
});

/** Staff decide on a binding. */
export async function decideBinding(turn: Turn, payload: Payload): Promise<Outcome> {
  const press = pressSchema.parse(payload);
  const refused = refusedPress(turn, '绑定账号');
  if (refused) return refused;
  const request = await turn.tx.bindRequest.findFirst({
    where: { id: press.request, countyId: turn.county.id },
  });
  if (!request || request.decidedAt)
    return { posts: [], answer: { toast: '这件申请已经处理过了。', tone: 'warning' } };
  const personId = press.act === 'create' ? await addClaimed(turn, request.claims) : request.personId;
  const accepted = press.act !== 'refuse' && personId !== null;
  await turn.tx.bindRequest.update({
    where: { id: request.id },
    data: { decidedAt: new Date(turn.now), decidedBy: turn.speaker.person?.id ?? null, accepted },
  });
  if (accepted && personId) {
    await bind(turn.tx, request.identityId, personId, 'approval', turn.now);
    await noteChange(turn, `person:${personId}`, '绑定账号', {
      kind: 'binding',
      identityId: request.identityId,
    });
  }
  const chat = await chatOfIdentity(turn.tx, request.identityId);
  const news = accepted
    ? '身份确认好了，可以直接说事了。发“/帮助”看看能做什么。'
    : '人才办没能确认您的身份。如有疑问请直接联系县委人才办。';
  const done = accepted ? '已绑定。' : '好的，没有绑定。';
  return {
    posts: [
      {
        to: { chat: turn.chat.id },
        reply: say(done),
        ...(turn.messageId ? { replaces: turn.messageId } : {}),
      },
      ...(chat === undefined ? [] : [{ to: { chat }, reply: say(news) }]),
    ],
    answer: { toast: done, tone: 'success' },
  };
}

/** “我是向国平，县委常委、副县长” becomes a person without a role; roles are given by /授权. */
async function addClaimed(turn: Turn, claims: string): Promise<string> {
  const { name, rest } = nameIn(claims);
  return addPerson(turn.tx, turn, turn.county.id, { name, unit: rest, roles: [] }, turn.now);
}

/** The name somebody gives, and what they add to it. */
function nameIn(claims: string): { name: string; rest: string } {
  const [name = '', ...rest] = claims
    .replace(/^(?:我是|我叫|本人|这里是)/u, '')
    .trim()
    .split(/[\s，,。、]+/u);
  return { name, rest: rest.join(' ').replace(/的$/u, '').trim() };
}

async function chatOfIdentity(tx: Tx, identityId: string): Promise<bigint | undefined> {
  const identity = await tx.identity.findUnique({ where: { id: identityId } });
  const chat = identity
    ? await tx.chat.findUnique({
        where: { appId_key: { appId: identity.appId, key: `u:${identity.accountId}` } },
      })
    : null;
  return chat?.id;
}

async function bind(
  tx: Tx,
  identityId: string,
  personId: string,
  boundBy: string,
  now: number,
): Promise<void> {
  await tx.identity.update({
    where: { id: identityId },
    data: { personId, boundBy, boundAt: new Date(now) },
  });
}

const answer = (turn: Turn, text: string): Outcome => ({
  posts: [{ to: { chat: turn.chat.id }, reply: say(text) }],
});
