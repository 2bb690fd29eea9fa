/** One message as its platform shows it: who, what, and what can be done with it. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ChatView, MessageView } from '../view.ts';
import { press, recall } from './acts.ts';
import { Avatar } from './avatar.ts';
import { DingtalkMessage } from './dingtalk-card.ts';
import type { Draw } from './draw.ts';
import { FeishuMessage } from './feishu-message.ts';
import { Icon } from './icons.ts';
import { accountOf, nameOf, type Page } from './state.ts';
import { hourOf } from './time.ts';

export function Message({
  page,
  chat,
  message,
}: {
  page: Page;
  chat: ChatView;
  message: MessageView;
}): VNode {
  const [busy, work] = useState<string | undefined>();
  const mine = message.from === accountOf(page);
  const name = nameOf(page, message.from) || '群成员';
  if (message.recalled) {
    return html`<p class="recalled">${mine ? '您' : name}撤回了一条消息</p>`;
  }
  const draw: Draw = {
    message,
    account: accountOf(page) ?? '',
    busy,
    nameOf: (id) => (id === 'all' ? '所有人' : nameOf(page, id)),
    press: async (label, form) => {
      if (busy !== undefined) return;
      work(label);
      await press(message.id, label, form);
      work(undefined);
    },
  };
  const Drawn = page.platform === 'feishu' ? FeishuMessage : DingtalkMessage;
  return html`<article class=${`message ${mine ? 'mine' : 'theirs'}`} aria-label=${`${mine ? '我' : name} ${hourOf(message.at)}`}>
    <${Avatar} name=${name} kind=${message.from === 'bot' ? 'bot' : undefined} />
    <div class="said">
      ${!mine && chat.kind === 'group' && html`<span class="by">${name}</span>`}
      <${Drawn} draw=${draw} />
      ${message.updatedAt !== undefined && html`<span class="updated">${hourOf(message.updatedAt)} 更新</span>`}
    </div>
    ${
      mine &&
      html`<button type="button" class="round recall" aria-label="撤回" title="撤回" onClick=${() => void recall(message.id)}>
        <${Icon} name="undo" />
      </button>`
    }
  </article>`;
}
