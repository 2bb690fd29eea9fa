/** Drafts that wait: a nudge within the flow's hours, and their end. A timer that is due lets the flow engine look at the time. */
import { z } from 'zod';
import type { FlowBook } from '../dialogue/flow/flow.ts';
import type { Random } from '../ports.ts';
import { isRemindable } from '../schedule/quiet-days.ts';
import type { TimerHandler } from '../schedule/timers.ts';
import { dateOf } from '../schedule/workdays.ts';
import type { Tx } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';
import { conversationOf } from './conversation.ts';
import { takeTick } from './flows.ts';
import { openJson, sealJson } from './sealed.ts';
import type { Turn, View, ViewNow } from './turn.ts';

export interface DraftTimerDeps {
  secrets: Secrets;
  random: Random;
  flows(): FlowBook;
  view: View;
  viewNow: ViewNow;
}

const dataSchema = z.object({ chat: z.string() });

/** For nudges: never on a day off. The hours are the flow's own and already in the timer's time. */
export const draftNudge = (deps: DraftTimerDeps): TimerHandler => ({
  hours: 'nudge',
  allowed: async (countyId, now) => isRemindable((await deps.viewNow(countyId)).calendar, dateOf(now)),
  fire: (timer, tx, now) => tick(deps, timer, tx, now),
});

/** For the end of a draft, which may be said at any time because nothing is asked. */
export const draftExpiry = (deps: DraftTimerDeps): TimerHandler => ({
  allowed: async () => true,
  fire: (timer, tx, now) => tick(deps, timer, tx, now),
});

const tick = async (
  deps: DraftTimerDeps,
  timer: Parameters<TimerHandler['fire']>[0],
  tx: Tx,
  now: number,
) => {
  const chatId = BigInt(dataSchema.parse(timer.data).chat);
  // The same lock a turn takes: nobody decides on this chat meanwhile.
  const [chat] = await tx.$queryRawUnsafe<ChatRow[]>(
    `select id, kind, title, app_id, account_id, conversation from chat where id = $1 for update`,
    chatId,
  );
  if (!chat?.conversation) return { posts: [], outcome: 'no draft' };
  const identity = await tx.identity.findUnique({
    where: { appId_accountId: { appId: chat.app_id, accountId: chat.account_id ?? '' } },
  });
  const turn: Turn = {
    tx,
    secrets: deps.secrets,
    random: deps.random,
    county: await deps.view(tx, timer.countyId),
    now,
    eventId: -timer.id,
    chat: { id: chat.id, kind: chat.kind, title: chat.title },
    speaker: { identityId: identity?.id ?? '', accountId: chat.account_id ?? '', name: identity?.name ?? '' },
    said: { kind: 'entered' },
    conversation: openJson(deps.secrets, chat.conversation),
  };
  const outcome = await takeTick(turn, conversationOf(turn.conversation), deps.flows());
  if (!outcome) return { posts: [], outcome: 'nothing to say' };
  await tx.chat.update({
    where: { id: chatId },
    data: { conversation: sealJson(deps.secrets, outcome.conversation) },
  });
  return { posts: outcome.posts, outcome: `said ${outcome.posts.length}` };
};

interface ChatRow {
  id: bigint;
  kind: 'p2p' | 'group';
  title: string;
  app_id: string;
  account_id: string | null;
  conversation: Uint8Array | null;
}
