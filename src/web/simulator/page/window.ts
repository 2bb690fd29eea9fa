/** The platform's window: its list of chats and the open one. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Chat } from './chat.ts';
import { Conversations } from './conversations.ts';
import { type Page, personOf } from './state.ts';
import { Welcome } from './welcome.ts';

export function ChatWindow({ page }: { page: Page }): VNode {
  const person = personOf(page);
  if (person === undefined || person.accounts[page.platform] === undefined) {
    return html`<main class="panel window welcoming"><${Welcome} page=${page} /></main>`;
  }
  return html`<main class="panel window">
    <${Conversations} page=${page} person=${person} />
    <${Chat} key=${`${page.platform}/${person.key}/${page.chat}`} page=${page} person=${person} />
  </main>`;
}
