/** Writing contact records. */
import { dateOf, workdaysBetween } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import { dateColumn } from '../calendar.ts';
import { noteChange } from '../changes.ts';
import { yearNumber } from '../numbers.ts';
import { sealJson } from '../sealed.ts';
import type { Turn } from '../turn.ts';
import type { PendingContact } from './pending.ts';

export interface RecordedContact {
  no: string;
  talent: string;
  /** Recorded later than C7 allows; it is marked, not refused. */
  late: boolean;
}

/** Writes one record for each talent of the contact. The caller has made sure that it was confirmed. */
export async function recordContact(turn: Turn, pending: PendingContact): Promise<RecordedContact[]> {
  const today = dateOf(turn.now);
  const behind = workdaysBetween(turn.county.calendar, pending.date, today);
  const late = behind !== 'unknown' && behind > turn.county.settings.C7;
  const recorded: RecordedContact[] = [];
  for (const talent of pending.talents) {
    const id = newId(turn.random);
    const no = await yearNumber(turn.tx, turn.county.id, 'L', today.slice(0, 4));
    await turn.tx.contact.create({
      data: {
        id,
        countyId: turn.county.id,
        no,
        pairingId: talent.pairingId ?? null,
        leaderId: pending.leaderId,
        talentId: talent.id,
        date: dateColumn(pending.date),
        precision: pending.precision,
        halfDay: pending.halfDay ?? null,
        method: pending.method,
        place: pending.place ?? '',
        attendees: pending.attendees ?? '',
        notes: sealJson(turn.secrets, { notes: pending.notes }),
        recorderId: turn.speaker.person?.id ?? pending.leaderId,
        eventId: turn.eventId,
        enteredAt: new Date(turn.now),
        late,
      },
    });
    await noteChange(turn, `contact:${id}`, `记联系 ${no}`, { kind: 'contact', id });
    recorded.push({ no, talent: talent.name, late });
  }
  return recorded;
}
