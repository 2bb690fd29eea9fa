/**
 * 写入成长档案: a talent's growth file. The person and the file are written, and
 * their unit is asked to check what they could not know for sure. Needs the
 * family may have are kept as notes; nothing is opened for them (domain.md 3.2).
 */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { say } from '../../dialogue/reply.ts';
import { worldOf } from '../cases/act.ts';
import { loadCase } from '../cases/file.ts';
import { recordStep } from '../cases/record.ts';
import { findUnits } from '../cases/units.ts';
import { WITH_UNIT } from '../talent-files.ts';
import type { SpeakerPerson, Turn } from '../turn.ts';
import { enrolTalent } from './enrol-talent.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';

const answersSchema = z.looseObject({
  单位: z.string().optional(),
  报到日期: z.unknown(),
  引进方式: z.string().optional(),
  服务期: z.unknown(),
});
type Answers = z.output<typeof answersSchema>;

export async function buildFile(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const enrolled = await enrolTalent(turn, submission);
  if (!enrolled.result.ok) return enrolled;
  const answers = answersSchema.parse(submission.answers);
  const items = itemsToCheck(answers);
  const as: Turn = { ...turn, speaker: { ...turn.speaker, person: await personOf(turn) } };
  await turn.tx.talentFile.update({
    where: { personId: as.speaker.person!.id },
    data: { status: WITH_UNIT },
  });
  const check = {
    ...submission,
    copyTo: [],
    answers: { 姓名: as.speaker.person!.name, 核对: items.join('、') },
  };
  const opened = await openCase(as, check, book);
  if (!opened.result.ok) return opened;
  const no = String(opened.result.values.编号 ?? '');
  const unit = submission.again ? [] : await giveToUnit(as, book, no, answers, items);
  return {
    result: { ok: true, values: { ...enrolled.result.values, 待核: items.join('、') } },
    posts: [...enrolled.posts, ...opened.posts, ...unit],
  };
}

/** What only the unit knows for sure: a day that was said as a month, the document behind a post. */
function itemsToCheck({ 报到日期: day, 引进方式: way, 服务期: term }: Answers): string[] {
  return [
    ...(typeof day === 'string' ? [] : ['报到日期']),
    ...(way === '人才编制池' ? ['编制池文号'] : ['引进方式']),
    ...(term === undefined ? ['服务期'] : []),
  ];
}

/** The speaker as the file knows them now. */
async function personOf(turn: Turn): Promise<SpeakerPerson> {
  if (turn.speaker.person) return turn.speaker.person;
  const identity = await turn.tx.identity.findUniqueOrThrow({ where: { id: turn.speaker.identityId } });
  const row = await turn.tx.person.findUniqueOrThrow({ where: { id: identity.personId ?? '' } });
  return { id: row.id, name: row.name, title: row.title, unit: row.unit, roles: ['人才'] };
}

/** The case goes to the one member unit of that name; where there is none the office sees to it. */
async function giveToUnit(
  turn: Turn,
  book: FlowBook,
  no: string,
  answers: Answers,
  items: string[],
): Promise<Submitted['posts']> {
  const { tx, county, speaker } = turn;
  const units = answers.单位 ? await findUnits(tx, county.id, answers.单位) : [];
  const [unit] = units;
  if (!unit || units.length > 1) return [];
  const world = worldOf(turn, book);
  const file = await loadCase(world, no);
  if (!file) return [];
  const step = { action: '送核对', at: turn.now, to: file.row.stage, unit: unit.id };
  await recordStep(world, file, { by: speaker.identityId, eventId: turn.eventId }, step, {
    what: `请${unit.name}核对${items.join('、')}`,
  });
  const contacts = await tx.person.findMany({
    where: { countyId: county.id, unitId: unit.id, leftAt: null, roles: { some: { role: '成员单位' } } },
    select: { id: true },
  });
  const words = `请核对贵单位${speaker.person?.name ?? ''}的${items.join('、')}，编号 ${no}。发“/待办”查看。`;
  return contacts.map(({ id }) => ({ to: { person: id }, reply: say(words) }));
}
