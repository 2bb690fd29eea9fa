/** What a person can tap in a message: action card buttons and links of markdown. */
import type { DoubleMessage } from '../../port.ts';
import { jsonObject } from '../answers.ts';

export interface TapTarget {
  label: string;
  url: string;
  /** Set on a card's own button: a tap asks the bot. */
  actionId?: string;
}

const markdownLink = /(?<!!)\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Everything that can be tapped, buttons first. Knows webhook and msgKey spellings. */
export function tapTargets(message: DoubleMessage): TapTarget[] {
  const content = message.content as Record<string, unknown> | null;
  if (content === null || typeof content !== 'object') return [];
  return [...cardButtons(content), ...templateButtons(content), ...linksIn(message.type, content)];
}

function cardButtons(content: Record<string, unknown>): TapTarget[] {
  const found: TapTarget[] = [];
  const add = (label: unknown, url: unknown): void => {
    if (typeof label === 'string' && typeof url === 'string') found.push({ label, url });
  };
  for (const button of Array.isArray(content.btns) ? content.btns : []) add(button?.title, button?.actionURL);
  add(content.singleTitle, content.singleURL);
  for (let n = 1; n <= 5; n += 1) {
    add(content[`actionTitle${n}`], content[`actionURL${n}`]);
    add(content[`buttonTitle${n}`], content[`buttonUrl${n}`]);
  }
  return found;
}

/** Buttons of an interactive card stand in a JSON value: `sys_full_json_obj.msgButtons` (dingtalk.md 5.5). */
function templateButtons(content: Record<string, unknown>): TapTarget[] {
  const json = (content.cardParamMap as Record<string, unknown> | undefined)?.sys_full_json_obj;
  const { msgButtons } = jsonObject(Buffer.from(typeof json === 'string' ? json : ''));
  return (Array.isArray(msgButtons) ? msgButtons : []).map(({ text, url = '', id, request }) =>
    request === true ? { label: text, url, actionId: String(id) } : { label: text, url },
  );
}

function linksIn(type: string, content: Record<string, unknown>): TapTarget[] {
  if ((type !== 'markdown' && type !== 'actionCard') || typeof content.text !== 'string') return [];
  return [...content.text.matchAll(markdownLink)].map(([, label = '', url = '']) => ({ label, url }));
}

/**
 * The words a dtmd link sends in the name of who taps it. Undefined for every
 * other address, and for a host that is not all lower case: that one is dead,
 * without a sign (dingtalk.md 5.5).
 */
export function sentByLink(url: string): string | undefined {
  const match = /^dtmd:\/\/dingtalkclient\/sendMessage\?(.*)$/s.exec(url);
  const content = match ? new URLSearchParams(match[1]).get('content') : null;
  return content === null || content === '' ? undefined : content;
}
