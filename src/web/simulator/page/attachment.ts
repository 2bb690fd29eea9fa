/** Pictures, files and speech, the same on both platforms. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Draw } from './draw.ts';
import { Icon } from './icons.ts';
import { Words } from './markdown-view.ts';

export function Picture({ draw }: { draw: Draw }): VNode {
  const file = draw.message.attachment;
  if (file === undefined)
    return html`<div class="file-card"><${Icon} name="image" /><span><b>图片</b><span>原图不在这里</span></span></div>`;
  return html`<a class="picture" href=${file.url} target="_blank" rel="noopener"><img src=${file.url} alt=${file.name} loading="lazy" /></a>`;
}

export function FileCard({ draw, name }: { draw: Draw; name: string }): VNode {
  const file = draw.message.attachment;
  const shown = html`<${Icon} name="file" /><span><b>${name || file?.name || '文件'}</b><span>${file ? sizeOf(file.size) : '文件'}</span></span>`;
  if (file === undefined) return html`<div class="file-card">${shown}</div>`;
  return html`<a class="file-card" href=${file.url} download=${file.name}>${shown}</a>`;
}

/** `heard` is what the platform made of the speech; '' where it does not listen. */
export function Speech({ draw, heard }: { draw: Draw; heard: string }): VNode {
  return html`<div class="bubble speech">
    <span class="wave"><${Icon} name="voice" />语音</span>
    ${heard !== '' && html`<span class="heard"><${Words} text=${heard} draw=${draw} /></span>`}
  </div>`;
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
