/** 写入乡贤库: a native becomes a person with that role and a case to be checked; those they name become leads. */
import { z } from 'zod';
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { say } from '../../dialogue/reply.ts';
import { noteChange } from '../changes.ts';
import type { Turn } from '../turn.ts';
import { nativeOf, openLead } from './natives.ts';
import { openCase } from './open-case.ts';
import type { Submission, Submitted } from './submission.ts';
import { NOT_KEPT, withoutContacts } from './third-persons.ts';

const leadSchema = z.looseObject({ 姓名: z.string() });
const answersSchema = z.looseObject({
  姓名: z.string(),
  手机: z.string(),
  意向: z.string().optional(),
  推荐: z.array(leadSchema).optional(),
});

export async function registerNative(turn: Turn, submission: Submission, book: FlowBook): Promise<Submitted> {
  const { answers, removed } = withoutContacts(submission.answers, ['手机']);
  const { 姓名: name, 手机, 意向: wish, 推荐: named = [] } = answersSchema.parse(answers);
  const phone = 手机.replace(/^\+86/u, '');
  const person = await nativeOf(turn, name, phone);
  if (!person) return numberOfAnother(turn, name);
  const as: Turn = { ...turn, speaker: { ...turn.speaker, person } };
  const { 推荐: _leads, ...own } = answers;
  const opened = await openCase(
    as,
    { ...submission, answers: own, key: { field: '手机', value: phone } },
    book,
  );
  if (!opened.result.ok) return opened;
  const posts = [...opened.posts];
  for (const [index, lead] of named.entries()) await openLead(as, submission, book, lead, name, index);
  if (named.length > 0)
    posts.push({
      to: { role: '人才办' },
      reply: say(`${name}提到 ${named.length} 位老乡，已记为线索，本人确认前请勿主动联系。`),
    });
  const next = [
    ...(wish === '返乡做项目' ? ['想做的项目，说“返乡项目”接着登记。'] : []),
    ...(named.length > 0 ? ['您推荐的老乡先记成线索，请他本人加我说“乡贤登记”。'] : []),
    ...(removed ? [NOT_KEPT] : []),
  ].join('');
  return { result: { ok: true, values: { ...opened.result.values, 下一步: next } }, posts };
}

/** Nobody takes over another's record by typing a number. */
async function numberOfAnother(turn: Turn, name: string): Promise<Submitted> {
  await noteChange(turn, `identity:${turn.speaker.identityId}`, '登记乡贤用的手机号已有主，待核对');
  return {
    result: {
      ok: false,
      message: '这个手机号库里已经有人了。为了安全，已请人才办核对您的身份，填的内容都留着。',
    },
    posts: [
      {
        to: { role: '人才办' },
        reply: say(`有人用“${name}”登记乡贤，手机号和库里另一位相同，请核对后帮对方绑定账号。`),
      },
    ],
  };
}
