/** A leader's standings in words: for the answer to "还差谁" and for the reminder. */
import type { Choice, Reply, ReplyPart } from '../dialogue/reply.ts';
import { say as sayValue } from '../dialogue/understand/index.ts';
import type { PairingStanding } from './pairings.ts';

/** 9月30日 周三; with its year where that is another than `near`'s. */
export function shortDay(date: string, near: string = date): string {
  const { whole, short } = days.get(date) ?? sayDay(date);
  return date.slice(0, 4) === near.slice(0, 4) ? short : whole;
}

/** Days said of late: thousands of lines say the same few. */
const days = new Map<string, { whole: string; short: string }>();

function sayDay(date: string): { whole: string; short: string } {
  const whole = sayValue({ kind: 'date', date, precision: '日' });
  const said = { whole, short: whole.replace(/^\d{4}年/u, '') };
  if (days.size > 1_000) days.clear();
  days.set(date, said);
  return said;
}

/** What is owed in this period, or undefined when nothing is. Reminders that are paused are not owed. */
export function owed(row: PairingStanding): string | undefined {
  if (row.paused) return undefined;
  const { standing } = row;
  if (!standing.contacted) return `${standing.contactPeriod.name}还没联系`;
  if (!standing.met) return `${standing.meetingPeriod.name}还没见面`;
  return undefined;
}

/** One line a talent: who, when last, how it stands. */
export function standingItem(row: PairingStanding): { label: string; text: string } {
  const { last } = row.standing;
  const lately = last
    ? `上次 ${shortDay(last.date, row.standing.contactPeriod.to)} ${last.method}`
    : '还没有联系记录';
  const state = row.paused ? `先不提醒（${row.paused}）` : (owed(row) ?? '本期已联系');
  return { label: row.talent.name, text: [row.talent.unit, lately, state].filter(Boolean).join('，') };
}

/** What there is to say of talents besides where the contacts stand. */
export interface Besides {
  /** Open matters, one line each, by talent. */
  matters: ReadonlyMap<string, string[]>;
  /** The day of a planned visit by leader, then by talent. */
  plans: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** The same line with the day of a planned visit and the open matters. */
export function wholeItem(
  row: PairingStanding,
  { matters, plans }: Besides,
): { label: string; text: string } {
  const { label, text } = standingItem(row);
  const plan = plans.get(row.leaderId)?.get(row.talent.id);
  const open = matters.get(row.talent.id) ?? [];
  const more = [plan ? `已约${plan}` : '', ...open.map((matter) => `未办结：${matter}`)];
  return { label, text: [text, ...more].filter(Boolean).join('。') };
}

/** What may be said after a contact: 今天下午去看望了李文博. Of the first of these that does not pause; `by` tells it for a leader. */
export const contactExample = (rows: readonly PairingStanding[], by = ''): string =>
  `今天下午${by}去看望了${(rows.find(({ paused }) => !paused) ?? rows[0])?.talent.name ?? '李教授'}`;

/** The answer to "我这个季度还差谁". `whose` is 您, or the leader where their officer asks: 向国平同志. */
export function standingsReply(
  rows: PairingStanding[],
  today: string,
  besides: Besides,
  whose = '您',
): Reply {
  const missing = rows.filter((row) => !row.paused && !row.standing.contacted);
  const unmet = rows.filter((row) => !row.paused && row.standing.contacted && !row.standing.met);
  const sorted = [
    ...missing,
    ...unmet,
    ...rows.filter((row) => !missing.includes(row) && !unmet.includes(row)),
  ];
  return {
    title: `${whose}联系的人才`,
    parts: [
      { type: 'text', text: headline(rows, missing, today, whose) },
      ...(unmet.length > 0
        ? [
            {
              type: 'text' as const,
              text: `${names(unmet)}联系过了，${unmet[0]?.standing.meetingPeriod.name ?? ''}还没见面，${shortDay(unmet[0]?.standing.meetingDue ?? today)}前见一次就好。`,
            },
          ]
        : []),
      { type: 'list', items: sorted.map((row) => wholeItem(row, besides)) },
      missing.length + unmet.length > 0 ? recordOrLater : recordOnly,
      {
        type: 'text',
        text: `联系过以后回我一句话就行，比如“${contactExample(sorted, whose === '您' ? '' : whose.replace('同志', ''))}”。`,
      },
    ],
  };
}

const record: Choice = { label: '记一次联系', style: 'primary', payload: { for: 'contact', act: 'begin' } };

/** Under a reminder: what one may do at once. */
export const recordOrLater: ReplyPart = {
  type: 'buttons',
  buttons: [record, { label: '稍后再说', payload: { for: 'contact', act: 'later' } }],
};

/** Where nobody is owed, there is nothing to put off. */
const recordOnly: ReplyPart = { type: 'buttons', buttons: [record] };

const names = (rows: PairingStanding[]): string => rows.map((row) => row.talent.name).join('、');

function headline(rows: PairingStanding[], missing: PairingStanding[], today: string, whose: string): string {
  const period = (missing[0] ?? rows[0])?.standing.contactPeriod;
  return missing.length === 0
    ? `${period?.name ?? ''}都联系过了${whose === '您' ? '，辛苦您' : ''}。`
    : `${period?.name ?? ''}（到${shortDay(period?.to ?? today)}）还差 ${missing.length} 位：${names(missing)}。`;
}
