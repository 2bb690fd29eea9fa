/**
 * Needs and suggestions a leader brought back become cases of the talent, at
 * once and second-hand: the details wait for the talent's own word (domain.md 1.6).
 */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { beginCase } from '../cases/open.ts';
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
  numbers: string[];
  posts: Post[];
}

/** Opens a case for each. One about the head of the office is not kept; then its number is missing. */
export async function raise(turn: Turn, book: FlowBook, raising: Raising): Promise<Raised> {
  const { needs, suggestions, before = { needs: 0, suggestions: 0 } } = raising;
  const wanted = [
    ...needs.map((matter, index) => ({ kind: 'need', matter, index: before.needs + index })),
    ...suggestions.map((matter, index) => ({
      kind: 'suggestion',
      matter,
      index: before.suggestions + index,
    })),
  ];
  const raised: Raised = { numbers: [], posts: [] };
  for (const { kind, matter, index } of wanted) {
    const opened = await beginCase(turn, book, {
      matter: kind,
      version: book.get(kind)?.version ?? 1,
      answers: answersFor(book, kind, matter),
      draftId: `${raising.contact}:${kind}:${index}`,
      revision: 1,
      personId: raising.talent,
      raisedBy: raising.leader,
    });
    if (!opened) continue;
    raised.numbers.push(opened.file.row.no);
    raised.posts.push(...opened.posts);
  }
  return raised;
}

function answersFor(
  book: FlowBook,
  kind: string,
  { text, details, urgent }: RaisedMatter,
): Record<string, unknown> {
  const content = [text, ...details].join('；');
  return kind === 'need'
    ? { 内容: content, 类别: kindOf(book, content), 缓急: urgent ? '加急' : '一般' }
    : { 内容: content, 署名: '实名' };
}

/** The kind the words themselves name, if only one does. */
function kindOf(book: FlowBook, text: string): string {
  if (/(?:孩子|小孩|儿子|女儿|子女).*(?:上学|入学|转学|读书|幼儿园|学校|学位)/su.test(text))
    return '子女入学';
  const kinds = book.get('need')?.fields.find(({ name }) => name === '类别')?.options ?? [];
  const named = kinds.filter(({ label, words }) => [label, ...words].some((word) => text.includes(word)));
  return named.length === 1 ? (named[0]?.label ?? '其他') : '其他';
}
