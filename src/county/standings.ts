/** A leader's standings in words: for the answer to "还差谁" and for the reminder. */
import type { Reply } from '../dialogue/reply.ts';
import { say as sayValue } from '../dialogue/understand/index.ts';
import type { PairingStanding } from './pairings.ts';

const shortDay = (date: string): string => sayValue({ kind: 'date', date, precision: '日' });

/** What is owed in this period, or undefined when nothing is. Reminders that are paused are not owed. */
export function owed(row: PairingStanding): string | undefined {
  if (row.paused) return undefined;
  const { standing } = row;
  if (!standing.contactedThisQuarter) return `${standing.quarter.name}还没联系`;
  if (!standing.metThisHalfYear) return `${standing.halfYear.name}还没见面`;
  return undefined;
}

/** One line a talent. */
export function standingItem(row: PairingStanding): { label: string; text: string } {
  const { last } = row.standing;
  const lately = last ? `上次 ${shortDay(last.date)} ${last.method}` : '还没有联系记录';
  const state = row.paused ? `先不提醒（${row.paused}）` : (owed(row) ?? '本期已联系');
  return { label: row.talent.name, text: [row.talent.unit, lately, state].filter(Boolean).join('，') };
}

/** The answer to "我这个季度还差谁". */
export function standingsReply(rows: PairingStanding[], today: string): Reply {
  const [first] = rows;
  const missing = rows.filter((row) => !row.paused && !row.standing.contactedThisQuarter);
  const quarter = first?.standing.quarter;
  const headline =
    missing.length === 0
      ? `${quarter?.name ?? ''}都联系过了，辛苦您。`
      : `${quarter?.name ?? ''}（到${shortDay(quarter?.to ?? today)}）还差 ${missing.length} 位：${missing.map((row) => row.talent.name).join('、')}。`;
  return {
    title: '您联系的人才',
    parts: [
      { type: 'text', text: headline },
      { type: 'list', items: rows.map(standingItem) },
      { type: 'text', text: '联系过以后回我一句话就行，比如“今天下午去看望了李教授”。' },
    ],
  };
}
