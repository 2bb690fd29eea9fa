/** What a channel is asked to send: a message's body, and where its chat is. */
import type { ChatRef, SendRequest } from '../channels/port.ts';
import type { Body } from './body.ts';

/** A chat as its row has it. */
export interface Address {
  kind: 'p2p' | 'group';
  externalId: string | null;
  accountId: string | null;
  title: string;
  session: SendRequest['session'] | undefined;
}

export function requestOf(key: string, body: Body, address: Address): SendRequest {
  const { kind, externalId, accountId, title, session } = address;
  // A person is reached by the account: a chat's id may have changed, the account has not.
  const known = externalId !== null && !(kind === 'p2p' && accountId !== null);
  const chat: ChatRef | undefined = known ? { id: externalId, kind, title } : undefined;
  return {
    key,
    to: { ...(chat ? { chat } : {}), ...(accountId ? { account: accountId } : {}) },
    message: body.message,
    ...(body.replaces ? { replaces: body.replaces } : {}),
    ...(body.replyTo ? { replyTo: body.replyTo } : {}),
    ...(session ? { session } : {}),
  };
}
