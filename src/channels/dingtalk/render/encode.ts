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

/** Cuts the text until the encoded form fits; JSON escapes can make it take more than one cut. */
function fitted(rendered: Rendered, maxBytes: number, encode: (rendered: Rendered) => Raw): Raw {
  let fit = rendered;
  for (;;) {
    const encoded = encode(fit);
    const excess = jsonBytes(encoded) - maxBytes;
    const length = utf8Bytes(fit.text);
    if (excess <= 0 || length <= 200) return encoded;
    fit = { ...fit, text: cutWords(rendered.text, Math.max(200, length - excess)) };
  }
}
