/** A contact as understood, before the leader has confirmed it. */
import type { Leader } from '../../dialogue/contact/on-behalf.ts';
import type { Reply, ReplyPart } from '../../dialogue/reply.ts';
import { say as sayValue } from '../../dialogue/understand/index.ts';
import { type ContactNotes, matterWords } from './notes.ts';

export interface Talent {
  id: string;
  name: string;
  pairingId?: string;
}

export interface Candidate extends Talent {
  detail: string;
}

/** One record to be: one talent, one contact. */
export interface PendingRecord extends ContactNotes {
  /** Whose contact it was, where somebody tells it for a leader. */
  leader?: Leader;
  /** The leaders it may have been, while an officer is asked. */
  among?: readonly Leader[];
  /** Absent while it is being asked whom it was with. */
  talent?: Talent;
  /** The people it may have been, while that is being asked. */
  candidates: Candidate[];
  /** The words that left the doubt. */
  said?: string;
  date: string;
  precision: string;
  halfDay?: string;
  method: string;
  place?: string;
  attendees?: string;
  /** Whose pairing it counts for, when somebody goes in another leader's place. */
  countsFor?: string;
}

export interface PendingContact {
  /** Its buttons carry it: a tap on an older card is recognised. */
  id: string;
  /** Empty where an officer tells it: then every record says its own leader. */
  leaderId: string;
  /** Set when somebody records it for the leader. */
  onBehalf: boolean;
  /** At least one; confirmed together. */
  records: PendingRecord[];
}

/** Whose contact a record is. */
export const leaderOf = (pending: PendingContact, record: PendingRecord): string =>
  record.leader?.id ?? pending.leaderId;

/** 9月17日 周四 下午; an inexact date stays inexact. */
export function dayWords(pending: { date: string; precision: string; halfDay?: string }): string {
  if (pending.precision === '月')
    return `${Number(pending.date.slice(0, 4))}年${Number(pending.date.slice(5, 7))}月（具体日子不详）`;
  const day = sayValue({ kind: 'date', date: pending.date, precision: '日' });
  const half = pending.halfDay ? ` ${pending.halfDay}` : '';
  return pending.precision === '日' ? `${day}${half}` : `${day}前后`;
}

type Row = { label: string; text: string };

const saidRows = (record: PendingRecord): Row[] => [
  ...record.needs.map((need) => ({ label: '诉求', text: matterWords(need) })),
  ...record.suggestions.map((suggestion) => ({ label: '建议', text: matterWords(suggestion) })),
  ...(record.notes ? [{ label: '情况', text: record.notes }] : []),
];

const optional = (label: string, text: string | undefined): Row[] => (text ? [{ label, text }] : []);

const rowsOf = (record: PendingRecord): Row[] => [
  ...optional('领导', record.leader?.name),
  { label: '人才', text: record.talent?.name ?? '' },
  { label: '时间', text: dayWords(record) },
  { label: '方式', text: record.method },
  ...optional('地点', record.place),
  ...optional('陪同', record.attendees),
  ...optional('代', record.instead && `替${record.instead}联系`),
  ...optional('委托', record.through),
  ...saidRows(record),
];

/** One line a person: 9月17日 周四 下午，走访，华科高新。诉求：孩子上学…… */
function lineOf(record: PendingRecord): Row {
  const head = [dayWords(record), record.method, record.place].filter(Boolean).join('，');
  const said = saidRows(record).map(({ label, text }) => `${label}：${text}`);
  const label = [record.leader?.name, record.talent?.name].filter(Boolean).join('—');
  return { label, text: [head, ...said].join('。') };
}

/** The card that asks for the one tap. */
export function confirmationCard(pending: PendingContact, remarks: string[]): Reply {
  const [first] = pending.records;
  const several = pending.records.length > 1;
  const shared = several ? optional('陪同', first?.attendees) : [];
  const items = several ? [...pending.records.map(lineOf), ...shared] : first ? rowsOf(first) : [];
  return {
    title: several ? `请您确认这 ${pending.records.length} 次联系` : '请您确认这次联系',
    parts: [
      { type: 'list', items },
      ...remarks.map((text): ReplyPart => ({ type: 'text', text })),
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

/** The question whom a record was with. */
export function whoQuestion(pending: PendingContact, record: PendingRecord): Reply {
  const question = record.said ? `“${record.said}”是指哪一位？` : '这次联系的是哪一位？';
  return {
    parts: [
      { type: 'text', text: question },
      {
        type: 'buttons',
        buttons: record.candidates.slice(0, 8).map((candidate) => ({
          label: candidate.detail ? `${candidate.name}（${candidate.detail}）`.slice(0, 40) : candidate.name,
          payload: { for: 'contact', act: 'pick', pending: pending.id, talent: candidate.id },
        })),
      },
      { type: 'text', text: '不在里面的，请说全名。' },
    ],
  };
}
