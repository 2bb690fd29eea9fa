import type { FlowBook } from '../dialogue/flow/flow.ts';
import { dateOf } from '../schedule/workdays.ts';
import { ownRows } from './consents.ts';
import { maskPhone, maskTail } from './masking.ts';
import { holdingsOf } from './pools/holding.ts';
import { stayWords } from './pools/wanted.ts';
import { sayAnswers } from './say-answers.ts';
import { openAnswers, openText } from './sealed.ts';
import type { Turn } from './turn.ts';

export interface Section {
  title: string;
  items: { label: string; text: string }[];
}

/** `whole`: nothing masked; only for a file to the person themselves. */
export async function ownData(turn: Turn, book: FlowBook, whole: boolean): Promise<Section[]> {
  const sections = [
    await personSection(turn, whole),
    await fileSection(turn, book, whole),
    ...(await caseSections(turn, book, whole)),
    await contactSection(turn),
    await consentSection(turn, book),
  ];
  return sections.filter((section) => section.items.length > 0);
}

async function personSection(turn: Turn, whole: boolean): Promise<Section> {
  const id = turn.speaker.person?.id;
  const row = id ? await turn.tx.person.findUnique({ where: { id } }) : null;
  const phone = row ? openText(turn.secrets, row.phone) : '';
  const idNumber = row ? openText(turn.secrets, row.idNumber) : '';
  const items = row
    ? [
        { label: '姓名', text: row.name },
        { label: '单位', text: row.unit },
        { label: '职务职称', text: row.title },
        { label: '手机', text: whole ? phone : maskPhone(phone) },
        { label: '身份证', text: idNumber === '' ? '' : whole ? idNumber : maskTail(idNumber) },
        { label: '身份', text: turn.speaker.person?.roles.join('、') ?? '' },
      ]
    : [];
  return { title: '基本信息', items: items.filter(({ text }) => text !== '') };
}

async function fileSection(turn: Turn, book: FlowBook, whole: boolean): Promise<Section> {
  const personId = turn.speaker.person?.id;
  const file = personId ? await turn.tx.talentFile.findUnique({ where: { personId } }) : null;
  if (!file) return { title: '人才档案', items: [] };
  const answers = openAnswers(turn.secrets, file.answers);
  return {
    title: `人才档案 ${file.no}（${file.status}）`,
    items: sayAnswers(book.get('talent-registration'), answers, whole),
  };
}

async function caseSections(turn: Turn, book: FlowBook, whole: boolean): Promise<Section[]> {
  const personId = turn.speaker.person?.id;
  const rows = await turn.tx.case.findMany({
    where: {
      countyId: turn.county.id,
      ...(personId ? { personId } : { personId: null, chatId: turn.chat.id }),
      // What somebody named of another belongs to that other.
      matter: { not: 'native-lead' },
    },
    orderBy: { createdAt: 'asc' },
  });
  const holdings = await holdingsOf(
    turn.tx,
    rows.map(({ id }) => id),
  );
  const entries = await turn.tx.rosterEntry.findMany({
    where: { caseId: { in: rows.map(({ id }) => id) }, until: null },
  });
  const today = dateOf(turn.now);
  return rows.map((row) => {
    const listed = entries.find(({ caseId }) => caseId === row.id);
    const held = holdings.get(row.id);
    const answers = openAnswers(turn.secrets, row.answers);
    return {
      title: `${book.get(row.matter)?.name ?? '办件'} ${row.no}（${row.stage}）`,
      items: [
        ...sayAnswers(book.get(row.matter), answers, whole),
        ...(held ? [{ label: held.pool, text: stayWords(held, today) }] : []),
        ...(listed
          ? [{ label: '名册', text: `${listed.roster}${listed.batch && `，${listed.batch}`}` }]
          : []),
      ],
    };
  });
}

/** Contacts: that they took place. What the office wrote of them is its own working record. */
async function contactSection(turn: Turn): Promise<Section> {
  const talentId = turn.speaker.person?.id;
  const rows = talentId
    ? await turn.tx.contact.findMany({
        where: { countyId: turn.county.id, talentId, undoneAt: null },
        orderBy: { date: 'asc' },
      })
    : [];
  return {
    title: '联系记录',
    items: rows.map((row) => ({ label: row.date.toISOString().slice(0, 10), text: row.method })),
  };
}

async function consentSection(turn: Turn, book: FlowBook): Promise<Section> {
  const rows = await turn.tx.consent.findMany({
    where: { countyId: turn.county.id, ...(await ownRows(turn)) },
    orderBy: { givenAt: 'asc' },
  });
  return {
    title: '同意记录',
    items: rows.map((row) => ({
      label: book.get(row.matter)?.name ?? row.matter,
      text: `${dateOf(row.givenAt.getTime())} 同意（告知第 ${row.notice} 版）${
        row.withdrawnAt ? `，${dateOf(row.withdrawnAt.getTime())} 撤回` : ''
      }`,
    })),
  };
}
