/** A phone number: in private, of one's own pairing, with a trace of who looked (domain.md 5.1). */
import type { Who } from '../../dialogue/contact/spoken.ts';
import { phoneOf } from '../people.ts';
import type { Turn } from '../turn.ts';
import type { Ears } from './resolve.ts';

/** The number, or why it is not given. */
export async function tellPhone(turn: Turn, ears: Ears, who: Who | undefined): Promise<string> {
  if (turn.chat.kind !== 'p2p') return '电话号码不在群里说，请私聊我。';
  if (ears.serves) return '电话号码只给联系领导本人和人才办，请由他们来问。';
  const [person, ...more] = who?.people ?? [];
  if (!who || !person) return '您要哪一位的电话？请说全名。';
  if (more.length > 0)
    return `“${who.said}”可能是${who.people.map(({ name }) => name).join('、')}，请说全名。`;
  if (!ears.pairings.some(({ talent }) => talent.id === person.id)) {
    return `${person.name}不在您的结对名单里，电话不方便直接给您。需要联系的话，请人才办帮您转达。`;
  }
  const row = await turn.tx.person.findFirst({ where: { id: person.id, countyId: turn.county.id } });
  const phone = row ? phoneOf(turn.secrets, row) : '';
  if (!phone) return `库里还没有${person.name}的电话，可以请人才办补上。`;
  await turn.tx.audit.create({
    data: {
      countyId: turn.county.id,
      by: turn.speaker.person?.id ?? turn.speaker.identityId,
      what: '查看手机号',
      subject: `person:${person.id}`,
      purpose: '联系结对人才',
      at: new Date(turn.now),
    },
  });
  return `${person.name}的电话：${phone}`;
}
