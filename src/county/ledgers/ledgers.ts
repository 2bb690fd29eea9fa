/** The ledgers that can be taken out. Rows stand in the order of their numbers or of ids, never of a count. */

import { dateOf } from '../../schedule/workdays.ts';
import { isoDate } from '../calendar.ts';
import { pairingColumns } from '../imports/columns.ts';
import { activeOn } from '../pairings.ts';
import { isHead } from '../roles.ts';
import { openJson } from '../sealed.ts';
import { dayCell, idCell, type Ledger, type Looking, phoneCell } from './ledger.ts';

/** In the form it can be sent back in as (imports/columns.ts). */
const pairings: Ledger = {
  name: '结对名单',
  also: ['结对', '联系名单', '结对台账'],
  columns: pairingColumns.map(({ name }) => name),
  widths: [12, 24, 12, 24, 16, 14, 14, 14],
  async rows(looking) {
    const rows = await looking.tx.pairing.findMany({
      where: activeOn(looking.countyId, dateOf(looking.now)),
      include: { leader: true, talent: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ leader, post, talent, from }) => [
      leader.name,
      post,
      talent.name,
      talent.unit,
      talent.title,
      phoneCell(looking, talent.phone),
      isoDate(from),
      '',
    ]);
  },
};

const contacts: Ledger = {
  name: '联系记录',
  also: ['联系台账', '联系'],
  columns: ['记录号', '日期', '方式', '人才', '人才单位', '领导', '地点', '补录', '登记日', '登记人'],
  widths: [16, 12, 10, 12, 24, 12, 24, 8, 12, 12],
  async rows({ tx, countyId }) {
    const rows = await tx.contact.findMany({ where: { countyId, undoneAt: null }, orderBy: { no: 'asc' } });
    const people = await peopleOf(
      { tx, countyId },
      rows.flatMap(({ leaderId, talentId, recorderId }) => [leaderId, talentId, recorderId]),
    );
    return rows.map((row) => [
      row.no,
      isoDate(row.date),
      row.method,
      people.get(row.talentId)?.name ?? '',
      people.get(row.talentId)?.unit ?? '',
      people.get(row.leaderId)?.name ?? '',
      row.place,
      row.late ? '补录' : '',
      dayCell(row.enteredAt),
      people.get(row.recorderId)?.name ?? '',
    ]);
  },
};

/** Accusations are the head's alone, and nobody takes out what is about them. */
const needs: Ledger = {
  name: '诉求台账',
  also: ['诉求', '诉求办理台账', '工单'],
  columns: ['编号', '受理日', '类别', '诉求人', '联系电话', '承办单位', '环节', '期限', '办结日'],
  widths: [16, 12, 12, 12, 14, 20, 12, 12, 12],
  async rows(looking) {
    const { tx, countyId, secrets, viewer } = looking;
    const rows = await tx.case.findMany({
      where: {
        countyId,
        matter: 'need',
        NOT: { recused: { has: viewer.id } },
        ...(isHead(viewer) ? {} : { guard: { not: '限主任' } }),
      },
      orderBy: { no: 'asc' },
    });
    const people = await peopleOf(
      looking,
      rows.flatMap(({ personId }) => personId ?? []),
    );
    const units = new Map(
      (await tx.unit.findMany({ where: { countyId } })).map(({ id, name }) => [id, name]),
    );
    return rows.map((row) => {
      const person = people.get(row.personId ?? '');
      const answers = openJson(secrets, row.answers) as { 类别?: unknown };
      return [
        row.no,
        dayCell(row.createdAt),
        typeof answers.类别 === 'string' ? answers.类别 : '',
        person?.name ?? '',
        phoneCell(looking, person?.phone ?? null),
        units.get(row.unitId ?? '') ?? '',
        row.stage,
        dayCell(row.dueAt),
        dayCell(row.closedAt),
      ];
    });
  },
};

const files: Ledger = {
  name: '人才档案',
  also: ['档案', '人才库', '档案台账'],
  columns: ['档案号', '姓名', '单位', '职称或职务', '类别', '手机', '身份证号', '状态', '建档日'],
  widths: [12, 12, 24, 16, 8, 14, 20, 10, 12],
  async rows(looking) {
    const { tx, countyId } = looking;
    const rows = await tx.talentFile.findMany({ where: { countyId }, orderBy: { no: 'asc' } });
    const people = await peopleOf(
      looking,
      rows.map(({ personId }) => personId),
    );
    return rows.map((row) => {
      const person = people.get(row.personId);
      return [
        row.no,
        person?.name ?? '',
        person?.unit ?? '',
        person?.title ?? '',
        row.tier,
        phoneCell(looking, person?.phone ?? null),
        idCell(looking, person?.idNumber ?? null),
        row.status,
        dayCell(row.createdAt),
      ];
    });
  },
};

async function peopleOf({ tx, countyId }: Pick<Looking, 'tx' | 'countyId'>, ids: string[]) {
  const rows = await tx.person.findMany({ where: { countyId, id: { in: [...new Set(ids)] } } });
  return new Map(rows.map((row) => [row.id, row]));
}

export const ledgers: readonly Ledger[] = [pairings, contacts, needs, files];

export const ledgerNamed = (words: string): Ledger | undefined =>
  ledgers.find(({ name, also }) => name === words.trim() || also.includes(words.trim()));
