import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { choosePane } from './acts.ts';
import { Badge } from './badge.ts';
import { activeFaults } from './fault-words.ts';
import { Icon, type IconName } from './icons.ts';
import { accountOf, type Page, type Pane, platformOf, unreadOf } from './state.ts';

const places: { pane: Pane; label: string; icon: IconName }[] = [
  { pane: 'people', label: '人物', icon: 'people' },
  { pane: 'chat', label: '聊天', icon: 'chat' },
  { pane: 'wire', label: '报文', icon: 'wire' },
  { pane: 'clock', label: '时钟', icon: 'clock' },
  { pane: 'faults', label: '故障', icon: 'faults' },
];

/** On a phone: which pane fills the screen. */
export function PhoneBar({ page }: { page: Page }): VNode {
  const account = accountOf(page);
  const counts: Partial<Record<Pane, number>> = {
    chat: account === undefined ? 0 : unreadOf(page, account),
    faults: activeFaults(platformOf(page)?.faults).length,
  };
  return html`<nav class="phone-bar" aria-label="页面">
    ${places.map(
      ({ pane, label, icon }) => html`<button
        key=${pane}
        type="button"
        aria-current=${page.pane === pane ? 'page' : undefined}
        onClick=${() => choosePane(pane)}
      >
        <${Icon} name=${icon} /><span>${label}</span><${Badge} count=${counts[pane] ?? 0} />
      </button>`,
    )}
  </nav>`;
}
