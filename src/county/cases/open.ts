/** A case begins: its number, its first stage with deadline and timers, and whoever must hear of it. */
import type { FlowBook, Span } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import { yearNumber } from '../numbers.ts';
import { hold } from '../pools/holding.ts';
import type { FreePlace } from '../pools/place.ts';
import { sealJson } from '../sealed.ts';
import type { Turn } from '../turn.ts';
import { worldOf } from './act.ts';
import { isDelicate, UNIT } from './actions.ts';
import { caseCard, dayOf, withoutNumbers } from './cards.ts';
import { type CaseFile, loadCase, stagesOf, type World } from './file.ts';
import { type Guard, guardOf, isAboutHead, isMeant } from './guard.ts';
import { peopleOf } from './parties.ts';
import { recordStep } from './record.ts';
import { keepReminders } from './reminders.ts';
import { postsFor } from './tell.ts';

export interface NewCase {
  /** Id of the matter: need, suggestion … */
  matter: string;
  version: number;
  answers: Record<string, unknown>;
  /** The same draft and revision open one case only. */
  draftId: string;
  revision: number;
  /** Keyed hash of the business key (唯一). */
  uniqueKey?: string | null;
  /** Who asked; left out: the speaker. */
  personId?: string;
  /** The leader who passed it on. */
  raisedBy?: string;
  /** What it is about in a word that is not personal; left out: read from the answers. */
  title?: string;
  /** The unit whose duty it is: it is given to it at once, unless its head is complained of. */
  unit?: { id: string; name: string };
  /** The time it has, in place of the file's. */
  limit?: Span;
  /** The unit of a pool that it takes (占用). */
  place?: FreePlace;
}

export interface Opened {
  file: CaseFile;
  posts: Post[];
}

/** The letter a matter's numbers begin with: N needs, J suggestions, S the rest. */
const prefixes: Readonly<Record<string, string>> = { need: 'N', suggestion: 'J' };

/**
 * Opens a case in its matter's first stage and tells the office. An accusation
 * is told to the head alone; undefined when it may be about every head there
 * is, and then nothing is kept.
 */
export async function beginCase(turn: Turn, book: FlowBook, wanted: NewCase): Promise<Opened | undefined> {
  const world = worldOf(turn, book);
  const { tx, county } = turn;
  const about = await aboutWhom(turn, wanted);
  const heads = await tx.role.findMany({
    where: { countyId: county.id, role: '主任', person: { leftAt: null } },
  });
  if (about.guard === '限主任' && heads.every(({ personId }) => about.recused.includes(personId)))
    return undefined;
  const flow = book.get(wanted.matter);
  const year = dateOf(turn.now).slice(0, 4);
  const no = await yearNumber(tx, county.id, prefixes[wanted.matter] ?? 'S', year);
  const first = stagesOf(flow)[0]?.name ?? '已受理';
  const asker = wanted.personId ?? turn.speaker.person?.id;
  const id = newId(turn.random);
  await tx.case.create({
    data: {
      id,
      countyId: county.id,
      no,
      matter: wanted.matter,
      version: wanted.version,
      personId: asker ?? null,
      raisedBy: wanted.raisedBy ?? null,
      chatId: turn.chat.id,
      title: wanted.title ?? titleFor(wanted.answers),
      stage: first,
      urgent: wanted.answers.缓急 === '加急',
      guard: about.guard,
      recused: about.recused,
      uniqueKey: wanted.uniqueKey ?? null,
      answers: sealJson(turn.secrets, wanted.answers),
      draftId: wanted.draftId,
      revision: wanted.revision,
      createdAt: new Date(turn.now),
    },
  });
  if (wanted.place) await hold({ ...turn, countyId: county.id }, id, wanted.place);
  const made = (await loadCase(world, no)) as CaseFile;
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  const step = { action: '受理', at: turn.now, to: first };
  // What was read from the row itself is not yet on the timeline.
  const file = await recordStep(world, { ...made, steps: [] }, { by, eventId: turn.eventId }, step, {
    what: `受理 ${no}`,
  });
  await keepReminders(world, file, true);
  if (wanted.unit && mayHave(file)) return dispatch(turn, world, file, wanted.unit, wanted.limit);
  return { file, posts: await newsFor(turn, book, file) };
}

/** The head of a unit is not asked to look into the head of a unit (回避); the office does. */
const mayHave = (file: CaseFile): boolean =>
  file.row.guard === '' || (file.row.guard === '回避' && !isAboutHead(String(file.answers.内容 ?? '')));

/** By the county's table of duties the case goes to its unit at once; the office hears of it and may give it to another. */
async function dispatch(
  turn: Turn,
  world: World,
  before: CaseFile,
  unit: { id: string; name: string },
  limit: Span | undefined,
): Promise<Opened> {
  const action = before.standing.stage.actions.find(({ needs }) => needs.includes(UNIT));
  if (!action?.to) return { file: before, posts: await newsFor(turn, world.book, before) };
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  const step = {
    action: action.name,
    at: turn.now,
    to: action.to,
    unit: unit.id,
    ...(limit ? { limit } : {}),
  };
  const after = await recordStep(world, before, { by, eventId: turn.eventId }, step, {
    what: `按分工${action.name} ${before.row.no} 给${unit.name}`,
  });
  const opening = `收到一件${after.matter}，已按分工转给${unit.name}。不合适的话，请用“/派”改派：`;
  const office = await newsFor(turn, world.book, after, opening);
  const deed = { action, before, after, given: true, by, as: [] };
  return { file: after, posts: [...(await postsFor(world, deed)), ...office] };
}

async function newsFor(turn: Turn, book: FlowBook, file: CaseFile, instead?: string): Promise<Post[]> {
  const restricted = file.row.guard === '限主任';
  const readers = await peopleOf(turn.tx, file, restricted ? '主任' : '人才办');
  const heads = new Set(await peopleOf(turn.tx, file, '主任'));
  const opening = restricted
    ? '有人反映涉及干部的情况，请您亲自处理：'
    : (instead ?? `收到一件${file.matter}，请在${dayOf(file.standing.due)}前处理：`);
  return readers
    .filter((person) => person !== turn.speaker.person?.id)
    .map((person) => {
      const parties = heads.has(person) ? (['主任', '人才办'] as const) : (['人才办'] as const);
      return {
        to: { person },
        reply: caseCard(worldOf(turn, book), file, { parties, group: false }, opening),
      };
    });
}

/** What the words are about, and which people of the office and its units they may be about. */
async function aboutWhom(turn: Turn, wanted: NewCase): Promise<{ guard: Guard; recused: string[] }> {
  const text = Object.values(wanted.answers)
    .filter((value) => typeof value === 'string')
    .join('\n');
  const officials = await turn.tx.person.findMany({
    where: {
      countyId: turn.county.id,
      roles: { some: { role: { in: ['主任', '人才办', '成员单位', '专员', '领导'] } } },
      id: { notIn: [wanted.personId, wanted.raisedBy, turn.speaker.person?.id].flatMap((id) => id ?? []) },
    },
    select: { id: true, name: true },
  });
  const guard = guardOf(
    text,
    officials.map(({ name }) => name),
  );
  if (guard === '') return { guard, recused: [] };
  return { guard, recused: officials.filter(({ name }) => isMeant(text, name)).map(({ id }) => id) };
}

/** Its kind; for those without one the first words of what was said, without numbers. */
function titleFor(answers: Record<string, unknown>): string {
  const kind = answers.类别;
  if (typeof kind === 'string' && kind !== '其他') return kind;
  if (isDelicate(String(answers.内容 ?? ''))) return '';
  const content = typeof answers.内容 === 'string' ? withoutNumbers(answers.内容) : '';
  const line = content.split(/[\n，,。；;！!？?]/u)[0]?.trim() ?? '';
  return line.length > 16 ? `${line.slice(0, 15)}…` : line;
}
