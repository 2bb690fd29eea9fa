/** The numbered list of what was answered: what 预览 shows, what is confirmed, and what 第3项 means. */
import type { ReplyPart } from '../reply.ts';
import type { Field } from './flow.ts';
import { sayItem } from './list.ts';
import { heldValue, visibleFields } from './next.ts';
import { sayValue, type Turn } from './turn.ts';

export interface Line {
  field: Field;
  text: string;
}

/** The visible answers in file order; a hidden one is never shown. */
export function linesOf(turn: Turn): Line[] {
  return visibleFields(turn.flow, turn.draft, turn.world).flatMap((field) => {
    const value = heldValue(field, turn.draft);
    if (value === undefined || field.endOnNo !== undefined || field.type === '说明') return [];
    return [{ field, text: field.type === '列表' ? sayItems(turn, field) : sayValue(turn, field, value) }];
  });
}

function sayItems(turn: Turn, field: Field): string {
  const items = turn.draft.items[field.name] ?? [];
  if (items.length === 1) return sayItem(turn, field, 0);
  return items.map((_, index) => `第${index + 1}条 ${sayItem(turn, field, index)}`).join('；');
}

/** The list as a part of a reply, and the questions left out. */
export function summaryParts(turn: Turn): ReplyPart[] {
  const items = linesOf(turn).map(({ field, text }) => ({ label: field.name, text }));
  const left = visibleFields(turn.flow, turn.draft, turn.world)
    .filter((field) => turn.draft.skipped.includes(field.name) && field.type !== '说明')
    .map((field) => field.name);
  return [
    ...(items.length > 0 ? [{ type: 'list' as const, ordered: true, items }] : []),
    ...(left.length > 0 ? [{ type: 'text' as const, text: `没填：${left.join('、')}` }] : []),
  ];
}
