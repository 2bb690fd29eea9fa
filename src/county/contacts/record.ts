/** Writing contact records. */
import { dateOf, workdaysBetween } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import { dateColumn } from '../calendar.ts';
import { noteChange } from '../changes.ts';
import { yearNumber } from '../numbers.ts';
import type { Turn } from '../turn.ts';
import { sealNotes } from './notes.ts';
import { leaderOf, type PendingContact, type PendingRecord, type Talent } from './pending.ts';
import { dropPlans } from './plans.ts';

export interface RecordedContact {
  id: string;
  no: string;
  talent: Talent;
  record: PendingRecord;
  /** Recorded later than C7 allows; it is marked, not refused. */
  late: boolean;
}

/**
 * Writes one record for each talent of the contact; one /撤销 takes all of them
 * back. The caller has made sure that it was confirmed.
 */
export async function recordContact(turn: Turn, pending: PendingContact): Promise<RecordedContact[]> {
  const recorded: RecordedContact[] = [];
  for (const record of pending.records) {
    if (record.talent) recorded.push(await write(turn, pending, record, record.talent));
  }
  const [first, ...more] = recorded;
  if (!first) return [];
  const numbers = recorded.map(({ no }) => no).join('、');
  for (const one of more) await noteChange(turn, `contact:${one.id}`, `记联系 ${one.no}`);
  await noteChange(
    turn,
    `contact:${first.id}`,
    `记联系 ${numbers}`,
    more.length > 0
      ? { kind: 'contacts', ids: recorded.map(({ id }) => id) }
      : { kind: 'contact', id: first.id },
  );
  for (const { talent, record } of recorded) await dropPlans(turn, leaderOf(pending, record), talent.id);
  return recorded;
}

async function write(
  turn: Turn,
  pending: PendingContact,
  record: PendingRecord,
  talent: Talent,
): Promise<RecordedContact> {
  const today = dateOf(turn.now);
  const behind = workdaysBetween(turn.county.calendar, record.date, today);
  const late = behind !== 'unknown' && behind > turn.county.settings.C7;
  const id = newId(turn.random);
  const no = await yearNumber(turn.tx, turn.county.id, 'L', today.slice(0, 4));
  await turn.tx.contact.create({
    data: {
      id,
      countyId: turn.county.id,
      no,
      pairingId: record.countsFor ?? talent.pairingId ?? null,
      leaderId: leaderOf(pending, record),
      talentId: talent.id,
      date: dateColumn(record.date),
      precision: record.precision,
      halfDay: record.halfDay ?? null,
      method: record.method,
      place: record.place ?? '',
      attendees: record.attendees ?? '',
      notes: sealNotes(turn.secrets, {
        notes: record.notes,
        needs: record.needs,
        suggestions: record.suggestions,
        ...(record.instead ? { instead: record.instead } : {}),
        ...(record.through ? { through: record.through } : {}),
      }),
      recorderId: turn.speaker.person?.id ?? leaderOf(pending, record),
      eventId: turn.eventId,
      enteredAt: new Date(turn.now),
      late,
    },
  });
  return { id, no, talent, record, late };
}
