/**
 * Figures of the contact system (domain.md S22, 6.1). Leaders are listed by an
 * id that means nothing and beside no number: nothing here puts them in an order.
 */
import { dateColumn, isoDate } from '../calendar.ts';
import { activeOn } from '../pairings.ts';
import type { Asked, Figure, Row } from './figure.ts';

const activePairings = ({ tx, county, asOf }: Asked) =>
  tx.pairing.findMany({
    where: activeOn(county.id, asOf),
    include: { leader: true, talent: true },
    orderBy: { id: 'asc' },
  });

type PairingRow = Awaited<ReturnType<typeof activePairings>>[number];

/** One row a person, whoever of a person's pairings comes first. */
function distinct(
  rows: PairingRow[],
  id: 'leaderId' | 'talentId',
  cells: (row: PairingRow) => string[],
): Row[] {
  const people = new Map<string, Row>();
  for (const row of rows) {
    if (!people.has(row[id])) people.set(row[id], { id: row[id], counted: true, cells: cells(row) });
  }
  return [...people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export const leaders: Figure = {
  name: '联系领导数',
  unit: '名',
  scope: '当前',
  rule: '当日有效结对中的领导，去重计数：一名领导联系几名人才，只计一名；结对已结束的不计。',
  also: ['领导数', '联系领导'],
  columns: ['领导', '职务'],
  rows: async (asked) =>
    distinct(await activePairings(asked), 'leaderId', ({ leader, post }) => [leader.name, post]),
};

export const talents: Figure = {
  name: '联系人才数',
  unit: '名',
  scope: '当前',
  rule: '当日有效结对中的人才，去重计数：一名人才有两名领导联系，也只计一名；结对已结束的不计。',
  also: ['人才数', '联系人才'],
  columns: ['人才', '单位', '职称或职务'],
  rows: async (asked) =>
    distinct(await activePairings(asked), 'talentId', ({ talent }) => [
      talent.name,
      talent.unit,
      talent.title,
    ]),
};

/** Contacts of the period that were not taken back, in the order they were numbered. */
async function contactsOf({ tx, county, period, asOf }: Asked) {
  const rows = await tx.contact.findMany({
    where: {
      countyId: county.id,
      undoneAt: null,
      date: { gte: dateColumn(period.from), lte: dateColumn(asOf) },
    },
    orderBy: { no: 'asc' },
  });
  const ids = rows.flatMap((row) => [row.leaderId, row.talentId]);
  const people = await tx.person.findMany({ where: { countyId: county.id, id: { in: ids } } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...row,
    leader: names.get(row.leaderId) ?? '',
    talent: names.get(row.talentId) ?? '',
  }));
}

export const contacts: Figure = {
  name: '联系人次',
  unit: '人次',
  scope: '当期',
  rule: '联系日在期内、没有撤销的联系记录，一条计一人次，按方式分列；同一人才联系几次计几人次，补录的按联系日计。',
  also: ['联系次数', '走访人次'],
  columns: ['记录号', '日期', '方式', '人才', '领导'],
  groupedBy: '方式',
  rows: async (asked) =>
    (await contactsOf(asked)).map((row) => ({
      id: row.id,
      counted: true,
      group: row.method,
      cells: [row.no, isoDate(row.date), row.method, row.talent, row.leader],
    })),
};

export const reached: Figure = {
  name: '联系覆盖率',
  unit: '%',
  scope: '当期',
  rule: '期末有效结对中的人才，期内至少有一条联系记录的占比；方式不限，按人才去重。',
  also: ['联系率', '覆盖人才'],
  columns: ['人才', '单位', '本期'],
  async rows(asked) {
    const contacted = new Set((await contactsOf(asked)).map((row) => row.talentId));
    return distinct(await activePairings(asked), 'talentId', ({ talent }) => [talent.name, talent.unit]).map(
      (row) => {
        const counted = contacted.has(row.id);
        return { ...row, counted, cells: [...row.cells, counted ? '已联系' : '未联系'] };
      },
    );
  },
};
