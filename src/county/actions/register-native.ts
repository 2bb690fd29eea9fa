/** 写入乡贤库: a native becomes a person with that role and a case to be checked; those they name become leads. */
import { z } from 'zod';
import type { FlowBook, Json } from '../../dialogue/flow/flow.ts';
import { say } from '../../dialogue/reply.ts';
import { noteChange } from '../changes.ts';
import { addPerson } from '../people.ts';
import { sealText } from '../sealed.ts';
import type { SpeakerPerson, Turn } from '../turn.ts';
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

/** The file of those who have not spoken for themselves yet. */
const LEAD = 'native-lead';

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

/** The person a registration is about; undefined where the phone is somebody else's. */
async function nativeOf(turn: Turn, name: string, phone: string): Promise<SpeakerPerson | undefined> {
  const { tx, county, secrets, speaker } = turn;
  const owner = await tx.person.findFirst({
    where: { countyId: county.id, phoneLookup: { in: secrets.lookups(phone) } },
  });
  if (owner && owner.id !== speaker.person?.id) return undefined;
  if (speaker.person) {
    const { person } = speaker;
    if (!owner) {
      const sealed = { phone: sealText(secrets, phone), phoneLookup: secrets.lookup(phone) };
      await tx.person.update({ where: { id: person.id }, data: sealed });
    }
    await tx.role.createMany({
      data: [{ personId: person.id, role: '乡贤', countyId: county.id, since: new Date(turn.now) }],
      skipDuplicates: true,
    });
    return { ...person, roles: [...new Set([...person.roles, '乡贤' as const])] };
  }
  const id = await addPerson(tx, turn, county.id, { name, phone, roles: ['乡贤'] }, turn.now);
  await tx.identity.update({
    where: { id: speaker.identityId },
    data: { personId: id, boundBy: 'registration', boundAt: new Date(turn.now) },
  });
  await noteChange(turn, `person:${id}`, '登记在外乡贤');
  return { id, name, title: '', unit: '', roles: ['乡贤'] };
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

/** 待本人确认: name, place and who named them; nothing to reach them by. */
async function openLead(
  turn: Turn,
  submission: Submission,
  book: FlowBook,
  lead: Record<string, unknown>,
  introducer: string,
  index: number,
): Promise<void> {
  const known = Object.entries(lead).filter(([name]) => ['姓名', '在哪里', '老家'].includes(name));
  const answers = { ...Object.fromEntries(known), 介绍人: introducer } as Record<string, Json>;
  const draft = `${submission.draft}-${index + 1}`;
  await openCase(turn, { ...withoutKey(submission), draft, flow: LEAD, version: 1, answers }, book);
}

const withoutKey = ({ key: _key, ...rest }: Submission): Submission => rest;
