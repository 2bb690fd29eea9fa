/** The two wires a rendered message can take, each within its size (dingtalk.md 4.1, 4.2, 4.3). */
import { jsonBytes, utf8Bytes } from '../../render/size.ts';
import type { RobotMessage } from '../api.ts';
import type { Raw } from '../decode/read.ts';
import { cutWords } from './cut.ts';
import type { Rendered } from './words.ts';

/** msgParam as JSON text, UTF-8 bytes. */
export const maxMsgParamBytes = 15_000;
/** The whole body of a webhook, UTF-8 bytes; the error is 460101. */
export const maxWebhookBytes = 20_000;

/** The body for a session webhook. `atUserIds` must also stand in the text as "@userId" to show. */
export function sessionBody(rendered: Rendered, key: string, atUserIds: string[]): Raw {
  const at = atUserIds.length > 0 ? { at: { atUserIds, isAtAll: false } } : {};
  return fitted(rendered, maxWebhookBytes, (fit) => ({ ...webhookContent(fit), ...at, msgUuid: key }));
}

export function robotMessage(rendered: Rendered): RobotMessage {
  const [msgKey] = robotContent(rendered);
  const msgParam = fitted(rendered, maxMsgParamBytes, (fit) => robotContent(fit)[1]);
  return { msgKey, msgParam: JSON.stringify(msgParam) };
}

/** Bytes of text that always remain. */
const shortestCut = 200;

function webhookContent(rendered: Rendered): Raw {
  switch (rendered.kind) {
    case 'text':
      return { msgtype: 'text', text: { content: rendered.text } };
    case 'markdown':
      return { msgtype: 'markdown', markdown: markdownContent(rendered) };
    case 'actionCard': {
      const btns = rendered.buttons.map(({ title, url }) => ({ title, actionURL: url }));
      const { title, text } = rendered;
      // "0": one under the other, so that long labels stay readable on a phone.
      return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation: '0', btns } };
    }
  }
}

function robotContent(rendered: Rendered): [msgKey: string, msgParam: Raw] {
  switch (rendered.kind) {
    case 'text':
      return ['sampleText', { content: rendered.text }];
    case 'markdown':
      return ['sampleMarkdown', markdownContent(rendered)];
    case 'actionCard':
      return actionCardContent(rendered);
  }
}

function markdownContent({ title, text, tail }: Extract<Rendered, { kind: 'markdown' }>): Raw {
  return { title, text: tail ? `${text}\n\n${tail}` : text };
}

function actionCardContent(card: Extract<Rendered, { kind: 'actionCard' }>): [string, Raw] {
  const { title, text, buttons } = card;
  const [first] = buttons;
  if (buttons.length === 1 && first) {
    return ['sampleActionCard', { title, text, singleTitle: first.title, singleURL: first.url }];
  }
  const actions = buttons.flatMap((button, index) => [
    [`actionTitle${index + 1}`, button.title],
    [`actionURL${index + 1}`, button.url],
  ]);
  return [`sampleActionCard${buttons.length}`, { title, text, ...Object.fromEntries(actions) }];
}

/** The longest cut of the text whose encoded form fits: JSON escapes make bytes of text cost up to six. */
function fitted(rendered: Rendered, maxBytes: number, encode: (rendered: Rendered) => Raw): Raw {
  const whole = encode(rendered);
  if (jsonBytes(whole) <= maxBytes) return whole;
  const cutTo = (bytes: number) => encode({ ...rendered, text: cutWords(rendered.text, bytes) });
  let fits = shortestCut;
  let tooLong = utf8Bytes(rendered.text);
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (jsonBytes(cutTo(middle)) <= maxBytes) fits = middle;
    else tooLong = middle;
  }
  return cutTo(fits);
}
