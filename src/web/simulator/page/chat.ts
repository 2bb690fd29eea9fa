/** One open chat: its head, its messages, the place to write. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatView, MessageView, PersonView } from '../view.ts';
import { leave } from './acts.ts';
import { Avatar } from './avatar.ts';
import { Composer } from './composer.ts';
import { titleOf } from './conversations.ts';
import { Icon } from './icons.ts';
import { Message } from './message.ts';
import { accountOf, openChat, type Page } from './state.ts';
import { pausedBetween, separatorOf } from './time.ts';

export function Chat({ page, person }: { page: Page; person: PersonView }): VNode {
  const chat = openChat(page);
  if (chat === undefined) {
    return html`<section class="chat"><div class="empty" role="status"><span class="spinner" aria-hidden="true"></span>正在打开会话…</div></section>`;
  }
  return html`<section class="chat" aria-label=${`与${titleOf(page, chat)}的会话`}>
    ${ChatHead(page, person, chat)}
    <${Messages} page=${page} person=${person} chat=${chat} />
    <${Composer} page=${page} person=${person} chat=${chat} />
  </section>`;
}

function ChatHead(page: Page, person: PersonView, chat: ChatView): VNode {
  const group = chat.kind === 'group';
  return html`<header class="chat-head">
    <${Avatar} name=${chat.title} kind=${group ? 'group' : 'bot'} />
    <div class="lines">
      <h2>${titleOf(page, chat)}${group ? html`<em class="tag plain">${chat.members.length + 1} 人</em>` : html`<em class="tag">机器人</em>`}</h2>
      <span>您现在是 ${person.name} · ${person.title || person.role}</span>
    </div>
    <a class="round" href=${location.href} target="_blank" rel="noopener" aria-label="在新窗口打开，可同时扮演两个人" title="在新窗口打开，可同时扮演两个人">
      <${Icon} name="window" />
    </a>
    <button type="button" class="button small" onClick=${leave}>换人</button>
  </header>`;
}

/** Nearer to the end than this the list follows new messages, px. */
const near = 120;

function Messages({ page, person, chat }: { page: Page; person: PersonView; chat: ChatView }): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [behind, fall] = useState(0);
  const follows = useRef(true);
  const count = useRef(0);
  const { messages } = page;
  const waiting = page.waiting?.chat === chat.id;
  const total = messages?.length ?? 0;
  const mine = messages?.at(-1)?.from === accountOf(page);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const fresh = total - count.current;
    count.current = total;
    if (follows.current || (mine && fresh > 0)) current.scrollTop = current.scrollHeight;
    else if (fresh > 0) fall(behind + fresh);
  }, [messages, waiting]);
  const scrolled = (): void => {
    const { current } = box;
    if (current === null) return;
    follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < near;
    if (follows.current) fall(0);
  };
  const toEnd = (): void => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: 'smooth' });
  return html`<div class="messages-frame">
    <div class="messages" ref=${box} onScroll=${scrolled} role="log" aria-label="消息" tabindex="0">
      ${messages === undefined && html`<div class="empty" role="status"><span class="spinner" aria-hidden="true"></span>正在读取消息…</div>`}
      ${messages?.length === 0 && Silence(page, person, chat)}
      ${messages?.map((message, index) => Entry(page, chat, message, messages[index - 1]))}
      ${waiting && Thinking(page)}
    </div>
    ${behind > 0 && html`<button type="button" class="behind" onClick=${toEnd}><${Icon} name="down" />${behind} 条新消息</button>`}
  </div>`;
}

function Entry(page: Page, chat: ChatView, message: MessageView, before: MessageView | undefined): VNode {
  const now = page.view?.now ?? 0;
  const paused = pausedBetween(before?.at, message.at);
  return html`<div class="entry" key=${message.id}>
    ${paused && html`<time class="separator">${separatorOf(message.at, now)}</time>`}
    <${Message} page=${page} chat=${chat} message=${message} />
  </div>`;
}

function Thinking(page: Page): VNode {
  return html`<div class="message theirs" key="waiting">
    <${Avatar} name="" kind="bot" />
    <div class="said"><div class="bubble dots" role="status" aria-label=${`${page.view?.botName}正在处理`}><i></i><i></i><i></i></div></div>
  </div>`;
}

function Silence(page: Page, person: PersonView, chat: ChatView): VNode {
  const bot = page.view?.botName ?? '';
  return html`<div class="empty">
    <${Avatar} name=${chat.title} kind=${chat.kind === 'p2p' ? 'bot' : 'group'} />
    <p>${chat.kind === 'p2p' ? `${person.name}还没有和${bot}说过话` : '群里还没有人说话'}</p>
    <p class="quiet">${chat.kind === 'p2p' ? '从下面挑一句试试，或者直接输入。' : `在群里 @${bot}，它才会回应。`}</p>
  </div>`;
}
