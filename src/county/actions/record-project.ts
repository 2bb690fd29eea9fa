/** 写入项目库: what a native wants to do at home, as a lead until it is checked. Ranges stay ranges. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import { say } from '../../dialogue/reply.ts';
import { dayOf } from '../cases/cards.ts';
import { beginCase } from '../cases/open.ts';
import { dutyNamed } from '../duties/duties.ts';
import type { Turn } from '../turn.ts';
import { daysFrom, dueDate, sayDay, sayDue } from './days.ts';
import { giveTo } from './give-to.ts';
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
  const no = String(opened.result.values.编号 ?? '');
  const sent = submission.again ? { posts: [], words: [] } : await sendOut(as, book, no, answers, home);
  const words = [
    `最迟${sayDue(first, turn.county.settings.X1)}有人联系您。`,
    ...(home ? [home.words] : []),
    ...sent.words,
    '场地、贷款能不能成，以有关单位答复为准。',
    ...(answers.推荐人 === undefined ? [] : [`${answers.推荐人}先记成线索，请他本人加我说“乡贤登记”。`]),
    ...(removed ? [NOT_KEPT] : []),
  ].join('');
  const stranger = person
    ? []
    : [{ to: { role: '人才办' as const }, reply: say(`${no}：这个手机号库里是另一位，请先核对身份。`) }];
  return {
    result: { ok: true, values: { ...opened.result.values, 提示: words } },
    posts: [...opened.posts, ...stranger, ...sent.posts],
  };
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

interface Sent {
  words: string[];
  posts: Post[];
}

/** The township of the place looks at the site, and who answers for loans is asked about one: the notice named both. */
async function sendOut(
  turn: Turn,
  book: FlowBook,
  no: string,
  answers: Answers,
  home: Home | undefined,
): Promise<Sent> {
  const sent: Sent = { words: [], posts: [] };
  const place = `${answers.籍贯} ${answers.场地 ?? ''}`;
  const units = await turn.tx.unit.findMany({ where: { countyId: turn.county.id } });
  const township = units.find(({ name, aliases }) => [name, ...aliases].some((one) => place.includes(one)));
  if (township) {
    const day = home?.workdays[0];
    const site = answers.场地 === undefined ? '对接场地' : `看场地（${answers.场地}）`;
    const visit = day ? `，请${township.name}在${sayDay(day)}当天对接` : `，请${township.name}对接`;
    const told = await giveTo(turn, book, no, township.name, `返乡项目要${site}${visit}：`);
    const unheard = `${no} 要${site}，派给了${township.name}，但这个单位还没有绑定联络员，请直接联系。`;
    sent.posts.push(...(told.length > 0 ? told : [{ to: { role: '人才办' as const }, reply: say(unheard) }]));
    sent.words.push(`场地请${township.name}${day ? `${sayDay(day)}` : ''}对接。`);
  }
  if (/(?<!不用|不需要|不想|不打算|不)贷/u.test(`${answers.资金 ?? ''}${answers.要的支持 ?? ''}`)) {
    const asked = await askAboutLoan(turn, book, no, answers);
    sent.posts.push(...asked.posts);
    sent.words.push(...asked.words);
  }
  return sent;
}

/** A consultation of its own, answered within N3. */
async function askAboutLoan(turn: Turn, book: FlowBook, no: string, answers: Answers): Promise<Sent> {
  const assigned = await dutyNamed(turn.tx, turn.county.id, '贷款融资');
  const opened = await beginCase(turn, book, {
    matter: 'need',
    version: book.get('need')?.version ?? 1,
    answers: {
      内容: `返乡项目 ${no} 咨询创业担保贷款：${answers.资金 ?? '想贷款'}`,
      类别: '资金',
      缓急: '一般',
    },
    draftId: `${no}:loan`,
    revision: 1,
    title: '创业担保贷款咨询',
    limit: { amount: 3, unit: '工作日' },
    ...(assigned?.unit ? { unit: assigned.unit } : {}),
  });
  if (!opened) return { words: [], posts: [] };
  const { row, unit, standing } = opened.file;
  const who = unit ? `由${unit.name}在${dayOf(standing.due)}前答复` : '由人才办转给负责的单位';
  return { words: [`贷款咨询另记 ${row.no}，${who}。`], posts: opened.posts };
}
