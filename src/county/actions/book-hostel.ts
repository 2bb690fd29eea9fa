/**
 * 登记入住: an application for the hostel. Whatever stands against it is marked
 * for a person of the Youth League; nothing is granted or refused here
 * (domain.md Y1–Y3, 5.1 article 24).
 */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { addDays, dateOf, momentOf, workdaysBetween } from '../../schedule/workdays.ts';
import { nightsHeld } from '../pools/holding.ts';
import { openJson } from '../sealed.ts';
import type { Turn } from '../turn.ts';
import { dueDate, nightsBetween, sayDue } from './days.ts';
import { giveTo } from './give-to.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';

const stay = { 入住: z.string(), 离店: z.string(), 手机: z.string() };
const answersSchema = z.looseObject({
  ...stay,
  毕业时间: z.string(),
  住在哪: z.string().optional(),
  证明: z.array(z.looseObject({ id: z.string(), name: z.string() })).optional(),
});
type Answers = z.output<typeof answersSchema>;
const pastSchema = z.looseObject(stay);
type Past = z.output<typeof pastSchema>;

/** The unit that decides on stays (domain.md S67). */
const REVIEWER = '团县委';

/** Stages in which a stay counts against the year's nights. */
const NOT_STAYED = ['已退回', '未入住', '已撤回', '已合并', '已终止'];

export async function bookHostel(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const parsed = answersSchema.safeParse(submission.answers);
  if (!parsed.success)
    return {
      result: { ok: false, message: '入住和离店要说准到哪一天，比如“入住改成6月19日”。' },
      posts: [],
    };
  const { photos, refused } = await withoutIdPhotos(turn, parsed.data.证明 ?? []);
  const answers: Answers = { ...parsed.data, ...(parsed.data.证明 ? { 证明: photos } : {}) };
  const used = await usedThisYear(turn, answers, submission.draft);
  const wanted = countOf(turn, nightsBetween(answers.入住, answers.离店));
  const doubts = doubtsOf(turn, answers, used, wanted);
  const kept = {
    ...submission.answers,
    ...(answers.证明 ? { 证明: photos } : {}),
    存疑: doubts,
    天数: wanted,
  };
  const opened = await openCase(turn, { ...submission, answers: kept as Submission['answers'] }, book);
  if (!opened.result.ok) return opened;
  const { settings, calendar } = turn.county;
  const due = dueDate(calendar, turn.now, settings.Y3.review);
  const values = {
    ...opened.result.values,
    审核期限: `${sayDue(due, settings.Y3.review)}审核`,
    余额: `今年可免费住 ${settings.Y1.free} ${settings.Y1.count}，已用 ${used}，这次 ${wanted} ${settings.Y1.count}，还剩 ${Math.max(0, settings.Y1.free - used - wanted)} ${settings.Y1.count}。`,
    提示: [
      ...(doubts.length > 0 ? [`这几点规则上拿不准，已标注请人工判断：${doubts.join('；')}。`] : []),
      ...(refused > 0 ? ['身份证照片没有保存，不用发。'] : []),
    ].join(''),
  };
  const no = String(opened.result.values.编号 ?? '');
  const words = `驿站申请 ${no} 请审核。${doubts.length > 0 ? `存疑：${doubts.join('；')}。` : ''}`;
  const posts = [...opened.posts, ...(await giveTo(turn, book, no, REVIEWER, words))];
  return { result: { ok: true, values }, posts };
}

/** Photos of ID cards are not kept (GB/T 45574—2025; domain.md 5.1). */
async function withoutIdPhotos(turn: Turn, files: { id: string; name: string }[]) {
  const cards = files.filter(({ name }) => /身份证|idcard|id_card/iu.test(name));
  if (cards.length > 0)
    await turn.tx.file.deleteMany({
      where: { countyId: turn.county.id, id: { in: cards.map(({ id }) => id) } },
    });
  return { photos: files.filter((file) => !cards.includes(file)), refused: cards.length };
}

/** A stay as the county counts: nights, or days with both ends. */
const countOf = (turn: Turn, nights: number): number =>
  nights > 0 && turn.county.settings.Y1.count === '天' ? nights + 1 : nights;

/** What the same phone has used of the year of this stay, by other applications than the draft's own. */
async function usedThisYear(turn: Turn, answers: Answers, draft: string): Promise<number> {
  const year = answers.入住.slice(0, 4);
  const rows = await turn.tx.case.findMany({
    where: {
      countyId: turn.county.id,
      matter: 'youth-hostel',
      draftId: { not: draft },
      stage: { notIn: NOT_STAYED },
      createdAt: { gte: new Date(momentOf(addDays(`${year}-01-01`, -60))) },
    },
    select: { id: true, answers: true },
  });
  const past = rows.flatMap(({ id, answers: sealed }): (Past & { id: string })[] => {
    const read = pastSchema.safeParse(openJson(turn.secrets, sealed)).data;
    return read && read.手机 === answers.手机 && read.入住.startsWith(year) ? [{ ...read, id }] : [];
  });
  const nights = await nightsHeld(
    turn.tx,
    past.map(({ id }) => id),
  );
  return past.reduce(
    (sum, one) => sum + countOf(turn, nights.get(one.id) ?? nightsBetween(one.入住, one.离店)),
    0,
  );
}

/** Everything a person has to look at, in words without personal values. */
function doubtsOf(turn: Turn, answers: Answers, used: number, wanted: number): string[] {
  const { settings, calendar } = turn.county;
  const today = dateOf(turn.now);
  const ahead = workdaysBetween(calendar, today, addDays(answers.入住, -1));
  const graduated = answers.毕业时间.length === 4 ? `${answers.毕业时间}-12` : answers.毕业时间;
  const limit = `${Number(graduated.slice(0, 4)) + settings.Y2}${graduated.slice(4, 7)}`;
  return [
    ...(answers.住在哪 === '本县' ? ['家在本县，算不算异地'] : []),
    ...(answers.入住.slice(0, 7) > limit ? [`毕业超过 ${settings.Y2} 年`] : []),
    ...(ahead === 'unknown' ? ['放假安排没公布，够不够提前天数'] : []),
    ...(typeof ahead === 'number' && ahead < settings.Y3.ahead
      ? [`要提前 ${settings.Y3.ahead} 个工作日，这次只提前 ${Math.max(0, ahead)} 个`]
      : []),
    ...(used + wanted > settings.Y1.free
      ? [
          `超出今年的 ${settings.Y1.free} ${settings.Y1.count}，多 ${used + wanted - settings.Y1.free} ${settings.Y1.count}`,
        ]
      : []),
  ];
}
