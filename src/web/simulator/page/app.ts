/** The page's plan: head, people, window, tools; on a phone one of them and a bar below. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { ensureChat } from './acts.ts';
import { Head } from './head.ts';
import { Notices } from './notices.ts';
import { People } from './people.ts';
import { PhoneBar } from './phone-bar.ts';
import { refresh, usePage } from './state.ts';
import { Tools } from './tools.ts';
import { ChatWindow } from './window.ts';

export function App(): VNode {
  const page = usePage();
  useEffect(ensureChat, [page.view]);
  if (page.view === undefined) return page.problem === undefined ? Loading() : Failed(page.problem);
  return html`<div class="page" data-platform=${page.platform} data-pane=${page.pane} data-drawer=${page.drawer}>
    <${Head} page=${page} />
    ${(!page.live || page.problem !== undefined) && html`<p class="lost" role="status">与服务的连接断开了，正在重连…</p>`}
    <div class="panes">
      <${People} page=${page} />
      <${ChatWindow} page=${page} />
      <${Tools} page=${page} />
    </div>
    <${PhoneBar} page=${page} />
    <${Notices} notices=${page.notices} />
  </div>`;
}

function Loading(): VNode {
  return html`<div class="whole" role="status">
    <span class="spinner large" aria-hidden="true"></span>
    <p>正在打开模拟器…</p>
  </div>`;
}

function Failed(problem: string): VNode {
  return html`<div class="whole" role="alert">
    <h1>打不开模拟器</h1>
    <p>${problem}</p>
    <button type="button" class="button primary" onClick=${() => void refresh()}>再试一次</button>
  </div>`;
}
