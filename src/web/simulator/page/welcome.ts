/** What a newcomer sees before being anybody. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { PersonView, Role } from '../view.ts';
import { become, choosePane } from './acts.ts';
import { Avatar } from './avatar.ts';
import { platformNames } from './platform-names.ts';
import type { Page } from './state.ts';

const invitations: Partial<Record<Role, string>> = {
  县领导: '看看这个季度还要联系谁，一句话记下一次走访',
  人才: '登记成长档案，办公寓、子女入学、补贴这些事',
  人才办: '用斜杠命令看待办、查人、派单',
  成员单位: '接到转办的诉求，在限期内答复',
  在外乡贤: '登记信息，推荐回乡的项目和人',
  路人: '县里还不认识您，看小才怎么接待',
};

export function Welcome({ page }: { page: Page }): VNode {
  const here = (page.view?.people ?? []).filter(({ accounts }) => accounts[page.platform] !== undefined);
  const picks = Object.entries(invitations).flatMap(([role, words]) => {
    const person = here.find((one) => one.role === role);
    return person === undefined ? [] : [{ person, words }];
  });
  const { botName = '', county = '' } = page.view ?? {};
  return html`<div class="welcome">
    <img src="/simulator/page/mark.svg" alt="" width="56" height="56" />
    <h1>和${botName}聊一聊</h1>
    <p>这里是虚构的${county || '一个县'}。选一个人，就能用 TA 的${platformNames[page.platform]}和县人才办的机器人说话；消息、卡片和按钮都走真实的平台协议。</p>
    <div class="picks">${picks.map(({ person, words }) => Pick(person, words))}</div>
    ${
      picks.length === 0
        ? html`<p class="quiet">这个平台上还没有人，稍等片刻。</p>`
        : html`<p class="quiet">也可以从<button type="button" class="link" onClick=${showPeople}>人物名单</button>里挑任何一位，随时换人。</p>`
    }
  </div>`;
}

/** On a phone the list fills the screen; beside the chat its search is where one goes on. */
function showPeople(): void {
  choosePane('people');
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('.search input')?.focus());
}

function Pick(person: PersonView, words: string): VNode {
  return html`<button key=${person.key} type="button" class="pick" onClick=${() => void become(person.key)}>
    <${Avatar} name=${person.name} />
    <span class="lines"><b>做${person.role} · ${person.name}</b><span>${words}</span></span>
  </button>`;
}
