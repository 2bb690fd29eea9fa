/** Who somebody is to a case, and who hears of it. */
import type { Tx } from '../../store/database.ts';
import { isHead, isStaff, type Party } from '../roles.ts';
import type { SpeakerPerson } from '../turn.ts';
import type { CaseFile } from './file.ts';

/** What a person is to a case. Empty: nothing, and it is not shown to them. */
export function partiesOf(file: CaseFile, person: SpeakerPerson | undefined, chatId?: bigint): Party[] {
  const { row } = file;
  if (person && row.recused.includes(person.id)) return [];
  const own = person ? row.personId === person.id : row.personId === null && row.chatId === chatId;
  const self: Party[] = own ? ['本人'] : [];
  const head = isHead(person);
  if (row.guard === '限主任') return head ? ['主任', '人才办', ...self] : self;
  return [
    ...(head ? (['主任'] as const) : []),
    ...(isStaff(person) ? (['人才办'] as const) : []),
    ...(person?.unitId && person.unitId === row.unitId && person.roles.includes('成员单位')
      ? (['承办单位'] as const)
      : []),
    ...self,
    ...(person && row.raisedBy === person.id ? (['转达领导'] as const) : []),
  ];
}

/** The people of a party who are still there and whom the case is not about. */
export async function peopleOf(tx: Tx, file: CaseFile, party: Party): Promise<string[]> {
  const { row } = file;
  const where = { countyId: row.countyId, leftAt: null, id: { notIn: row.recused } };
  switch (party) {
    case '主任':
      return ids(tx.person.findMany({ where: { ...where, roles: { some: { role: '主任' } } } }));
    case '人才办': {
      const role = row.guard === '限主任' ? ['主任'] : ['人才办', '主任'];
      return ids(tx.person.findMany({ where: { ...where, roles: { some: { role: { in: role } } } } }));
    }
    case '承办单位':
      return row.unitId && row.guard !== '限主任'
        ? ids(
            tx.person.findMany({
              where: { ...where, unitId: row.unitId, roles: { some: { role: '成员单位' } } },
            }),
          )
        : [];
    case '本人':
      return row.personId ? [row.personId] : [];
    case '转达领导':
      return row.raisedBy ? ids(tx.person.findMany({ where: { ...where, id: { in: [row.raisedBy] } } })) : [];
  }
}

const ids = async (rows: Promise<{ id: string }[]>): Promise<string[]> => (await rows).map(({ id }) => id);
