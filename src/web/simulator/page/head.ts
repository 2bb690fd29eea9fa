/** The bar on top: where one is, which platform, what time the county has. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { choosePane, choosePlatform } from './acts.ts';
import { activeFaults } from './fault-words.ts';
import { Icon } from './icons.ts';
import { platformNames } from './platform-names.ts';
import { type Page, platformOf } from './state.ts';
import { theme, turnTheme } from './theme.ts';
import { dateOf, hourOf, weekdayOf } from './time.ts';

export function Head({ page }: { page: Page }): VNode {
  const { view } = page;
  const faults = activeFaults(platformOf(page)?.faults).length;
  const now = view?.now ?? 0;
  return html`<header class="head">
    <div class="brand">
      <img src="/simulator/page/mark.svg" alt="" width="30" height="30" />
      <div><strong>近悦</strong><span>${view?.county ?? ''} 平台模拟器</span></div>
    </div>
    <div class="platforms" role="group" aria-label="平台">
      ${view?.platforms.map(
        ({ name }) => html`<button
          key=${name}
          type="button"
          class=${name}
          aria-pressed=${page.platform === name}
          onClick=${() => void choosePlatform(name)}
        ><i aria-hidden="true"></i>${platformNames[name]}</button>`,
      )}
    </div>
    <div class="head-end">
      <button type="button" class="head-clock" title="移动时钟" onClick=${() => choosePane('clock')}>
        <${Icon} name="clock" />
        <span><b>${hourOf(now)}</b><span class="date">${dateOf(now).slice(5)} ${weekdayOf(now)}</span></span>
      </button>
      ${
        faults > 0 &&
        html`<button type="button" class="head-faults" onClick=${() => choosePane('faults')}>
          <${Icon} name="warn" />${faults} 项故障
        </button>`
      }
      <button type="button" class="round tools-button" aria-label="打开报文、时钟和故障" onClick=${() => choosePane(page.tool)}>
        <${Icon} name="tools" />
      </button>
      <${ThemeButton} />
    </div>
  </header>`;
}

function ThemeButton(): VNode {
  const [now, show] = useState(theme());
  const label = now === 'dark' ? '换成浅色' : '换成深色';
  return html`<button type="button" class="round" aria-label=${label} title=${label} onClick=${() => show(turnTheme())}>
    <${Icon} name=${now === 'dark' ? 'sun' : 'moon'} />
  </button>`;
}
