/** JSON, indented and coloured; JSON that travels inside a string is opened too. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from './icons.ts';

const deepest = 4;

/** A copy in which strings that hold a JSON object or list are that object or list. */
export function opened(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    if (depth >= deepest || !/^\s*[[{]/.test(value)) return value;
    try {
      return opened(JSON.parse(value), depth + 1);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map((item) => opened(item, depth));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item, depth)]));
}

type Token = { kind: 'key' | 'string' | 'number' | 'word' | 'mark'; text: string };

/** Pieces of JSON text by kind; joined they are the text again. */
export function tokens(json: string): Token[] {
  const shape =
    /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([^"\d\-tfn]+|.)/gs;
  return [...json.matchAll(shape)].flatMap(([, text, colon, number, word, mark]): Token[] => {
    if (text !== undefined && colon !== undefined)
      return [
        { kind: 'key', text },
        { kind: 'mark', text: colon },
      ];
    if (text !== undefined) return [{ kind: 'string', text }];
    if (number !== undefined) return [{ kind: 'number', text: number }];
    if (word !== undefined) return [{ kind: 'word', text: word }];
    return [{ kind: 'mark', text: mark ?? '' }];
  });
}

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
