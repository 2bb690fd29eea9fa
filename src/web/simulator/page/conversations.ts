/** The chats of the person one is, as a platform's own list shows them. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ChatView, PersonView } from '../view.ts';
import { chooseChat } from './acts.ts';
import { Avatar } from './avatar.ts';
import { Badge } from './badge.ts';
import { GroupDialog } from './group-dialog.ts';
import { Icon } from './icons.ts';
import { accountOf, chatsOf, nameOf, type Page, unreadIn } from './state.ts';
import { briefOf } from './time.ts';

export function Conversations({ page, person }: { page: Page; person: PersonView }): VNode {
  const [making, make] = useState(false);
  const account = accountOf(page) ?? '';
  return html`<nav class="conversations" aria-label="会话">
    <div class="conversations-head">
      <${Avatar} name=${person.name} />
      <span class="lines"><b>${person.name}</b><span>${person.role}</span></span>
      <button type="button" class="round" aria-label="建一个群" title="建一个群" onClick=${() => make(true)}>
        <${Icon} name="plus" />
      </button>
    </div>
    <ul>${chatsOf(page, account).map((chat) => Row(page, account, chat))}</ul>
    ${making && html`<${GroupDialog} page=${page} me=${account} close=${() => make(false)} />`}
  </nav>`;
}

export function titleOf(page: Page, chat: ChatView): string {
  return chat.kind === 'p2p' ? (page.view?.botName ?? '') : chat.title || '群聊';
}

function Row(page: Page, account: string, chat: ChatView): VNode {
  const open = page.chat === chat.id;
  const now = page.view?.now ?? 0;
  const by = chat.kind === 'group' && chat.last ? nameOf(page, chat.last.from) : '';
  return html`<li key=${chat.id}>
    <button type="button" class="conversation" aria-current=${open ? 'true' : undefined} onClick=${() => void chooseChat(chat.id)}>
      <${Avatar} name=${chat.title} kind=${chat.kind === 'p2p' ? 'bot' : 'group'} />
      <span class="lines">
        <b>${titleOf(page, chat)}${chat.kind === 'p2p' && html`<em class="tag">机器人</em>`}</b>
        <span>${chat.last ? `${by ? `${by}：` : ''}${chat.last.preview}` : '还没有消息'}</span>
      </span>
      <span class="side">
        <time>${chat.last ? briefOf(chat.last.at, now) : ''}</time>
        <${Badge} count=${open ? 0 : unreadIn(page, account, chat)} />
      </span>
    </button>
  </li>`;
}
