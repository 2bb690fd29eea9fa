/** Everyone of the county one can be. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PersonView, Role } from '../view.ts';
import { become } from './acts.ts';
import { Avatar } from './avatar.ts';
import { Badge } from './badge.ts';
import { Icon } from './icons.ts';
import { type Page, unreadOf } from './state.ts';

const roles: Role[] = ['县领导', '人才', '人才办', '成员单位', '在外乡贤', '路人'];

export function People({ page }: { page: Page }): VNode {
  const [wanted, want] = useState('');
  const [role, filter] = useState<Role | undefined>();
  const here = (page.view?.people ?? []).filter(({ accounts }) => accounts[page.platform] !== undefined);
  const present = roles.filter((one) => here.some((person) => person.role === one));
  const asked = role !== undefined && present.includes(role) ? role : undefined;
  const shown = here.filter(
    (person) => matches(person, wanted) && (asked === undefined || person.role === asked),
  );
  return html`<aside class="panel people" aria-label="人物">
    <div class="people-head">
      <h2>扮演谁</h2>
      <span class="quiet">${here.length} 人</span>
    </div>
    <label class="search">
      <${Icon} name="search" />
      <input type="search" placeholder="搜姓名、职务、单位" aria-label="搜索人物" value=${wanted}
        onInput=${(event: InputEvent) => want((event.target as HTMLInputElement).value)} />
    </label>
    <div class="roles" role="group" aria-label="按身份筛选">
      ${[undefined, ...present].map(
        (
          one,
        ) => html`<button key=${one ?? 'all'} type="button" aria-pressed=${asked === one} onClick=${() => filter(one)}>
          ${one ?? '全部'}
        </button>`,
      )}
    </div>
    <div class="people-list">
      ${present.map((one) => Group({ page, role: one, people: shown.filter((person) => person.role === one) }))}
      ${shown.length === 0 && Nobody(here.length === 0)}
    </div>
  </aside>`;
}

function matches(person: PersonView, wanted: string): boolean {
  const words = wanted.trim().toLowerCase();
  return words === '' || `${person.name} ${person.title} ${person.role}`.toLowerCase().includes(words);
}

function Nobody(empty: boolean): VNode {
  return html`<div class="empty small">
    <p>${empty ? '这个平台上还没有人。' : '没有找到这样的人。'}</p>
    ${!empty && html`<p class="quiet">换个字试试，或清空筛选。</p>`}
  </div>`;
}

function Group({ page, role, people }: { page: Page; role: Role; people: PersonView[] }): VNode | null {
  if (people.length === 0) return null;
  return html`<section key=${role} aria-label=${role}>
    <h3>${role}<span>${people.length}</span></h3>
    <ul>${people.map((person) => Row(page, person))}</ul>
  </section>`;
}

function Row(page: Page, person: PersonView): VNode {
  const account = person.accounts[page.platform];
  const unread = account === undefined ? 0 : unreadOf(page, account);
  return html`<li key=${person.key}>
    <button type="button" class="person" aria-current=${page.who === person.key ? 'true' : undefined}
      onClick=${() => void become(person.key)}>
      <${Avatar} name=${person.name} />
      <span class="lines"><b>${person.name}</b><span title=${person.title}>${person.title}</span></span>
      <${Badge} count=${unread} />
    </button>
  </li>`;
}
