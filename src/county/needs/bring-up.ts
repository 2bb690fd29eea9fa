/** Opens a case for a matter somebody brought up, and gives it to the unit whose duty it is. */

import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { ToldMatter } from '../../dialogue/need/told.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import { worldOf } from '../cases/act.ts';
import { type CaseFile, loadCases } from '../cases/file.ts';
import { beginCase, type Opened } from '../cases/open.ts';
import type { Duty } from '../duties/defaults.ts';
import { dutyNamed } from '../duties/duties.ts';
import { shortDay } from '../standings.ts';
import type { Turn } from '../turn.ts';
import type { NeedTalk, RaisedCase } from './talk.ts';

export type Told = ToldMatter<Duty>;

export interface BroughtUp extends Opened {
  raised: RaisedCase;
  /** Days on which the same was reported before. */
  earlier: string[];
}

/** The topic of a complaint about somebody's conduct. */
export const CONDUCT = '服务态度';

/** Undefined: it may be about every head of the office, and nothing is kept. */
export async function bringUp(
  turn: Turn,
  book: FlowBook,
  told: Told,
  talk: NeedTalk | undefined,
): Promise<BroughtUp | undefined> {
  const { kind, topic } = told;
  const assigned = topic && (await dutyNamed(turn.tx, turn.county.id, topic.name));
  const unit = told.conduct ? await accusedUnit(turn, told, talk, assigned?.unit) : assigned?.unit;
  const earlier =
    told.repeated && topic && !told.conduct ? await reportedBefore(turn, book, topic, talk) : [];
  const title = told.conduct ? CONDUCT : (topic?.name ?? '');
  const opened = await beginCase(turn, book, {
    matter: kind,
    version: book.get(kind)?.version ?? 1,
    answers:
      kind === 'need'
        ? needAnswers(told, earlier)
        : { 内容: contentOf(told), 领域: topic?.field ?? '其他', 署名: '匿名' },
    draftId: newId(turn.random),
    revision: 1,
    ...(title ? { title } : {}),
    ...(unit ? { unit } : {}),
  });
  if (!opened) return undefined;
  return { ...opened, earlier, raised: { no: opened.file.row.no, topic: title, kind } };
}

/** A matter reported often already is urgent without being called so. */
const isUrgent = ({ urgent, repeated }: Told): boolean => urgent || repeated;

function needAnswers(told: Told, earlier: string[]): Record<string, unknown> {
  const before = earlier.length > 0 ? `此前${earlier.join('、')}已登记 ${earlier.length} 次` : '';
  const wanted = wishesOf(told);
  return {
    内容: [
      contentOf(told),
      told.conduct || contentOf(told).includes(told.place ?? '') ? '' : (told.place ?? ''),
      before,
    ]
      .filter(Boolean)
      .join('；'),
    类别: told.conduct ? '其他' : (told.topic?.kind ?? '其他'),
    缓急: isUrgent(told) ? '加急' : '一般',
    ...(wanted.length > 0 ? { 要求: wanted.join('；') } : {}),
  };
}

export const contentOf = ({ words, demands }: Told): string =>
  (words.length > 0 ? words : demands).join('，');

/** What is asked for, and when somebody may come: 2026-09-24 19:00 以后. */
export function wishesOf(told: Told, day = told.day): string[] {
  const dropped = told.dropped.filter(Boolean).map((what) => `${what}不要了`);
  const hours = told.hours === undefined ? [] : [visitWords(told, day)];
  return [
    ...dropped,
    ...(told.words.length > 0 || told.dropped.length > 0 || told.hours ? told.demands : []),
    ...hours,
  ];
}

function visitWords({ time, hours }: Told, day: string | undefined): string {
  const after = time && /以后|之后|过后|后/u.test(hours ?? '') ? ' 以后' : '';
  const when = [day, time].filter(Boolean).join(' ');
  return when ? `${when}${after}上门（${hours}）` : `方便上门的时间：${hours}`;
}

/** Whose conduct it is: a unit that is named, else the one whose duty it touches, else the one that has the case spoken of. */
async function accusedUnit(
  turn: Turn,
  told: Told,
  talk: NeedTalk | undefined,
  byTopic: { id: string; name: string } | undefined,
): Promise<{ id: string; name: string } | undefined> {
  const text = contentOf(told);
  const units = await turn.tx.unit.findMany({ where: { countyId: turn.county.id } });
  const named = units.filter(({ name, aliases }) =>
    [name, name.replace(/^县/u, ''), ...aliases].some((one) => one.length >= 2 && text.includes(one)),
  );
  const [unit, ...more] = named;
  if (unit && more.length === 0) return { id: unit.id, name: unit.name };
  if (byTopic || told.another || !talk) return byTopic;
  const last = await turn.tx.case.findFirst({
    where: { countyId: turn.county.id, no: talk.last },
    select: { unitId: true },
  });
  const known = units.find(({ id }) => id === last?.unitId);
  return known && { id: known.id, name: known.name };
}

/** How far back an earlier report still counts, ms. */
const LOOKS_BACK = 60 * 86_400_000;

/** The days on which the speaker reported the same, or something of that kind, that is still open. */
async function reportedBefore(
  turn: Turn,
  book: FlowBook,
  { kind, name }: Duty,
  talk: NeedTalk | undefined,
): Promise<string[]> {
  const personId = turn.speaker.person?.id;
  if (!personId) return [];
  const open: CaseFile[] = await loadCases(worldOf(turn, book), { personId, closedAt: null });
  return open
    .filter(({ row }) => row.matter === 'need' && !talk?.cases.some(({ no }) => no === row.no))
    .filter(({ row, answers }) => row.title === name || (kind !== '其他' && answers.类别 === kind))
    .map(({ row }) => row.createdAt.getTime())
    .filter((at) => turn.now - at <= LOOKS_BACK)
    .toSorted((a, b) => a - b)
    .map((at) => shortDay(dateOf(at)).split(' ')[0] ?? '');
}
