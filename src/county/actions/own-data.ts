/** 办理个人信息: see, take along, put right, delete (domain.md 5.1, D4). */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Reply } from '../../dialogue/reply.ts';
import { noteChange } from '../changes.ts';
import { DOCX } from '../ledgers/sheet.ts';
import { ownData, type Section } from '../own-data.ts';
import type { Turn } from '../turn.ts';
import { dueDate, sayDue } from './days.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';

const answersSchema = z.looseObject({ 要做: z.enum(['看档案', '导出', '换手机号', '更正', '删除']) });

export async function handleOwnData(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  switch (answersSchema.parse(submission.answers).要做) {
    case '看档案':
      return show(turn, book);
    case '导出':
      return exportOwn(turn, book);
    case '换手机号':
    case '更正':
      return request(turn, submission, book, '更正');
    case '删除':
      return request(turn, submission, book, '删除');
  }
}

const done = (words: string, replies: Reply[] = [], turn?: Turn): Submitted => ({
  result: { ok: true, values: { 答复: words } },
  posts: turn ? replies.map((reply) => ({ to: { chat: turn.chat.id }, reply })) : [],
});

const NOTHING = '我们这里还没有您的信息。';

async function show(turn: Turn, book: FlowBook): Promise<Submitted> {
  const sections = await ownData(turn, book, false);
  if (sections.length === 0) return done(NOTHING);
  const reply: Reply = { title: '我的档案', parts: sections.flatMap(partsOf) };
  return done(
    '您的信息都在下面，号码打了码。哪里不对说“更正我的信息”，要带走说“导出我的信息”。',
    [reply],
    turn,
  );
}

const partsOf = ({ title, items }: Section): Reply['parts'] => [
  { type: 'text', text: title },
  { type: 'list', items },
];

/** The whole of it as a file, to the person alone; who took it and when is kept (domain.md 8, 导出). */
async function exportOwn(turn: Turn, book: FlowBook): Promise<Submitted> {
  const sections = await ownData(turn, book, true);
  if (sections.length === 0) return done(NOTHING);
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  await turn.tx.audit.create({
    data: {
      countyId: turn.county.id,
      by,
      what: '导出本人信息',
      subject: `person:${by}`,
      purpose: '本人查阅复制（个人信息保护法第四十五条）',
      at: new Date(turn.now),
    },
  });
  const { paperOf } = await import('../reports/word.ts');
  const bytes = await paperOf({
    office: `${turn.county.name}人才办`,
    title: '我的信息',
    sections: sections.map(({ title, items }) => ({
      heading: title,
      paragraphs: items.map(({ label, text }) => `${label}：${text}`),
    })),
  });
  const reply: Reply = { parts: [{ type: 'file', name: '我的信息.docx', mime: DOCX, bytes }] };
  return done('导出好了，文件随后发给您。里面的号码没有打码，请自己保管好。', [reply], turn);
}

/** 更正 and 删除 are done by a person: facts are checked, and the law keeps some of them. */
async function request(
  turn: Turn,
  submission: Submission,
  book: FlowBook,
  what: '更正' | '删除',
): Promise<Submitted> {
  const opened = await openCase(turn, submission, book);
  if (!opened.result.ok) return opened;
  await noteChange(turn, `identity:${turn.speaker.identityId}`, `申请${what}本人信息`);
  const { D4 } = turn.county.settings;
  const due = sayDue(dueDate(turn.county.calendar, turn.now, D4), D4);
  const no = opened.result.values.编号 ?? '';
  const words =
    what === '更正'
      ? `更正申请收到了，编号 ${no}，${due}核对好并答复您。`
      : `删除申请收到了，编号 ${no}，${due}办好并答复您。法律要求归档的（已办结的文件、已发放的名册）不能删，只留存、不再使用。`;
  return { result: { ok: true, values: { 答复: words } }, posts: opened.posts };
}
