/** A contact as understood, before the leader has confirmed it. */
import type { Reply } from '../../dialogue/reply.ts';
import { say as sayValue } from '../../dialogue/understand/index.ts';

export interface PendingContact {
  /** Its buttons carry it: a tap on an older card is recognised. */
  id: string;
  leaderId: string;
  /** Set when somebody records it for the leader. */
  onBehalf: boolean;
  /** Whom it was with; empty while that is being asked. */
  talents: { id: string; name: string; pairingId?: string }[];
  /** The people it may have been, while that is being asked. */
  candidates: { id: string; name: string; detail: string; pairingId?: string }[];
  date: string;
  precision: string;
  halfDay?: string;
  method: string;
  place?: string;
  attendees?: string;
  notes: string;
}

/** 9月17日 周四 下午; an inexact date stays inexact. */
export function dayWords(pending: Pick<PendingContact, 'date' | 'precision' | 'halfDay'>): string {
  if (pending.precision === '月')
    return `${Number(pending.date.slice(0, 4))}年${Number(pending.date.slice(5, 7))}月（具体日子不详）`;
  const day = sayValue({ kind: 'date', date: pending.date, precision: '日' });
  const half = pending.halfDay ? ` ${pending.halfDay}` : '';
  return pending.precision === '日' ? `${day}${half}` : `${day}前后`;
}

/** The card that asks for the one tap. */
export function confirmationCard(pending: PendingContact, remarks: string[]): Reply {
  const rows: { label: string; text: string }[] = [
    { label: '人才', text: pending.talents.map((talent) => talent.name).join('、') },
    { label: '时间', text: dayWords(pending) },
    { label: '方式', text: pending.method },
  ];
  if (pending.place) rows.push({ label: '地点', text: pending.place });
  if (pending.attendees) rows.push({ label: '陪同', text: pending.attendees });
  if (pending.notes) rows.push({ label: '情况', text: pending.notes });
  return {
    title: '请您确认这次联系',
    parts: [
      { type: 'list', items: rows },
      ...remarks.map((text) => ({ type: 'text' as const, text })),
      {
        type: 'buttons',
        buttons: [
          {
            label: '确认记录',
            style: 'primary',
            payload: { for: 'contact', act: 'confirm', pending: pending.id },
          },
          { label: '不记了', payload: { for: 'contact', act: 'drop', pending: pending.id } },
        ],
      },
      { type: 'text', text: '哪里不对直接说，比如“是昨天”“是电话联系”。' },
    ],
  };
}

/** The question whom it was with. */
export function whoQuestion(pending: PendingContact, said: string | undefined): Reply {
  const question = said ? `“${said}”是指哪一位？` : '这次联系的是哪一位？';
  return {
    parts: [
      { type: 'text', text: question },
      {
        type: 'buttons',
        buttons: pending.candidates.slice(0, 8).map((candidate) => ({
          label: candidate.detail ? `${candidate.name}（${candidate.detail}）`.slice(0, 40) : candidate.name,
          payload: { for: 'contact', act: 'pick', pending: pending.id, talent: candidate.id },
        })),
      },
    ],
  };
}
