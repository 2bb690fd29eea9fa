/** 核对档案: once a year a talent says what is still so; what changed goes to the office before it enters the file. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { noteChange } from '../changes.ts';
import { openText } from '../sealed.ts';
import { UNCHECKED } from '../talent-files.ts';
import type { Turn } from '../turn.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';

const answersSchema = z.looseObject({
  单位: z.string(),
  职称: z.string().optional(),
  手机: z.string(),
  新变化: z.array(z.string()).optional(),
  服务合同: z.string(),
});

export async function checkFile(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const answers = answersSchema.parse(submission.answers);
  const file = turn.speaker.person
    ? await turn.tx.talentFile.findUnique({ where: { personId: turn.speaker.person.id } })
    : null;
  if (!file)
    return {
      result: { ok: false, message: '库里还没有您的档案。请先说“人才登记”，登记好了再核对。' },
      posts: [],
    };
  const changed = await changedIn(turn, answers);
  const year = dateOf(turn.now).slice(0, 4);
  await turn.tx.talentFile.update({
    where: { id: file.id },
    data: { updatedAt: new Date(turn.now), ...(changed.length > 0 ? { status: UNCHECKED } : {}) },
  });
  const what = changed.length > 0 ? `有变化：${changed.join('、')}` : '没有变化';
  await noteChange(turn, `person:${file.personId}`, `${year} 年度核对，${what}`);
  if (changed.length === 0)
    return {
      result: { ok: true, values: { 编号: file.no, 提示: `${year} 年度核对完成，没有变化。` } },
      posts: [],
    };
  const opened = await openCase(turn, submission, book);
  if (!opened.result.ok) return opened;
  const words = `${changed.join('、')}有变化，单位和人才办核对后更新，编号 ${opened.result.values.编号 ?? ''}。`;
  return { ...opened, result: { ok: true, values: { 编号: file.no, 提示: words } } };
}

/** The names of what is not as the record has it. */
async function changedIn(turn: Turn, answers: z.output<typeof answersSchema>): Promise<string[]> {
  const person = await turn.tx.person.findUniqueOrThrow({ where: { id: turn.speaker.person?.id ?? '' } });
  const phone = openText(turn.secrets, person.phone);
  return [
    ...(answers.单位 !== person.unit ? ['单位'] : []),
    ...(answers.职称 !== undefined && answers.职称 !== person.title ? ['职称'] : []),
    ...(answers.手机.replace(/^\+86/u, '') !== phone ? ['手机'] : []),
    ...(answers.服务合同 !== '在履行' ? ['服务合同'] : []),
    ...(answers.新变化 ?? []),
  ];
}
