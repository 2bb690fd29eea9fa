/** Beside the chat: the wire, the clock, the faults. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { chooseTool } from './acts.ts';
import { Badge } from './badge.ts';
import { ClockPane } from './clock.ts';
import { activeFaults } from './fault-words.ts';
import { FaultsPane } from './faults.ts';
import { Icon, type IconName } from './icons.ts';
import { type Page, platformOf, set, type Tool } from './state.ts';
import { WirePane } from './wire.ts';

const tools: { tool: Tool; label: string; icon: IconName }[] = [
  { tool: 'wire', label: '报文', icon: 'wire' },
  { tool: 'clock', label: '时钟', icon: 'clock' },
  { tool: 'faults', label: '故障', icon: 'faults' },
];

const panes = { wire: WirePane, clock: ClockPane, faults: FaultsPane };

export function Tools({ page }: { page: Page }): VNode {
  const Shown = panes[page.tool];
  const faults = activeFaults(platformOf(page)?.faults).length;
  return html`<div class="drawer-back" onClick=${() => set({ drawer: false })}></div>
  <aside class="panel tools" aria-label="工具">
    <div class="tabs" role="tablist" aria-label="工具">
      ${tools.map(
        ({
          tool,
          label,
          icon,
        }) => html`<button key=${tool} type="button" role="tab" id=${`tab-${tool}`} aria-selected=${page.tool === tool}
          aria-controls="tool" onClick=${() => chooseTool(tool)}>
          <${Icon} name=${icon} />${label}${tool === 'faults' && html`<${Badge} count=${faults} />`}
        </button>`,
      )}
      <button type="button" class="round drawer-close" aria-label="收起" onClick=${() => set({ drawer: false })}><${Icon} name="close" /></button>
    </div>
    <div class="tool" id="tool" role="tabpanel" aria-labelledby=${`tab-${page.tool}`}><${Shown} page=${page} /></div>
  </aside>`;
}
