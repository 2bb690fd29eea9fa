/** Makes a group with the bot in it. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PersonView } from '../view.ts';
import { makeGroup } from './acts.ts';
import type { Page } from './state.ts';

export function GroupDialog({ page, me, close }: { page: Page; me: string; close: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [title, name] = useState('');
  const [wanted, want] = useState('');
  const [members, choose] = useState<string[]>([me]);
  const [busy, work] = useState(false);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const people = (page.view?.people ?? []).filter(
    (person) =>
      person.accounts[page.platform] !== undefined && `${person.name}${person.title}`.includes(wanted.trim()),
  );
  const toggle = (id: string): void =>
    choose(members.includes(id) ? members.filter((one) => one !== id) : [...members, id]);
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    work(true);
    if (await makeGroup(title.trim() || '新建群聊', members)) close();
    else work(false);
  };
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="group-title" onClose=${close}>
    <form onSubmit=${make}>
      <h2 id="group-title">建一个群</h2>
      <p class="quiet">${page.view?.botName}会一起进群。在群里要 @ 它，它才会回应。</p>
      <label class="field"><span>群名</span>
        <input value=${title} maxlength="60" placeholder="例如：人才工作联络群" onInput=${(event: InputEvent) => name(typedIn(event))} /></label>
      <label class="field"><span>成员（已选 ${members.length} 人）</span>
        <input type="search" value=${wanted} placeholder="搜姓名、职务、单位" onInput=${(event: InputEvent) => want(typedIn(event))} /></label>
      <ul class="choices">${people.map((person) => Choice(page, person, members, me, toggle))}</ul>
      <div class="dialog-end">
        <button type="button" class="button" onClick=${close}>取消</button>
        <button type="submit" class="button primary" disabled=${busy}>${busy ? '正在建群…' : '建群'}</button>
      </div>
    </form>
  </dialog>`;
}

const typedIn = (event: InputEvent): string => (event.target as HTMLInputElement).value;

function Choice(
  page: Page,
  person: PersonView,
  members: string[],
  me: string,
  toggle: (id: string) => void,
): VNode {
  const id = person.accounts[page.platform] ?? '';
  return html`<li key=${person.key}><label>
    <input type="checkbox" checked=${members.includes(id)} disabled=${id === me} onChange=${() => toggle(id)} />
    <b>${person.name}</b><span>${person.title}</span>
  </label></li>`;
}
