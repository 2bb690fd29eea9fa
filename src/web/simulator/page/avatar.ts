/** A person's round (Feishu) or square (DingTalk) with the last two characters of the name. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';

const hues = 8;

function hueOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % hues;
}

export function Avatar({ name, kind }: { name: string; kind?: 'bot' | 'group' }): VNode {
  if (kind === 'bot') return html`<span class="avatar bot" aria-hidden="true">才</span>`;
  if (kind === 'group') return html`<span class="avatar group" aria-hidden="true">群</span>`;
  const short = [...name].slice(-2).join('');
  return html`<span class=${`avatar hue-${hueOf(name)}`} aria-hidden="true">${short || '?'}</span>`;
}
