/** 写入项目库: what a native wants to do at home, as a lead until it is checked. Ranges stay ranges. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { say } from '../../dialogue/reply.ts';
import type { Turn } from '../turn.ts';
import { daysFrom, dueDate, sayDay, sayDue } from './days.ts';
import { nativeOf, openLead } from './natives.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';
import { NOT_KEPT, withoutContacts } from './third-persons.ts';

const answersSchema = z.looseObject({
  姓名: z.string(),
  手机: z.string(),
  /** Somebody else they named, and where that person is. */
  推荐人: z.string().optional(),
  推荐去处: z.string().optional(),
  籍贯: z.string(),
  场地: z.string().optional(),
  资金: z.string().optional(),
  要的支持: z.string().optional(),
  回来: z.string().optional().catch(undefined),
  离开: z.string().optional().catch(undefined),
});
type Answers = z.output<typeof answersSchema>;

export async function recordProject(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const { answers: kept, removed } = withoutContacts(submission.answers, ['手机']);
  const answers = answersSchema.parse(kept);
  const { 推荐人: named, 推荐去处: whereabouts, ...own } = kept;
  const person = await nativeOf(turn, answers.姓名, answers.手机.replace(/^\+86/u, ''));
  const as: Turn = person ? { ...turn, speaker: { ...turn.speaker, person } } : turn;
  const opened = await openCase(as, { ...submission, answers: own }, book);
  if (!opened.result.ok) return opened;
  if (answers.推荐人 !== undefined) {
    const lead = { 姓名: named, ...(whereabouts === undefined ? {} : { 在哪里: whereabouts }) };
    await openLead(as, submission, book, lead, answers.姓名, 0);
  }
  const first = dueDate(turn.county.calendar, turn.now, turn.county.settings.X1);
  const home = homeDays(turn, answers);
  const hints = [
    ...(await suggestions(turn, answers, home)),
    ...(person ? [] : ['这个手机号库里是另一位，请先核对身份']),
  ];
  const words = [
    `最迟${sayDue(first, turn.county.settings.X1)}有人联系您。`,
    ...(home ? [home.words] : []),
    '场地、贷款能不能成，以有关单位答复为准。',
    ...(answers.推荐人 === undefined ? [] : [`${answers.推荐人}先记成线索，请他本人加我说“乡贤登记”。`]),
    ...(removed ? [NOT_KEPT] : []),
  ].join('');
  const no = opened.result.values.编号 ?? '';
  const posts =
    hints.length === 0
      ? opened.posts
      : [
          ...opened.posts,
          { to: { role: '人才办' as const }, reply: say(`${no} 建议：${hints.join('；')}。`) },
        ];
  return { result: { ok: true, values: { ...opened.result.values, 提示: words } }, posts };
}

interface Home {
  words: string;
  /** Working days of the stay, where the calendar knows. */
  workdays: string[];
}

/** When they are at home, and on which of those days the offices are open. */
function homeDays({ county }: Turn, { 回来: from, 离开: to }: Answers): Home | undefined {
  if (from === undefined) return undefined;
  const days = daysFrom(from, to ?? from);
  if (days.some((day) => county.calendar.isWorkday(day) === 'unknown')) return undefined;
  const workdays = days.filter((day) => county.calendar.isWorkday(day) === true);
  const stay = to === undefined ? `您${sayDay(from)}到` : `您${sayDay(from)}到、${sayDay(to)}走`;
  if (workdays.length === 0) return { words: `${stay}，那几天单位都放假，会另约时间。`, workdays };
  const few = workdays.length <= 2 ? `，其中只有${workdays.map(sayDay).join('、')}上班，请尽量那天对接` : '';
  return { words: `${stay}${few}。`, workdays };
}

/** Whom the office may give it to: the township of the place, and who answers for loans. Suggested, never sent on. */
async function suggestions(turn: Turn, answers: Answers, home: Home | undefined): Promise<string[]> {
  const place = `${answers.籍贯} ${answers.场地 ?? ''}`;
  const units = await turn.tx.unit.findMany({ where: { countyId: turn.county.id } });
  const township = units.find(({ name, aliases }) => [name, ...aliases].some((one) => place.includes(one)));
  const day = home?.workdays[0];
  const visit = day ? `，${sayDay(day)}当天对接` : '';
  const wantsLoan = /贷/u.test(`${answers.资金 ?? ''}${answers.要的支持 ?? ''}`);
  const consult = dueDate(turn.county.calendar, turn.now, 3);
  return [
    ...(township ? [`派给${township.name}看场地${visit}`] : []),
    ...(wantsLoan ? [`贷款咨询转人社局、金融办，${sayDue(consult, 3)}答复`] : []),
  ];
}
