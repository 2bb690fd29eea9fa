/** Where one writes: words, a voice message, pictures, files, and sentences to try. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatView, PersonView } from '../view.ts';
import { say, sendFiles } from './acts.ts';
import { Icon } from './icons.ts';
import { onPhone, type Page } from './state.ts';

export function Composer({ page, person, chat }: { page: Page; person: PersonView; chat: ChatView }): VNode {
  const [draft, write] = useState('');
  const [mention, at] = useState(true);
  const [ideas, hint] = useState(true);
  const [busy, work] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const bot = page.view?.botName ?? '';
  const group = chat.kind === 'group';
  useLayoutEffect(() => grow(area.current), [draft]);
  useLayoutEffect(() => {
    if (!onPhone()) area.current?.focus();
  }, []);
  const send = async (words: string, voice = false): Promise<void> => {
    const named = group && words.trim().startsWith(`@${bot}`);
    const text = named ? words.trim().slice(bot.length + 1) : words;
    if (text.trim() === '' || busy) return;
    work(true);
    const sent = await say(text.trim(), {
      ...(group && { mention: mention || named }),
      ...(voice && { voice }),
    });
    work(false);
    if (sent && words === draft) write('');
    area.current?.focus();
  };
  const key = (event: KeyboardEvent): void => {
    // While a Chinese word is being composed, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void send(draft);
  };
  return html`<div class="composer">
    ${
      ideas &&
      person.suggestions.length > 0 &&
      html`<div class="ideas" role="group" aria-label="试试这样说">
        <span>试试这样说</span>
        ${person.suggestions.map(
          (words) =>
            html`<button key=${words} type="button" disabled=${busy} onClick=${() => void send(words)}>${words}</button>`,
        )}
      </div>`
    }
    <div class="writing">
      ${group && html`<button type="button" class="mention" aria-pressed=${mention} onClick=${() => at(!mention)}>@${bot}</button>`}
      <textarea ref=${area} rows="1" value=${draft} aria-label="消息" placeholder=${`发消息给${group ? chat.title || '群聊' : bot}`}
        onInput=${(event: InputEvent) => write((event.target as HTMLTextAreaElement).value)} onKeyDown=${key}
        onPaste=${(event: ClipboardEvent) => pasted(event)}></textarea>
      <div class="writing-end">
        <button type="button" class="round" aria-pressed=${ideas} aria-label="试试这样说" title="试试这样说" onClick=${() => hint(!ideas)}><${Icon} name="idea" /></button>
        <${Pick} icon="image" label="发图片" accept="image/*" />
        <${Pick} icon="file" label="发文件" accept="" />
        <button type="button" class="round" disabled=${draft.trim() === '' || busy} aria-label="把写好的话当语音发" title="把写好的话当语音发" onClick=${() => void send(draft, true)}><${Icon} name="voice" /></button>
        <span class="keys">Enter 发送，Shift+Enter 换行</span>
        <button type="button" class="send" disabled=${draft.trim() === '' || busy} aria-label="发送" onClick=${() => void send(draft)}><${Icon} name="send" /></button>
      </div>
    </div>
  </div>`;
}

const tallest = 160;

function grow(area: HTMLTextAreaElement | null): void {
  if (area === null) return;
  area.style.height = 'auto';
  area.style.height = `${Math.min(area.scrollHeight, tallest)}px`;
}

function pasted(event: ClipboardEvent): void {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0) return;
  event.preventDefault();
  void sendFiles(files);
}

function Pick({ icon, label, accept }: { icon: 'image' | 'file'; label: string; accept: string }): VNode {
  const picked = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    await sendFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return html`<label class="round" title=${label}>
    <${Icon} name=${icon} /><input type="file" class="hidden" multiple accept=${accept} aria-label=${label} onChange=${picked} />
  </label>`;
}
