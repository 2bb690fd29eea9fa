/** The county's clock, and where it may be moved to. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ClockPreset } from '../view.ts';
import { moveClock } from './acts.ts';
import { Icon } from './icons.ts';
import type { Page } from './state.ts';
import { dateOf, hourOf, inputOf, weekdayOf } from './time.ts';

const wordsOf = (ms: number): string => `${dateOf(ms)} ${weekdayOf(ms)} ${hourOf(ms)}`;

/** The year only where it is another one. */
function briefly(ms: number, now: number): string {
  const date = dateOf(ms);
  return `${date.slice(0, 5) === dateOf(now).slice(0, 5) ? date.slice(5) : date} ${weekdayOf(ms)} ${hourOf(ms)}`;
}

export function ClockPane({ page }: { page: Page }): VNode {
  const now = page.view?.now ?? 0;
  const [moving, move] = useState<number | undefined>();
  const [custom, pick] = useState('');
  const go = async (to: number): Promise<void> => {
    move(to);
    await moveClock({ to: new Date(to).toISOString() }, ` ${wordsOf(to)}`);
    move(undefined);
  };
  const wanted = custom === '' ? Number.NaN : Date.parse(`${custom}:00+08:00`);
  return html`<div class="clock">
    <div class="clock-face" aria-live="polite">
      <b>${hourOf(now)}</b>
      <span>${dateOf(now)} ${weekdayOf(now)}</span>
      <span class="quiet">县里的时间 · 北京时间</span>
    </div>
    <p class="quiet">把时钟往前拨，看到期的提醒、督办和超期怎么发生。路上该发生的事都会按时发生，发到的消息会出现在各人的会话里。</p>
    <div class="presets">${page.view?.presets.map((preset) => Preset(preset, now, moving, go))}</div>
    <form class="custom" onSubmit=${(event: Event) => {
      event.preventDefault();
      if (!Number.isNaN(wanted)) void go(wanted);
    }}>
      <label for="clock-to">走到指定时间</label>
      <div>
        <input id="clock-to" type="datetime-local" min=${inputOf(now)} value=${custom}
          onInput=${(event: InputEvent) => pick((event.target as HTMLInputElement).value)} />
        <button type="submit" class="button primary" disabled=${Number.isNaN(wanted) || moving !== undefined}>前往</button>
      </div>
      ${wanted < now && html`<p class="complaint" role="alert">时钟只能向前走。</p>`}
    </form>
    ${moving !== undefined && html`<p class="moving" role="status"><span class="spinner" aria-hidden="true"></span>正在走到 ${wordsOf(moving)}…</p>`}
  </div>`;
}

function Preset(
  { label, to }: ClockPreset,
  now: number,
  moving: number | undefined,
  go: (to: number) => Promise<void>,
): VNode {
  return html`<button key=${label} type="button" class="preset" disabled=${moving !== undefined} onClick=${() => void go(to)}>
    <b>${label}</b><span>${briefly(to, now)}</span><${Icon} name="next" />
  </button>`;
}
