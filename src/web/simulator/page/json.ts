/** JSON, indented and coloured; JSON that travels inside a string is opened too. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './icons.ts';
import { opened, tokens } from './json-text.ts';

export function Json({ title, value }: { title: string; value: unknown }): VNode {
  const [copied, tell] = useState(false);
  const json = value === undefined ? '（空）' : JSON.stringify(opened(value), null, 2);
  const copy = async (): Promise<void> => {
    await navigator.clipboard?.writeText(json);
    tell(true);
    setTimeout(() => tell(false), 1500);
  };
  return html`<div class="json">
    <div class="json-head"><span>${title}</span>
      <button type="button" class="link" onClick=${copy}><${Icon} name="copy" />${copied ? '已复制' : '复制'}</button></div>
    <pre tabindex="0">${tokens(json).map(({ kind, text }) => (kind === 'mark' ? text : html`<span class=${kind}>${text}</span>`))}</pre>
  </div>`;
}
