/** What the leader should know before confirming. */
import { isPrivate } from '../../dialogue/contact/facts.ts';
import { dateColumn } from '../calendar.ts';
import type { Turn } from '../turn.ts';
import { leaderOf, type PendingContact } from './pending.ts';

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
    ...(matters.some(({ text, details }) => isPrivate([text, ...details].join('')))
      ? ['孩子、家属、身体方面的细节只留在记录里，本人同意后才给承办单位。']
      : []),
  ];
}
