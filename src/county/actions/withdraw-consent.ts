/**
 * 撤回同意: at once what was agreed to is no longer used; what the law has kept
 * stays stored and is used for nothing else (domain.md 5.1, articles 15, 16, 47).
 */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { noteChange } from '../changes.ts';
import { takeBackConsents } from '../consents.ts';
import { letGo } from '../pools/holding.ts';
import { takeOff } from '../rosters/entries.ts';
import { stopRounds } from '../rosters/rounds.ts';
import { STOPPED } from '../talent-files.ts';
import type { Turn } from '../turn.ts';
import { dueDate, sayDue } from './days.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';

const answersSchema = z.looseObject({ 范围: z.string(), 删除: z.boolean().optional() });

/** Cases that rest on a consent end as withdrawn; `stages.ts` knows the word. */
const WITHDRAWN = '已撤回';

export async function withdrawConsent(
  turn: Turn,
  submission: Submission,
  book: FlowBook,
): Promise<Submitted> {
  const { 范围: range, 删除: erase } = answersSchema.parse(submission.answers);
  const matters = range === '全部' ? undefined : (mattersOf[range] ?? []);
  const taken = await takeBackConsents(turn, matters);
  const stopped = await stopUse(turn, matters);
  await noteChange(turn, subjectOf(turn), `撤回同意：${range}`);
  const opened = await openCase(turn, submission, book);
  if (!opened.result.ok) return opened;
  const { D4 } = turn.county.settings;
  const due = sayDue(dueDate(turn.county.calendar, turn.now, D4), D4);
  const words = [
    taken.length > 0
      ? `已撤回“${range}”的同意，有关信息从现在起停用，编号 ${opened.result.values.编号 ?? ''}。`
      : `没有查到您在“${range}”上同意过的记录，已请人才办核对，编号 ${opened.result.values.编号 ?? ''}。`,
    ...(stopped > 0 ? [`正在办的 ${stopped} 件已停下。`] : []),
    erase === true
      ? `删除申请一并收到，${due}办好并答复您。`
      : '信息停用但还存着；要删除，说“删除我的信息”。',
    '已办结归档的文件和已发放的名册按档案规定留存，不再另用。',
  ].join('');
  return { result: { ok: true, values: { 答复: words } }, posts: opened.posts };
}

/** The matters behind each choice of consent-withdrawal.yaml. */
const mattersOf: Readonly<Record<string, readonly string[]>> = {
  人才档案: ['talent-registration', 'talent-file', 'annual-check'],
  乡贤名册: ['native-registration'],
  项目线索: ['return-home-project'],
  驿站住宿: ['youth-hostel'],
  活动名单: ['activity-sign-up'],
};

const subjectOf = (turn: Turn): string =>
  turn.speaker.person ? `person:${turn.speaker.person.id}` : `identity:${turn.speaker.identityId}`;

/** Stops what uses the information now: the file, the register, and open cases with what they would remind of. */
async function stopUse(turn: Turn, matters: readonly string[] | undefined): Promise<number> {
  const { tx, county } = turn;
  const covers = (matter: string): boolean => matters === undefined || matters.includes(matter);
  const personId = turn.speaker.person?.id;
  if (personId && (covers('talent-registration') || covers('talent-file')))
    await tx.talentFile.updateMany({ where: { personId }, data: { status: STOPPED } });
  if (personId && covers('native-registration'))
    await tx.role.deleteMany({ where: { personId, role: '乡贤' } });
  await stopRounds(turn, matters);
  await takeOff(turn, matters);
  const resting = ['native-registration', 'return-home-project', 'youth-hostel', 'activity-sign-up'];
  const open = await tx.case.findMany({
    where: {
      countyId: county.id,
      closedAt: null,
      matter: { in: resting.filter(covers) },
      ...(personId ? { personId } : { personId: null, chatId: turn.chat.id }),
    },
    select: { id: true, no: true },
  });
  await letGo(
    tx,
    open.map(({ id }) => id),
    turn.now,
  );
  for (const { id, no } of open) {
    await tx.case.update({
      where: { id },
      data: { stage: WITHDRAWN, closedAt: new Date(turn.now), dueAt: null },
    });
    await tx.timer.deleteMany({ where: { countyId: county.id, subject: no, firedAt: null } });
    await tx.change.create({
      data: {
        countyId: county.id,
        subject: `case:${no}`,
        what: `本人撤回同意，${no} 停办`,
        by: personId ?? turn.speaker.identityId,
        eventId: turn.eventId,
        at: new Date(turn.now),
        step: { action: '撤回', to: WITHDRAWN },
      },
    });
  }
  return open.length;
}
