/** What the platform answers: success, and every refusal with its HTTP status, code and words (feishu.md 4). */
import type { HttpReply } from '../http.ts';
import { hex32 } from './ids.ts';

const words: Record<number, string> = {
  9499: 'Bad Request',
  10003: 'invalid param',
  10014: 'app secret invalid',
  18121: 'the same message is being created',
  41012: 'user id invalid error',
  200810: 'the card is in interaction, please update it later',
  230001: 'Your request contains an invalid request parameter.',
  230002: 'Bot/User can NOT be out of the chat.',
  230011: 'The message was withdrawn.',
  230013: 'Bot has NO availability to this user.',
  230020: 'This operation triggers the frequency limit.',
  230022: 'The content of the message contains sensitive information.',
  230025: 'The length of the message content reaches its limit.',
  230026: 'No permission to recall this message.',
  230031: 'The message has expired and can not be updated.',
  230034: 'The receive_id is invalid.',
  230049: 'The message is being sent.',
  230054: 'This operation is not supported for this message type.',
  230055: 'The type of file upload does not match the type of message being sent.',
  230071: 'Operator is not the sender of the message.',
  230099: 'Failed to create card content',
  230110: 'Action unavailable as the message has been deleted.',
  234001: 'Invalid request param.',
  234003: 'File not in msg.',
  234006: 'The file size exceed the max value.',
  234010: "File's size can't be 0.",
  234043: 'Unsupported message type.',
  300030: 'the token of the card is invalid or has expired',
  300040: 'the token of the card was used too often',
  99991400: 'request trigger frequency limit',
  99991661: 'Missing access token for authorization. Please make a request with token attached.',
  99991663: 'Invalid access token for authorization. Please make a request with token attached.',
  99992351: 'The request you send is not a valid {open_id} or not exists, example value: ou_xxx',
  99992354: 'The request you send is not a valid {open_message_id} or not exists, example value: om_xxx',
  99992361: 'open_id cross app',
  99992402: 'field validation failed',
};

export function ok(data: unknown): HttpReply {
  return { status: 200, json: { code: 0, msg: 'success', data } };
}

/** HTTP 400 with a code: so the im and contact APIs refuse. */
export function refuse(code: number | string, detail?: string): HttpReply {
  const msg = typeof code === 'number' ? (words[code] ?? 'failed') : 'failed';
  const log = hex32().toUpperCase();
  return {
    status: 400,
    json: {
      code,
      msg: detail === undefined ? msg : `${msg}, ext=${detail}`,
      error: {
        log_id: log,
        troubleshooter: `https://open.feishu.cn/search?from=openapi&log_id=${log}&code=${code}`,
      },
    },
  };
}

/** HTTP 429 with the seconds to wait. */
export function tooMany(limit: number, resetSeconds: number): HttpReply {
  return {
    status: 429,
    json: { code: 99991400, msg: words[99991400] },
    headers: { 'x-ogw-ratelimit-limit': String(limit), 'x-ogw-ratelimit-reset': String(resetSeconds) },
  };
}

/** A refusal found while checking content: the code, and for cards `ErrCode: …; ErrMsg: …;`. */
export interface Refusal {
  code: number;
  detail?: string;
}

export function refuseWith(refusal: Refusal): HttpReply {
  return refuse(refusal.code, refusal.detail);
}
