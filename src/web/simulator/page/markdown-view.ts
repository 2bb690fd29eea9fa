/** Draws markdown and plain words. Foreign text only ever becomes text nodes. */
import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { Draw } from './draw.ts';
import type { Inline } from './inline.ts';
import { plainInlines } from './inline.ts';
import { type Block, type Breaks, blocks } from './markdown.ts';
import { safeUrl } from './read.ts';

/** What the colours of a card may be called; anything else is left plain. */
const colours =
  /^(?:grey|gray|red|orange|yellow|green|turquoise|wathet|blue|indigo|violet|purple|carmine|neutral|lime)$/;

export function Markdown({ source, breaks, draw }: { source: string; breaks: Breaks; draw: Draw }): VNode {
  return html`<div class="markdown">${blocks(source, breaks).map((block) => drawBlock(block, draw))}</div>`;
}

export function Words({ text, draw }: { text: string; draw: Draw }): VNode {
  return html`<span class="words">${drawInlines(plainInlines(text), draw)}</span>`;
}

function drawBlock(block: Block, draw: Draw): VNode {
  const inside = (content: Inline[]): ComponentChildren => drawInlines(content, draw);
  switch (block.kind) {
    case 'heading':
      return html`<p class=${`heading level-${block.level}`}>${inside(block.content)}</p>`;
    case 'paragraph':
      return html`<p>${inside(block.content)}</p>`;
    case 'quote':
      return html`<blockquote>${inside(block.content)}</blockquote>`;
    case 'code':
      return html`<pre class="code">${block.text}</pre>`;
    case 'rule':
      return html`<hr />`;
    case 'list':
      return drawList(block, inside);
    case 'table':
      return html`<div class="table-frame"><table>
        <thead><tr>${block.head.map((cell) => html`<th>${inside(cell)}</th>`)}</tr></thead>
        <tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inside(cell)}</td>`)}</tr>`)}</tbody>
      </table></div>`;
  }
}

function drawList(
  block: Extract<Block, { kind: 'list' }>,
  inside: (content: Inline[]) => ComponentChildren,
): VNode {
  const items = block.items.map(
    ({ depth, content }) => html`<li class=${`depth-${depth}`}>${inside(content)}</li>`,
  );
  return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
}

export function drawInlines(content: Inline[], draw: Draw): ComponentChildren {
  return content.map((piece) => drawInline(piece, draw));
}

function drawInline(piece: Inline, draw: Draw): ComponentChildren {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return html`<br />`;
    case 'bold':
      return html`<strong>${drawInlines(piece.content, draw)}</strong>`;
    case 'italic':
      return html`<em>${drawInlines(piece.content, draw)}</em>`;
    case 'strike':
      return html`<s>${drawInlines(piece.content, draw)}</s>`;
    case 'underline':
      return html`<u>${drawInlines(piece.content, draw)}</u>`;
    case 'code':
      return html`<code>${piece.text}</code>`;
    case 'colour':
      return html`<span class=${`ink-${colourOf(piece.colour)}`}>${drawInlines(piece.content, draw)}</span>`;
    case 'tag':
      return html`<span class=${`text-tag tone-${colourOf(piece.colour)}`}>${drawInlines(piece.content, draw)}</span>`;
    case 'at':
      return html`<span class="at">@${draw.nameOf(piece.id) || piece.name || '某人'}</span>`;
    case 'image':
      return html`<span class="no-image">[图片${piece.label ? `：${piece.label}` : ''}]</span>`;
    case 'link':
      return drawLink(piece, draw);
  }
}

export function colourOf(name: string): string {
  return colours.test(name) ? name.replace('gray', 'grey') : 'plain';
}

/** A dtmd link sends its words in the presser's name; a web address opens; anything else is dead, as on the platform. */
function drawLink({ label, url }: { label: string; url: string }, draw: Draw): VNode {
  const address = safeUrl(url);
  if (address !== undefined)
    return html`<a href=${address} target="_blank" rel="noopener noreferrer">${label}</a>`;
  const sends = url.startsWith('dtmd:') || url.startsWith('dingtalk:');
  return html`<button type="button" class="link" disabled=${!sends || draw.busy !== undefined} onClick=${() => void draw.press(label)}>
    ${label}
  </button>`;
}
