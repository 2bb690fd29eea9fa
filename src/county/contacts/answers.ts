/** What a leader asked or reported beside a contact: plans, departures, phone numbers, what is open. */
import type { KnownPerson } from '../../dialogue/contact/people.ts';
import type { Talk, Who } from '../../dialogue/contact/spoken.ts';
import { type Reply, type ReplyPart, say } from '../../dialogue/reply.ts';
import type { Conversation } from '../conversation.ts';
import { mustVisit } from '../must-visits.ts';
import type { Outcome, Turn } from '../turn.ts';
import { reportDeparture } from './departures.ts';
import { openMatters } from './matters.ts';
import { remember } from './memory.ts';
import { tellPhone } from './phone.ts';
import { planContact } from './plans.ts';
import { type Ears, talentsOf } from './resolve.ts';

/** One answer to everything that was asked, in the order of what matters; undefined when nothing was. */
export async function answerTalk(
  turn: Turn,
  state: Conversation,
  ears: Ears,
  talk: Talk,
): Promise<Outcome | undefined> {
  const replies: Reply[] = [];
  const posts: Outcome['posts'] = [];
  let checking: string | undefined;
  for (const report of talk.moved) {
    const departure = await reportDeparture(turn, ears, report);
    replies.push(say(departure.words));
    posts.push(...departure.posts);
    checking = departure.pairingId ?? checking;
  }
  for (const who of talk.ill) replies.push(await illness(turn, ears, who));
  for (const who of talk.phones) replies.push(say(await tellPhone(turn, ears, who)));
  const plans = talk.plans.filter(({ who, remind }) => who.length > 0 || remind);
  for (const plan of plans) replies.push(await planContact(turn, ears, plan));
  // A plan tells the open matters itself.
  if (plans.length === 0) for (const who of talk.matters) replies.push(await matters(turn, ears, who));
  if (replies.length === 0) return undefined;
  const last = talk.last?.people.length === 1 ? talk.last.people[0]?.id : undefined;
  return {
    conversation: remember(turn, state, { ...(last ? { last } : {}), ...(checking ? { checking } : {}) }),
    posts: [{ to: { chat: turn.chat.id }, reply: joined(replies) }, ...posts],
  };
}

/** Several answers as one message. */
function joined(replies: Reply[]): Reply {
  const title = replies.find((reply) => reply.title)?.title;
  const parts: ReplyPart[] = replies.flatMap((reply) => reply.parts);
  return { ...(title ? { title } : {}), parts };
}

/** A talent fell ill: whoever is paired with them is prompted to visit (domain.md C5). */
async function illness(turn: Turn, ears: Ears, who: Who): Promise<Reply> {
  const [talent] = who.people;
  const own = ears.pairings.some((pairing) => pairing.talent.id === talent?.id);
  if (!talent || !own) return say('收到。请带上全名告诉人才办，由联系领导去看望。');
  await mustVisit(turn, talent.id, '生病住院');
  return say(
    `记下了，${turn.county.settings.C5} 个工作日内提醒${ears.serves ? '联系领导' : '您'}看望${talent.name}。打算哪天去，也可以直接告诉我。`,
  );
}

async function matters(turn: Turn, ears: Ears, who: Who | undefined): Promise<Reply> {
  const own = talentsOf(ears);
  const meant: KnownPerson[] = who ? own.filter((one) => who.people.some(({ id }) => id === one.id)) : own;
  if (who && meant.length === 0) return say(`${who.said}不在您的结对名单里，办理情况请问人才办。`);
  const open = await openMatters(
    turn.tx,
    turn.county.id,
    meant.map(({ id }) => id),
  );
  const items = meant.flatMap(({ id, name }) => (open.get(id) ?? []).map((text) => ({ label: name, text })));
  if (items.length === 0) return say(`${meant.map(({ name }) => name).join('、')}没有未办结的诉求。`);
  return {
    parts: [
      { type: 'text', text: `有 ${items.length} 件未办结：` },
      { type: 'list', items },
    ],
  };
}
