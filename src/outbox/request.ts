/** What a channel is asked to send: a message's body, and where its chat is. */
import type { ChatRef, SendRequest } from '../channels/port.ts';
import type { Secrets } from '../store/secrets.ts';
import type { Body } from './body.ts';

/** A chat's app and where the chat is, as its row has it. */
export interface Place {
  appId: string;
  kind: 'p2p' | 'group';
  externalId: string | null;
  accountId: string | null;
  title: string;
  /** Sealed. */
  session: Uint8Array | null;
}

/** @throws SealError where the session cannot be read. */
export function requestOf(
  secrets: Secrets,
  { key, body, place }: { key: string; body: Body; place: Place },
): SendRequest {
  const { kind, externalId, accountId, title } = place;
  // A person is reached by the account: a chat's id may have changed, the account has not.
  const known = externalId !== null && !(kind === 'p2p' && accountId !== null);
  const chat: ChatRef | undefined = known ? { id: externalId, kind, title } : undefined;
  const session = place.session
    ? (JSON.parse(Buffer.from(secrets.openBytes(place.session)).toString()) as SendRequest['session'])
    : undefined;
  return {
    key,
    to: { ...(chat ? { chat } : {}), ...(accountId ? { account: accountId } : {}) },
    message: body.message,
    ...(body.replaces ? { replaces: body.replaces } : {}),
    ...(body.replyTo ? { replyTo: body.replyTo } : {}),
    ...(session ? { session } : {}),
  };
}
