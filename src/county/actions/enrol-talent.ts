/** 写入人才库: a registration becomes a person and a talent file; the same person again is an update. */
import { z } from 'zod';
import { say } from '../../dialogue/reply.ts';
import { noteChange } from '../changes.ts';
import { fileNumber } from '../numbers.ts';
import { addPerson } from '../people.ts';
import { sealJson, sealText } from '../sealed.ts';
import { UNCHECKED } from '../talent-files.ts';
import type { SpeakerPerson, Turn } from '../turn.ts';
import type { Submission, Submitted } from './submission.ts';

const answersSchema = z.looseObject({
  姓名: z.string(),
  身份证: z.string().optional(),
  手机: z.string().optional(),
  职称: z.string().optional(),
  单位: z.string().optional(),
});

/** Mobile numbers are kept as 11 digits, as the platforms' lookup wants them; words in place of one are none. */
const mobile = (phone: string | undefined): string | undefined =>
  /^(?:\+86)?(1\d{10})$/u.exec(phone ?? '')?.[1];

export async function enrolTalent(turn: Turn, submission: Submission): Promise<Submitted> {
  const answers = answersSchema.parse(submission.answers);
  const phone = mobile(answers.手机);
  const owner = await turn.tx.person.findFirst({
    where: {
      countyId: turn.county.id,
      OR: [
        ...(answers.身份证 ? [{ idLookup: { in: turn.secrets.lookups(answers.身份证) } }] : []),
        ...(phone ? [{ phoneLookup: { in: turn.secrets.lookups(phone) } }] : []),
      ],
    },
  });
  const speaker = turn.speaker.person;
  if (owner && owner.id !== speaker?.id) return claimOfAnother(turn, answers.姓名);
  const personId = speaker
    ? await updatePerson(turn, speaker, answers, phone)
    : await newTalent(turn, answers, phone);
  const existing = await turn.tx.talentFile.findUnique({ where: { personId } });
  const no = existing?.no ?? (await fileNumber(turn.tx, turn.county.id));
  const now = new Date(turn.now);
  await turn.tx.talentFile.upsert({
    where: { personId },
    create: {
      id: submission.draft,
      countyId: turn.county.id,
      personId,
      no,
      answers: sealJson(turn.secrets, submission.answers),
      status: UNCHECKED,
      createdAt: now,
      updatedAt: now,
    },
    update: { answers: sealJson(turn.secrets, submission.answers), updatedAt: now },
  });
  await noteChange(turn, `person:${personId}`, existing ? `更新档案 ${no}` : `登记档案 ${no}`);
  const news = existing
    ? `${answers.姓名}更新了人才档案 ${no}。`
    : `${answers.姓名}登记了人才档案 ${no}，请发“/核对 ${no}”核对。`;
  return {
    result: { ok: true, values: { 编号: no } },
    posts: submission.copyTo.length > 0 ? [{ to: { role: '人才办' }, reply: say(news) }] : [],
  };
}

/** Nobody takes over another's file by typing a number: a person of the office looks at it first. */
async function claimOfAnother(turn: Turn, name: string): Promise<Submitted> {
  await noteChange(turn, `identity:${turn.speaker.identityId}`, '登记与库中另一人相同，待核对');
  return {
    result: {
      ok: false,
      message: '您填的身份证号或手机号，库里已有一份档案。为了安全，已请人才办核对您的身份，填的内容都留着。',
    },
    posts: [
      {
        to: { role: '人才办' },
        reply: say(`有人用“${name}”登记人才档案，身份证号或手机号和库里另一份相同，请核对后帮对方绑定账号。`),
      },
    ],
  };
}

async function newTalent(
  turn: Turn,
  answers: z.output<typeof answersSchema>,
  phone: string | undefined,
): Promise<string> {
  const id = await addPerson(
    turn.tx,
    turn,
    turn.county.id,
    {
      name: answers.姓名,
      title: answers.职称 ?? '',
      unit: answers.单位 ?? '',
      roles: ['人才'],
      ...(phone ? { phone } : {}),
    },
    turn.now,
  );
  if (answers.身份证) await keepIdNumber(turn, id, answers.身份证);
  await turn.tx.identity.update({
    where: { id: turn.speaker.identityId },
    data: { personId: id, boundBy: 'registration', boundAt: new Date(turn.now) },
  });
  return id;
}

async function updatePerson(
  turn: Turn,
  person: SpeakerPerson,
  answers: z.output<typeof answersSchema>,
  phone: string | undefined,
): Promise<string> {
  await turn.tx.person.update({
    where: { id: person.id },
    data: {
      name: answers.姓名,
      ...(answers.职称 ? { title: answers.职称 } : {}),
      ...(phone ? { phone: sealText(turn.secrets, phone), phoneLookup: turn.secrets.lookup(phone) } : {}),
    },
  });
  if (!person.roles.includes('人才')) {
    await turn.tx.role.create({
      data: { personId: person.id, role: '人才', countyId: turn.county.id, since: new Date(turn.now) },
    });
  }
  if (answers.身份证) await keepIdNumber(turn, person.id, answers.身份证);
  return person.id;
}

async function keepIdNumber(turn: Turn, personId: string, id: string): Promise<void> {
  await turn.tx.person.update({
    where: { id: personId },
    data: { idNumber: sealText(turn.secrets, id), idLookup: turn.secrets.lookup(id) },
  });
}
