/** What went over the wire, newest first, as it was sent. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { WireEntry } from '../../../doubles/port.ts';
import { Json } from './json.ts';
import { platformNames } from './platform-names.ts';
import type { Page } from './state.ts';
import { secondOf } from './time.ts';

type Filter = 'all' | 'to-bot' | 'from-bot' | 'failed';
const filters: { filter: Filter; label: string }[] = [
  { filter: 'all', label: '全部' },
  { filter: 'to-bot', label: '平台 → 小才' },
  { filter: 'from-bot', label: '小才 → 平台' },
  { filter: 'failed', label: '出错' },
];

/** Statuses that are no failure: 2xx, 0, and words like ok. */
export function failed({ status }: WireEntry): boolean {
  if (typeof status === 'number') return status !== 0 && (status < 200 || status >= 400);
  return !/^(?:ok|ack|acked|2\d\d|0|sent|open|opened|delivered|101)$/i.test(status);
}

export function WirePane({ page }: { page: Page }): VNode {
  const [filter, choose] = useState<Filter>('all');
  const shown = page.wire?.filter((entry) =>
    filter === 'all' ? true : filter === 'failed' ? failed(entry) : entry.direction === filter,
  );
  const bot = page.view?.botName ?? '';
  return html`<div class="wire">
    <div class="roles" role="group" aria-label="筛选报文">
      ${filters.map(
        (
          one,
        ) => html`<button key=${one.filter} type="button" aria-pressed=${filter === one.filter} onClick=${() => choose(one.filter)}>
          ${one.label.replace('小才', bot)}
        </button>`,
      )}
    </div>
    ${page.wire === undefined && html`<div class="empty small" role="status"><span class="spinner" aria-hidden="true"></span>正在读取报文…</div>`}
    ${
      shown?.length === 0 &&
      html`<div class="empty small">
        <p>${page.wire?.length === 0 ? '还没有报文' : '没有这样的报文'}</p>
        <p class="quiet">${page.wire?.length === 0 ? `说一句话，就能看到${platformNames[page.platform]}与${bot}之间真实的往来：签名、令牌、推送、发送，密钥以 *** 代替。` : '换一种筛选看看。'}</p>
      </div>`
    }
    <ol>${shown?.map((entry) => html`<${Exchange} key=${keyOf(entry)} entry=${entry} />`)}</ol>
  </div>`;
}

const keyOf = (entry: WireEntry): string => `${entry.at}/${entry.direction}/${entry.what}/${entry.ms}`;

function Exchange({ entry }: { entry: WireEntry }): VNode {
  const [open, turn] = useState(false);
  const bad = failed(entry);
  return html`<li class=${`exchange ${entry.direction} ${bad ? 'bad' : ''}`}>
    <button type="button" aria-expanded=${open} onClick=${() => turn(!open)}>
      <span class="arrow" aria-label=${entry.direction === 'to-bot' ? '平台发给机器人' : '机器人发给平台'}>${entry.direction === 'to-bot' ? '↓' : '↑'}</span>
      <span class="what">${entry.what}</span>
      <span class="status">${entry.status}</span>
      <span class="took"><time>${secondOf(entry.at)}</time><span>${Math.round(entry.ms)} ms</span></span>
    </button>
    ${open && html`<div class="exchange-body"><${Json} title="请求" value=${entry.request} /><${Json} title="应答" value=${entry.response} /></div>`}
  </li>`;
}
