/** 联络员: which officer records and looks after the list for which leader (domain.md 1.6, 5.3). */
import type { Leader } from '../dialogue/contact/on-behalf.ts';
import type { Reply } from '../dialogue/reply.ts';
import { say } from '../dialogue/reply.ts';
import { dateOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { noteChange } from './changes.ts';
import { isLeader, isOfficer } from './roles.ts';
import { shortDay } from './standings.ts';
import type { Turn } from './turn.ts';

/**
 * The leaders an officer serves now, by name. None once the tie is ended, the
 * role is taken, or either of them has left.
 */
export const leadersServed = (tx: Tx, countyId: string, officerId: string): Promise<Leader[]> =>
  tx.$queryRawUnsafe<Leader[]>(
    `select distinct l.id, l.name, l.title from leader_officer o
     join person l on l.id = o.leader_id and l.left_at is null
     join person me on me.id = o.officer_id and me.left_at is null
     join role r on r.person_id = me.id and r.role = '专员'
     where o.county_id = $1 and o.officer_id = $2 and o.until is null order by l.name, l.id`,
    countyId,
    officerId,
  );

/** The leaders whose contacts the speaker tells and whose list they see; a leader tells their own. */
export async function servedBySpeaker(turn: Turn): Promise<Leader[]> {
  const { person } = turn.speaker;
  return person && isOfficer(person) && !isLeader(person)
    ? leadersServed(turn.tx, turn.county.id, person.id)
    : [];
}

const openTies = (turn: Turn, pair?: { leaderId: string; officerId: string }) =>
  turn.tx.leaderOfficer.findMany({
    where: { countyId: turn.county.id, until: null, ...pair },
    orderBy: [{ since: 'asc' }, { id: 'asc' }],
  });

/** The names of the officers of a leader. */
export async function officersOf(turn: Turn, leaderId: string): Promise<string[]> {
  const ties = await turn.tx.leaderOfficer.findMany({
    where: { countyId: turn.county.id, leaderId, until: null },
  });
  const people = await turn.tx.person.findMany({
    where: { id: { in: ties.map(({ officerId }) => officerId) }, leftAt: null },
    orderBy: { name: 'asc' },
  });
  return people.map(({ name }) => name);
}

interface Pair {
  leader: { id: string; name: string };
  officer: { id: string; name: string };
}

/** From now on the officer serves the leader; false where they do already. */
export async function tieOfficer(turn: Turn, { leader, officer }: Pair): Promise<boolean> {
  const pair = { leaderId: leader.id, officerId: officer.id };
  if ((await openTies(turn, pair)).length > 0) return false;
  const id = newId(turn.random);
  await turn.tx.leaderOfficer.create({
    data: { id, countyId: turn.county.id, ...pair, since: new Date(turn.now) },
  });
  await noteChange(turn, `officer:${id}`, `联络员 ${leader.name}—${officer.name}`, {
    kind: 'officer',
    id,
    made: true,
  });
  return true;
}

/** The officer serves the leader no more; false where they did not. */
export async function releaseOfficer(turn: Turn, { leader, officer }: Pair): Promise<boolean> {
  const [tie] = await openTies(turn, { leaderId: leader.id, officerId: officer.id });
  if (!tie) return false;
  await turn.tx.leaderOfficer.update({ where: { id: tie.id }, data: { until: new Date(turn.now) } });
  await noteChange(turn, `officer:${tie.id}`, `解除联络员 ${leader.name}—${officer.name}`, {
    kind: 'officer',
    id: tie.id,
    made: false,
  });
  return true;
}

/** Every leader with an officer, in the order they were given one. */
export async function listOfficers(turn: Turn): Promise<Reply> {
  const ties = await openTies(turn);
  if (ties.length === 0)
    return say('还没有登记联络员。登记这样写：/联络员 领导姓名 专员姓名。登记后，专员可以替领导记联系。');
  const people = await turn.tx.person.findMany({
    where: { id: { in: ties.flatMap(({ leaderId, officerId }) => [leaderId, officerId]) } },
  });
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? '';
  return {
    title: `领导的联络员（${ties.length} 对）`,
    parts: [
      {
        type: 'list',
        items: ties.map(({ leaderId, officerId, since }) => ({
          label: nameOf(leaderId),
          text: `${nameOf(officerId)}，${shortDay(dateOf(since.getTime()), dateOf(turn.now))}起`,
        })),
      },
      { type: 'text', text: '不再担任的，发“/联络员 领导 专员 解除”。' },
    ],
  };
}
