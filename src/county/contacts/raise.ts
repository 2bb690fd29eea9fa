/**
 * Needs and suggestions a leader brought back become cases of the talent, at
 * once and second-hand: the details wait for the talent's own word (domain.md 1.6).
 */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { dayOf } from '../cases/cards.ts';
import type { CaseFile } from '../cases/file.ts';
import { beginCase } from '../cases/open.ts';
import { supplement } from '../cases/supplement.ts';
import { type Assigned, dutyFor } from '../duties/duties.ts';
import type { Turn } from '../turn.ts';
import type { RaisedMatter } from './notes.ts';

export interface Raising {
  /** Id of the contact record. */
  contact: string;
  talent: string;
  leader: string;
  needs: RaisedMatter[];
  suggestions: RaisedMatter[];
  /** How many of this record were raised before. */
  before?: { needs: number; suggestions: number };
}

export interface Raised {
  files: CaseFile[];
  posts: Post[];
}

/** The same draft id is never used twice: it is how what is told later finds the case again. */
const draftOf = (contact: string, kind: 'need' | 'suggestion', index: number): string =>
  `${contact}:${kind}:${index}`;

/** Opens a case for each. One about the head of the office is not kept; then its number is missing. */
export async function raise(turn: Turn, book: FlowBook, raising: Raising): Promise<Raised> {
  const { needs, suggestions, before = { needs: 0, suggestions: 0 } } = raising;
  const wanted = [
    ...needs.map((matter, index) => ({ kind: 'need' as const, matter, index: before.needs + index })),
    ...suggestions.map((matter, index) => ({
      kind: 'suggestion' as const,
      matter,
      index: before.suggestions + index,
    })),
  ];
  const raised: Raised = { files: [], posts: [] };
  for (const { kind, matter, index } of wanted) {
    const assigned = await dutyFor(turn.tx, turn.county.id, [matter.text, ...matter.details].join('，'));
    const opened = await beginCase(turn, book, {
      matter: kind,
      version: book.get(kind)?.version ?? 1,
      answers: answersFor(kind, matter, assigned),
      draftId: draftOf(raising.contact, kind, index),
      revision: 1,
      personId: raising.talent,
      raisedBy: raising.leader,
      ...(assigned ? { title: assigned.duty.name } : {}),
      ...(assigned?.unit ? { unit: assigned.unit } : {}),
    });
    if (!opened) continue;
    raised.files.push(opened.file);
    raised.posts.push(...opened.posts);
  }
  return raised;
}

/** What a leader tells of a need after it was recorded is added to the case it became. */
export async function addToRaised(
  turn: Turn,
  book: FlowBook,
  contact: string,
  index: number,
  more: { details: readonly string[]; urgent?: boolean },
): Promise<Post[]> {
  const row = await turn.tx.case.findFirst({
    where: { countyId: turn.county.id, draftId: draftOf(contact, 'need', index) },
    select: { no: true },
  });
  const content = more.details;
  const { urgent } = more;
  const added =
    row &&
    (await supplement(
      turn,
      book,
      row.no,
      { content, ...(urgent === undefined ? {} : { urgent }) },
      '转达领导',
    ));
  return added?.posts ?? [];
}

/** 诉求 N-2026-0001 已转教育局，9月23日 周三前答复。 */
export const raisedWords = (files: readonly CaseFile[]): string[] =>
  files.map(({ matter, row, unit, standing }) =>
    unit
      ? `${matter} ${row.no} 已转${unit.name}，${dayOf(standing.due)}前答复。`
      : `${matter} ${row.no} 已受理，${dayOf(standing.due)}前由人才办转给负责的单位。`,
  );

const answersFor = (
  kind: 'need' | 'suggestion',
  { text, details, urgent }: RaisedMatter,
  assigned: Assigned | undefined,
): Record<string, unknown> => {
  const content = [text, ...details].join('；');
  return kind === 'need'
    ? { 内容: content, 类别: assigned?.duty.kind ?? '其他', 缓急: urgent ? '加急' : '一般' }
    : { 内容: content, 领域: assigned?.duty.field ?? '其他', 署名: '实名' };
};
