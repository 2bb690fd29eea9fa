/** 在外乡贤: the person who speaks, and those they name, who wait until they speak for themselves (domain.md 4.9). */
import type { FlowBook, Json } from '../../dialogue/flow/flow.ts';
import { noteChange } from '../changes.ts';
import { addPerson } from '../people.ts';
import { sealText } from '../sealed.ts';
import type { SpeakerPerson, Turn } from '../turn.ts';
import { openCase } from './open-case.ts';
import type { Submission } from './submission.ts';

/** The matter of those who have not spoken for themselves yet. */
const LEAD = 'native-lead';

/** The native a submission is about, made known where nobody was; undefined where the phone is somebody else's. */
export async function nativeOf(turn: Turn, name: string, phone: string): Promise<SpeakerPerson | undefined> {
  const { tx, county, secrets, speaker } = turn;
  // 电话就这个号 leaves words in place of a number: nobody is looked up or reached by them.
  const numbered = /^1\d{10}$/u.test(phone);
  const owner = numbered
    ? await tx.person.findFirst({
        where: { countyId: county.id, phoneLookup: { in: secrets.lookups(phone) } },
      })
    : null;
  if (owner && owner.id !== speaker.person?.id) return undefined;
  if (speaker.person) {
    const { person } = speaker;
    if (numbered && !owner) {
      const sealed = { phone: sealText(secrets, phone), phoneLookup: secrets.lookup(phone) };
      await tx.person.update({ where: { id: person.id }, data: sealed });
    }
    await tx.role.createMany({
      data: [{ personId: person.id, role: '乡贤', countyId: county.id, since: new Date(turn.now) }],
      skipDuplicates: true,
    });
    return { ...person, roles: [...new Set([...person.roles, '乡贤' as const])] };
  }
  const id = await addPerson(
    tx,
    turn,
    county.id,
    { name, ...(numbered ? { phone } : {}), roles: ['乡贤'] },
    turn.now,
  );
  await tx.identity.update({
    where: { id: speaker.identityId },
    data: { personId: id, boundBy: 'registration', boundAt: new Date(turn.now) },
  });
  await noteChange(turn, `person:${id}`, '登记在外乡贤');
  return { id, name, title: '', unit: '', roles: ['乡贤'] };
}

/** 待本人确认: name, place and who named them; nothing to reach them by. */
export async function openLead(
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
