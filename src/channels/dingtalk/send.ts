/**
 * Sends one message: by the session it answers while that lives, else by the
 * OpenAPI (dingtalk.md 4.1). DingTalk cannot edit, so `replaces` is a new
 * message; nor quote, so `replyTo` is left out.
 *
 * The OpenAPI knows no idempotency key: after a time-out a retry may say a
 * thing twice. It is retried all the same, for a message must be sent at least
 * once (design.md 4). A session's `msgUuid` lets DingTalk drop the second one.
 */
import type { Clock } from '../../ports.ts';
import type { Message, SendOutcome, SendRequest } from '../port.ts';
import type { FilePart } from '../render/file.ts';
import { messageWords } from '../render/words.ts';
import type { Api, RobotMessage } from './api.ts';
import { judge, outcomeOf } from './errors.ts';
import type { Answer, Failure } from './http.ts';
import { robotMessage, sessionBody } from './render/encode.ts';
import { fileKind, fileMessage } from './render/file.ts';
import { type Place, renderWords } from './render/words.ts';
import { isUsableSession, isUserId, type Session } from './session.ts';

type Target = { group: string } | { person: string };
type Step = () => Promise<SendOutcome>;

const empty: SendOutcome = {
  result: 'refused',
  fault: 'content',
  code: 'empty',
  reason: 'the message has no content',
};

/** How many unfinished messages of several steps are remembered. */
const maxUnfinished = 1000;

export interface Sender {
  send(request: SendRequest): Promise<SendOutcome>;
}

export function createSender(api: Api, clock: Clock, oapi: string): Sender {
  /** Steps done of messages that take several, so that a retry here goes on where it stopped. */
  const unfinished = new Map<string, number>();

  async function send(request: SendRequest): Promise<SendOutcome> {
    const target = targetOf(request);
    const session = isUsableSession(request.session, clock.now(), oapi) ? request.session : undefined;
    if (messageWords(request.message).trim() === '') return empty;
    if (!target && !session) return unreachable(request);

    const steps = stepsOf(request, target, session);
    let outcome: SendOutcome = { result: 'sent' };
    for (let done = unfinished.get(request.key) ?? 0; done < steps.length; done += 1) {
      remember(request.key, done);
      outcome = await steps[done]!();
      if (outcome.result === 'retry') return outcome;
      if (outcome.result === 'refused') break;
    }
    unfinished.delete(request.key);
    return outcome;
  }

  function remember(key: string, done: number): void {
    if (done === 0) return;
    if (unfinished.size >= maxUnfinished) unfinished.delete(unfinished.keys().next().value ?? '');
    unfinished.set(key, done);
  }

  /** The words first, then each file that can go as a file. */
  function stepsOf(request: SendRequest, target: Target | undefined, session: Session | undefined): Step[] {
    const { message } = request;
    const files = target ? message.parts.filter(isSendable) : [];
    const rest: Message = {
      ...message,
      parts: message.parts.filter((part) => !files.includes(part as FilePart)),
    };
    const hasWords = rest.parts.length > 0 || message.title !== undefined || files.length === 0;
    const fileSteps = target
      ? files.map(
          (file): Step =>
            () =>
              sendFile(file, target),
        )
      : [];
    return hasWords ? [() => sendWords(request, rest, target, session), ...fileSteps] : fileSteps;
  }

  async function sendWords(
    request: SendRequest,
    message: Message,
    target: Target | undefined,
    session: Session | undefined,
  ): Promise<SendOutcome> {
    const group = request.to.chat?.kind === 'group';
    if (session) {
      const answer = await api.sendBySession(session.webhook, wordsBySession(message, group, request.key));
      if (answer.ok) return { result: 'sent' };
      if (!isSessionOver(answer.failure)) return outcomeOf(answer.failure);
      if (!target) return unreachable(request);
    }
    return target ? sendTo(target, wordsByApi(message, group)) : unreachable(request);
  }

  async function sendFile(file: FilePart, target: Target): Promise<SendOutcome> {
    const kind = fileKind(file) ?? 'file';
    const media = await api.upload(kind, file);
    return media.ok ? sendTo(target, fileMessage(file, kind, media.body)) : outcomeOf(media.failure);
  }

  async function sendTo(target: Target, message: RobotMessage): Promise<SendOutcome> {
    if ('group' in target) return sentOutcome(await api.sendToGroup(target.group, message));
    const answer = await api.sendToPerson(target.person, message);
    if (!answer.ok) return outcomeOf(answer.failure);
    if (answer.body.invalid.includes(target.person)) {
      return { result: 'refused', fault: 'recipient', code: 'invalidStaffId', reason: 'no such userId here' };
    }
    if (answer.body.flowControlled.includes(target.person)) {
      const reason = 'too many messages to this person';
      return { result: 'retry', afterMs: 60_000, pause: 'chat', code: 'flowControlled', reason };
    }
    return sentOutcome(answer);
  }

  return { send };
}

function isSendable(part: Message['parts'][number]): part is FilePart {
  return part.type === 'file' && fileKind(part) !== undefined;
}

function wordsBySession(message: Message, group: boolean, key: string): Record<string, unknown> {
  const ids = group ? (message.mention ?? []).map(({ id }) => id).filter(isUserId) : [];
  const place: Place = { route: 'session', group };
  return sessionBody(renderWords(message, place, ids.map((id) => `@${id} `).join('')), key, ids);
}

/** The OpenAPI mentions nobody (dingtalk.md 4.1); the name at least says who is meant. */
function wordsByApi(message: Message, group: boolean): RobotMessage {
  const names = group ? (message.mention ?? []).flatMap(({ name }) => (name ? [`@${name} `] : [])) : [];
  return robotMessage(renderWords(message, { route: 'openapi', group }, names.join('')));
}

/** Where the OpenAPI can send to: a group by its id, a person by userId. */
function targetOf({ to }: SendRequest): Target | undefined {
  if (to.chat?.kind === 'group') return { group: to.chat.id };
  return to.account !== undefined && isUserId(to.account) ? { person: to.account } : undefined;
}

/** An address that is gone answers 300001, or nothing a token could mend. */
function isSessionOver(failure: Failure): boolean {
  const verdict = judge(failure).do;
  return verdict === 'leave-session' || verdict === 'renew-token' || [404, 410].includes(failure.status);
}

function unreachable({ to }: SendRequest): SendOutcome {
  const reason =
    to.account === undefined ? 'no userId is known for this chat' : 'only a live session reaches outsiders';
  return { result: 'refused', fault: 'recipient', code: 'unreachable', reason };
}

function sentOutcome(answer: Answer<{ processQueryKey?: string }>): SendOutcome {
  if (!answer.ok) return outcomeOf(answer.failure);
  const messageId = answer.body.processQueryKey;
  return messageId === undefined ? { result: 'sent' } : { result: 'sent', messageId };
}
