/** What the leader should know before confirming. */
import { isPrivate } from '../../dialogue/contact/facts.ts';
import { topicOf } from '../../dialogue/need/topics.ts';
import { dateColumn } from '../calendar.ts';
import { defaultDuties } from '../duties/defaults.ts';
import type { Turn } from '../turn.ts';
import { leaderOf, type PendingContact, type PendingRecord } from './pending.ts';

export async function remarksOn(turn: Turn, pending: PendingContact): Promise<string[]> {
  const { records } = pending;
  const unpaired = records.filter(({ talent, countsFor }) => talent && !talent.pairingId && !countsFor);
  const same = await turn.tx.contact.count({
    where: {
      countyId: turn.county.id,
      undoneAt: null,
      OR: records.map((record) => ({
        leaderId: leaderOf(pending, record),
        talentId: record.talent?.id ?? '',
        date: dateColumn(record.date),
      })),
    },
  });
  const inPlace = records.find(({ countsFor }) => countsFor);
  const matters = records.flatMap(({ needs }) => needs);
  return [
    ...(unpaired.length > 0
      ? [`${unpaired.map(({ talent }) => talent?.name).join('、')}不在结对名单里，仍可记下。`]
      : []),
    ...(inPlace ? [`这次计入${inPlace.instead ?? ''}的结对。`] : []),
    ...(same > 0 ? ['这一天已经记过一次，确认后会再记一条。'] : []),
    ...(await openAlready(turn, records)),
    ...(matters.some(({ text, details }) => isPrivate([text, ...details].join('')))
      ? ['孩子、家属、身体方面的细节只留在记录里，本人同意后才给承办单位。']
      : []),
  ];
}

/** Needs of the same kind that are open already: what is confirmed becomes a case of its own. Of the leader's own talents only. */
async function openAlready(turn: Turn, records: readonly PendingRecord[]): Promise<string[]> {
  const told = records.flatMap(({ talent, needs }) =>
    needs.flatMap(({ text, details }) => {
      const topic = topicOf([text, ...details].join('，'), defaultDuties);
      return talent?.pairingId && topic ? [{ talent, title: topic.name }] : [];
    }),
  );
  if (told.length === 0) return [];
  const open = await turn.tx.case.findMany({
    where: {
      countyId: turn.county.id,
      matter: 'need',
      closedAt: null,
      guard: '',
      OR: told.map(({ talent, title }) => ({ personId: talent.id, title })),
    },
    select: { personId: true, no: true, title: true, stage: true },
    orderBy: { no: 'asc' },
  });
  const nameOf = (id: string | null) => told.find(({ talent }) => talent.id === id)?.talent.name ?? '';
  return open.map(
    ({ personId, no, title, stage }) =>
      `${nameOf(personId)}的“${title}”（${no}，${stage}）还没办结，确认后会另立一件。`,
  );
}
