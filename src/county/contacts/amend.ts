/** What is said of a contact within ten minutes after it was recorded: more of it, or that something was wrong. */
import { methodNamed, readMethod } from '../../dialogue/contact/methods.ts';
import type { SpokenNeed, Talk } from '../../dialogue/contact/spoken.ts';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import type { Reply } from '../../dialogue/reply.ts';
import { say } from '../../dialogue/reply.ts';
import { read } from '../../dialogue/understand/index.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { ContactModel } from '../../store/client/models.ts';
import { dateColumn, isoDate } from '../calendar.ts';
import { noteChange } from '../changes.ts';
import type { Turn } from '../turn.ts';
import { undoWords } from '../undo-words.ts';
import { asEdit } from './edits.ts';
import { type ContactNotes, matterWords, openNotes, sealNotes } from './notes.ts';
import { dayWords } from './pending.ts';
import { addToRaised, raise, raisedWords } from './raise.ts';
import { type Ears, named, pairingIn } from './resolve.ts';
import type { Memory } from './spoken-of.ts';

/** The records just made that may still be amended. */
export async function amendable(turn: Turn, memory: Memory): Promise<ContactModel[]> {
  const { records = [], recordedAt = 0 } = memory;
  if (records.length === 0 || turn.now - recordedAt > turn.county.settings.undoMinutes * 60_000) return [];
  const rows = await turn.tx.contact.findMany({
    where: { countyId: turn.county.id, id: { in: records }, undoneAt: null },
  });
  return records.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

const opening =
  /^(?:另外|还有|对了|补充|再补|此外|嗯|对|是的|陪同|同行|[他她]|顺便说|哦|噢|爱人|孩子|小孩|老婆|老公|配偶|女儿|儿子|家里|家属)/u;

/** Whether talk without a contact in it adds to the records; anything that can stand alone does not. */
export function isAddition(talk: Talk, text: string): boolean {
  if (
    talk.contacts.length + talk.plans.length + talk.moved.length + talk.phones.length + talk.matters.length >
    0
  )
    return false;
  if (/[?？]\s*$|吗[。！]?$/u.test(text)) return false;
  if (talk.attendees) return true;
  const said = talk.needs.length + talk.suggestions.length;
  return opening.test(text.trim()) && (said > 0 || talk.notes.length > 0 || talk.urgent !== undefined);
}

/** Adds what was said to the record it is about: the person named, else the last. */
export async function addTo(
  turn: Turn,
  book: FlowBook,
  ears: Ears,
  rows: ContactModel[],
  talk: Talk,
  text: string,
): Promise<{ reply: Reply; posts: Post[] }> {
  const about = named(text, ears)[0]?.id ?? talk.last?.people[0]?.id;
  const row = rows.find(({ talentId }) => talentId === about) ?? rows.at(-1);
  if (!row) return { reply: say('没有可以补充的记录。'), posts: [] };
  // Who was there was there with all of them.
  const present = talk.attendees ? rows : [];
  for (const one of present) {
    const attendees = [one.attendees, talk.attendees].filter(Boolean).join('、');
    await edit(turn, one, { attendees }, '补记陪同');
    if (one.id === row.id) row.attendees = attendees;
  }
  const before = openNotes(turn.secrets, row.notes);
  const after = merged(before, talk);
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    await edit(turn, row, { notes: sealNotes(turn.secrets, after) }, '补充情况');
  }
  const raised = await raise(turn, book, {
    contact: row.id,
    talent: row.talentId,
    leader: row.leaderId,
    needs: talk.needs,
    suggestions: talk.suggestions,
    before: { needs: before.needs.length, suggestions: before.suggestions.length },
  });
  const index = before.needs.length - 1;
  const [was, is] = [before.needs[index], after.needs[index]];
  const details = is?.details.slice(was?.details.length ?? 0) ?? [];
  const hurried = is && was && is.urgent !== was.urgent ? { urgent: is.urgent } : {};
  const told =
    details.length > 0 || 'urgent' in hurried
      ? await addToRaised(turn, book, row.id, index, { details, ...hurried })
      : [];
  return {
    reply: say(`${await summary(turn, row, talk, after)}${raisedWords(raised.files).join('')}`),
    posts: [...raised.posts, ...told],
  };
}

/** What was agreed to in the words before more is said: 对 是李文博 上初一的. */
const agreed = /^(?:对的?|是的?|嗯+|没错|好的?)$|^(?:对|是|就是)[一-龥]{2,4}(?:教授|博士|老师|总工)?$/u;

export function merged(
  before: ContactNotes,
  talk: Pick<Talk, 'needs' | 'suggestions' | 'notes' | 'urgent'>,
): ContactNotes {
  const more = talk.notes.filter((note) => !agreed.test(note));
  const needs = [
    ...before.needs.map((need) => ({ ...need, details: [...need.details] })),
    ...talk.needs.map(toMatter),
  ];
  const last = before.needs.length > 0 ? needs[before.needs.length - 1] : undefined;
  // Plain words right after a need tell more of the need.
  const details = last && talk.suggestions.length === 0 && !talk.needs.length ? more : [];
  if (last) last.details.push(...details);
  if (last && talk.urgent !== undefined && talk.suggestions.length === 0) last.urgent = talk.urgent;
  const notes = details.length > 0 ? [] : more;
  return {
    ...before,
    notes: [before.notes, ...notes].filter(Boolean).join('；'),
    needs,
    suggestions: [...before.suggestions, ...talk.suggestions.map(toMatter)],
  };
}

const toMatter = ({ text, urgent, details }: SpokenNeed) => ({ text, urgent, details });

async function summary(turn: Turn, row: ContactModel, talk: Talk, after: ContactNotes): Promise<string> {
  const talent = await turn.tx.person.findUnique({ where: { id: row.talentId }, select: { name: true } });
  const lines = [
    ...talk.suggestions.map((one) => `意见建议（不算诉求）：${matterWords(toMatter(one))}`),
    ...talk.needs.map((one) => `诉求：${matterWords(toMatter(one))}`),
    ...(talk.attendees ? [`陪同：${row.attendees}`] : []),
    ...(talk.needs.length + talk.suggestions.length === 0 && !talk.attendees
      ? [
          after.needs.at(-1)
            ? `诉求：${matterWords(after.needs.at(-1) as ContactNotes['needs'][number])}（只有经办和人才办看得到）`
            : `情况：${after.notes}`,
        ]
      : []),
  ];
  return `已补到 ${row.no} ${talent?.name ?? ''}：${lines.join('；')}。`;
}

async function edit(
  turn: Turn,
  row: ContactModel,
  data: Partial<
    Pick<ContactModel, 'attendees' | 'date' | 'precision' | 'halfDay' | 'method' | 'talentId' | 'pairingId'>
  > & { notes?: Uint8Array<ArrayBuffer> },
  what: string,
): Promise<void> {
  await turn.tx.contact.update({ where: { id: row.id }, data });
  await noteChange(turn, `contact:${row.id}`, `${what} ${row.no}`, asEdit(row));
}

/** Words that say something was wrong. */
export const correcting =
  /^(?:不对|不是|是(?!的|呀|啊|吗)|改|应该是|写错|说错|记错|错了|搞错|弄错|更正|纠正|时间|日期|方式|人)(?!.{0,3}(?:好|多|少))/u;

export interface Correction {
  date?: string;
  precision?: string;
  halfDay?: string;
  method?: string;
  talent?: { id: string; name: string; pairingId?: string };
}

/** What a correction changes; undefined when the words correct nothing. */
export function correctionIn(turn: Turn, ears: Ears, text: string): Correction | undefined {
  if (!correcting.test(text.trim()) || text.length > 40) return undefined;
  // 是石磊不是吴昊: what stands after 不是 is what was wrong.
  const right = text
    .replace(/(?:而)?不是(?!$).*$/u, (wrong, at: number) => (at > 3 ? '' : wrong))
    .replace(/^.*不是[^，,]*[，,]/u, '');
  const method = methodNamed(right) ?? readMethod(right)?.method;
  const day = read('日期', right, { now: turn.now, bias: '过去', calendar: turn.county.calendar })
    .map(({ value }) => value)
    .find((value) => value.kind === 'date');
  const halfDay = /上午|中午|下午|晚上/u.exec(right)?.[0];
  const people = named(right, ears);
  const talent = people.length === 1 ? people[0] : undefined;
  if (day && day.date > dateOf(turn.now)) return undefined;
  const found: Correction = {
    ...(method ? { method } : {}),
    ...(day ? { date: day.date, precision: day.precision } : {}),
    ...(halfDay ? { halfDay } : {}),
    ...(talent ? { talent } : {}),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

/** Corrects the records just made. */
export async function correctRecords(
  turn: Turn,
  ears: Ears,
  rows: ContactModel[],
  correction: Correction,
): Promise<Reply> {
  const { talent, date, ...rest } = correction;
  const touched = talent ? rows.slice(-1) : rows;
  for (const row of touched) {
    await edit(
      turn,
      row,
      {
        ...rest,
        ...(date ? { date: dateColumn(date) } : {}),
        ...(talent ? { talentId: talent.id, pairingId: pairingIn(ears, row.leaderId, talent.id) } : {}),
      },
      '更正',
    );
  }
  const after = await turn.tx.contact.findMany({ where: { id: { in: touched.map(({ id }) => id) } } });
  const people = await turn.tx.person.findMany({
    where: { id: { in: after.map(({ talentId }) => talentId) } },
  });
  const lines = after.map((row) => {
    const name = people.find(({ id }) => id === row.talentId)?.name ?? '';
    const day = dayWords({
      date: isoDate(row.date),
      precision: row.precision,
      ...(row.halfDay ? { halfDay: row.halfDay } : {}),
    });
    return `${row.no} ${name}，${day}，${row.method}`;
  });
  return say(`已更正：${lines.join('；')}。${undoWords(turn)}`);
}
