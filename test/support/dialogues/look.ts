/** What the records hold after a dialogue, opened, and what the bot said at which turn. */
import { openJson } from '../../../src/county/sealed.ts';
import type { DialogueCounty } from './county.ts';

export type Answers = Record<string, unknown>;

export interface CaseLook {
  no: string;
  matter: string;
  stage: string;
  title: string;
  urgent: boolean;
  guard: string;
  unit: string;
  personId: string | null;
  raisedBy: string | null;
  /** Local date. */
  due: string;
  answers: Answers;
  steps: { what: string; step: Record<string, unknown>; note: string }[];
}

export interface ContactLook {
  leader: string;
  talent: string;
  date: string;
  halfDay: string | null;
  method: string;
  place: string;
  attendees: string;
  notes: string;
}

export interface Look {
  /** Words of the bot to the speaker after each turn of theirs, by the turn's number. */
  said: ReadonlyMap<number, string>;
  /** Everything the bot said to the speaker. */
  all: string;
  /** Everything it said to others. */
  others: string;
  /** What it said to one of them, by name as the platform has it. */
  toldTo(name: string): string;
  persons: { id: string; name: string; unit: string; title: string; roles: string[]; left: boolean }[];
  files: { person: string; status: string; answers: Answers }[];
  cases: CaseLook[];
  contacts: ContactLook[];
  pairings: { leader: string; talent: string; paused: string | null; to: string | null }[];
  timers: { kind: string; subject: string; due: string; data: unknown }[];
  consents: number;
  audits: string[];
  /** Answers of drafts that are still open in any chat. */
  drafts: { flow: string; status: string; answers: Answers }[];
  /** Every kept answer and note as text: what must not be recorded is looked for here. */
  recorded: string;
}

const local = (at: Date | null): string =>
  at === null ? '' : new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const wordsIn = (content: unknown): string => JSON.stringify(content).replaceAll('\\n', '\n');

interface StoredDraft {
  flow: string;
  status: string;
  answers: Record<string, { value: unknown }>;
}

/** Opens every record of the county. */
export async function lookAt(
  county: DialogueCounty,
  said: ReadonlyMap<number, string>,
  speakerChat: string,
): Promise<Look> {
  const { db, secrets } = county;
  const people = await db.person.findMany({ include: { roles: true } });
  const name = (id: string | null): string => people.find((one) => one.id === id)?.name ?? '';
  const units = await db.unit.findMany();
  const open = <T>(sealed: Uint8Array | null, empty: T): T =>
    sealed ? (openJson(secrets, sealed) as T) : empty;
  const changes = await db.change.findMany({ orderBy: { id: 'asc' } });
  const cases = (await db.case.findMany({ orderBy: { createdAt: 'asc' } })).map(
    (row): CaseLook => ({
      no: row.no,
      matter: row.matter,
      stage: row.stage,
      title: row.title,
      urgent: row.urgent,
      guard: row.guard,
      unit: units.find(({ id }) => id === row.unitId)?.name ?? '',
      personId: row.personId,
      raisedBy: row.raisedBy,
      due: local(row.dueAt).slice(0, 10),
      answers: open<Answers>(row.answers, {}),
      steps: changes
        .filter(({ subject, undoneAt }) => subject === `case:${row.no}` && undoneAt === null)
        .map(({ what, step, detail }) => ({
          what,
          step: (step ?? {}) as Record<string, unknown>,
          note: JSON.stringify(open<unknown>(detail, '')),
        })),
    }),
  );
  const files = (await db.talentFile.findMany()).map((row) => ({
    person: name(row.personId),
    status: row.status,
    answers: open<Answers>(row.answers, {}),
  }));
  const contacts = (await db.contact.findMany({ where: { undoneAt: null } })).map(
    (row): ContactLook => ({
      leader: name(row.leaderId),
      talent: name(row.talentId),
      date: local(row.date).slice(0, 10),
      halfDay: row.halfDay,
      method: row.method,
      place: row.place,
      attendees: row.attendees,
      notes: JSON.stringify(open<unknown>(row.notes, '')),
    }),
  );
  const drafts = (await db.chat.findMany()).flatMap((chat) => draftsIn(open<unknown>(chat.conversation, {})));
  const toldIn = (chats: { id: string }[]): string =>
    chats
      .flatMap(({ id }) => county.double.messages(id))
      .filter(({ from }) => from === 'bot')
      .map(({ content }) => wordsIn(content))
      .join('\n');
  const others = county.double.chats().filter(({ id }) => id !== speakerChat);
  const users = county.double.users();
  return {
    said,
    all: [...said.values()].join('\n'),
    others: toldIn(others),
    toldTo: (name) =>
      toldIn(
        others.filter(
          ({ kind, members }) =>
            kind === 'p2p' && users.some((user) => user.name === name && members.includes(user.id)),
        ),
      ),
    persons: people.map((row) => ({
      id: row.id,
      name: row.name,
      unit: row.unit,
      title: row.title,
      roles: row.roles.map(({ role }) => role),
      left: row.leftAt !== null,
    })),
    files,
    cases,
    contacts,
    pairings: (await db.pairing.findMany()).map((row) => ({
      leader: name(row.leaderId),
      talent: name(row.talentId),
      paused: row.paused,
      to: row.to === null ? null : local(row.to).slice(0, 10),
    })),
    timers: (await db.timer.findMany({ where: { firedAt: null } })).map(({ kind, subject, due, data }) => ({
      kind,
      subject,
      due: local(due),
      data,
    })),
    consents: await db.consent.count(),
    audits: (await db.audit.findMany()).map(({ what, subject }) => `${what} ${subject}`),
    drafts,
    recorded: JSON.stringify([
      files,
      cases.map(({ answers, title, steps }) => [answers, title, steps]),
      contacts,
      drafts,
    ]),
  };
}

function draftsIn(conversation: unknown): Look['drafts'] {
  const flow = (conversation as { flow?: { stack?: StoredDraft[]; parked?: StoredDraft[] } }).flow;
  return [...(flow?.stack ?? []), ...(flow?.parked ?? [])].map((draft) => ({
    flow: draft.flow,
    status: draft.status,
    answers: Object.fromEntries(Object.entries(draft.answers).map(([slot, { value }]) => [slot, value])),
  }));
}
