/** Figures of files and accounts (domain.md S21): as of the moment they are asked for. */

import { REGISTERED } from '../talent-files.ts';
import type { Asked, Figure } from './figure.ts';

/** Talents who have not left, in the order of an id that means nothing. */
const activeTalents = ({ tx, county }: Asked) =>
  tx.person.findMany({
    where: { countyId: county.id, leftAt: null, roles: { some: { role: '人才' } } },
    orderBy: { id: 'asc' },
  });

export const files: Figure = {
  name: '建档数',
  unit: '份',
  scope: '累计',
  rule: '状态为“在册”的人才档案份数，一人一档；待核、转出、注销的不计。档案状态按生成时计。',
  also: ['档案数', '档案份数', '建档'],
  columns: ['档案号', '姓名', '单位'],
  async rows({ tx, county }) {
    const rows = await tx.talentFile.findMany({
      where: { countyId: county.id, status: REGISTERED },
      orderBy: { no: 'asc' },
    });
    const people = await tx.person.findMany({
      where: { countyId: county.id, id: { in: rows.map(({ personId }) => personId) } },
    });
    return rows.map((row) => {
      const person = people.find(({ id }) => id === row.personId);
      return { id: row.id, counted: true, cells: [row.no, person?.name ?? '', person?.unit ?? ''] };
    });
  },
};

export const coverage: Figure = {
  name: '建档覆盖率',
  unit: '%',
  scope: '当前',
  rule: '在库人才中有在册档案的占比：应建数为未离开的人才人数，已建数为其中有“在册”档案的人数。按生成时计。',
  also: ['覆盖率', '档案覆盖率'],
  columns: ['姓名', '单位', '档案'],
  async rows(asked) {
    const people = await activeTalents(asked);
    const made = await asked.tx.talentFile.findMany({
      where: { countyId: asked.county.id, status: REGISTERED },
      select: { personId: true, no: true },
    });
    const numbers = new Map(made.map(({ personId, no }) => [personId, no]));
    return people.map(({ id, name, unit }) => ({
      id,
      counted: numbers.has(id),
      cells: [name, unit, numbers.get(id) ?? '未建档'],
    }));
  },
};

export const bound: Figure = {
  name: '绑定率',
  unit: '%',
  scope: '当前',
  rule: '库中有角色、没有离开的人里，至少绑定一个飞书或钉钉账号的占比；一人几个账号只计一次。仅供掌握能不能通知到人，不作考核。按生成时计。',
  also: ['账号绑定率', '绑定'],
  columns: ['姓名', '单位', '账号'],
  async rows({ tx, county }) {
    const people = await tx.person.findMany({
      where: { countyId: county.id, leftAt: null, roles: { some: {} } },
      orderBy: { id: 'asc' },
    });
    const identities = await tx.identity.findMany({
      where: { countyId: county.id, personId: { not: null } },
      select: { personId: true },
    });
    const has = new Set(identities.map(({ personId }) => personId));
    return people.map(({ id, name, unit }) => ({
      id,
      counted: has.has(id),
      cells: [name, unit, has.has(id) ? '已绑定' : '未绑定'],
    }));
  },
};
