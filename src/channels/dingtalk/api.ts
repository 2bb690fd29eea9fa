/** The calls of DingTalk's OpenAPI that the channel makes. None of them rejects. */
import { list, object, type Raw, text } from './decode/read.ts';
import { judge } from './errors.ts';
import type { Answer, Http } from './http.ts';
import type { DingtalkSettings } from './settings.ts';
import type { TokenSource } from './token.ts';

/** A message for the OpenAPI; `msgParam` is a JSON string (dingtalk.md 4.3). */
export interface RobotMessage {
  msgKey: string;
  msgParam: string;
}

export interface OneToOneAnswer {
  processQueryKey?: string;
  invalid: string[];
  flowControlled: string[];
}

export interface Api {
  sendToPerson(userId: string, message: RobotMessage): Promise<Answer<OneToOneAnswer>>;
  sendToGroup(conversationId: string, message: RobotMessage): Promise<Answer<{ processQueryKey?: string }>>;
  /** Needs no token: the address itself is the permission. */
  sendBySession(webhook: string, body: Raw): Promise<Answer>;
  /** Answers the media id. */
  upload(
    kind: 'file' | 'image',
    file: { name: string; mime: string; bytes: Uint8Array },
  ): Promise<Answer<string>>;
  /** Answers a temporary address for a download code. */
  downloadUrl(downloadCode: string): Promise<Answer<string>>;
  /** Answers the userId; absent when nobody has the number. */
  userByMobile(mobile: string): Promise<Answer<string | undefined>>;
}

export function createApi(settings: DingtalkSettings, http: Http, tokens: TokenSource): Api {
  const robotCode = settings.robotCode ?? settings.clientId;

  /** Calls with a token, and once more with a new one when it was refused (dingtalk.md 4.4). */
  async function withToken(call: (token: string) => Promise<Answer>): Promise<Answer> {
    const first = await tokens.get();
    if (!first.ok) return first;
    const answer = await call(first.body);
    if (answer.ok || judge(answer.failure).do !== 'renew-token') return answer;
    tokens.discard(first.body);
    const second = await tokens.get();
    return second.ok ? call(second.body) : second;
  }

  const post = (path: string, body: Raw) =>
    withToken((token) => http.post(`${settings.api}${path}`, body, { 'x-acs-dingtalk-access-token': token }));
  const postOld = (path: string, body: unknown, query = '') =>
    withToken((token) =>
      http.post(`${settings.oapi}${path}?access_token=${encodeURIComponent(token)}${query}`, body),
    );

  return {
    async sendToPerson(userId, message) {
      const body = { robotCode, userIds: [userId], ...message };
      return mapped(await post('/v1.0/robot/oToMessages/batchSend', body), (answer) => ({
        ...keyOf(answer),
        invalid: list(answer.invalidStaffIdList).map(String),
        flowControlled: list(answer.flowControlledStaffIdList).map(String),
      }));
    },
    async sendToGroup(openConversationId, message) {
      const body = { robotCode, openConversationId, ...message };
      return mapped(await post('/v1.0/robot/groupMessages/send', body), keyOf);
    },
    sendBySession(webhook, body) {
      return http.post(webhook, body);
    },
    async upload(kind, file) {
      const form = () => {
        const data = new FormData();
        data.append('media', new Blob([Buffer.from(file.bytes)], { type: file.mime }), file.name);
        return data;
      };
      return needed(await postOld('/media/upload', form(), `&type=${kind}`), (answer) =>
        text(answer.media_id),
      );
    },
    async downloadUrl(downloadCode) {
      const answer = await post('/v1.0/robot/messageFiles/download', { downloadCode, robotCode });
      return needed(answer, (body) => text(body.downloadUrl));
    },
    async userByMobile(mobile) {
      const answer = await postOld('/topapi/v2/user/getbymobile', { mobile });
      if (!answer.ok && ['40104', '60121'].includes(answer.failure.code))
        return { ok: true, body: undefined };
      return mapped(answer, (body) => text(object(body.result).userid));
    },
  };
}

function keyOf(answer: Raw): { processQueryKey?: string } {
  const processQueryKey = text(answer.processQueryKey);
  return processQueryKey === undefined ? {} : { processQueryKey };
}

function mapped<T>(answer: Answer, read: (body: Raw) => T): Answer<T> {
  return answer.ok ? { ok: true, body: read(answer.body) } : answer;
}

function needed<T>(answer: Answer, read: (body: Raw) => T | undefined): Answer<T> {
  if (!answer.ok) return answer;
  const value = read(answer.body);
  if (value !== undefined) return { ok: true, body: value };
  return {
    ok: false,
    failure: { status: 200, code: 'incomplete-answer', message: 'the answer lacks what was asked' },
  };
}
