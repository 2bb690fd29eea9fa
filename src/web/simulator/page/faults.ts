/** Faults of the platform shown, to be switched on and watched. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Faults } from '../../../doubles/port.ts';
import { setFaults } from './acts.ts';
import { activeFaults, allOff, type FaultWords, faultWords } from './fault-words.ts';
import { platformNames } from './platform-names.ts';
import { type Page, platformOf } from './state.ts';

export function FaultsPane({ page }: { page: Page }): VNode | null {
  const faults = platformOf(page)?.faults;
  if (faults === undefined) return null;
  const on = activeFaults(faults);
  return html`<div class="faults">
    <div class="faults-head">
      <p>${on.length === 0 ? `${platformNames[page.platform]}一切正常` : `${platformNames[page.platform]}正在出 ${on.length} 种故障`}</p>
      <button type="button" class="button small" disabled=${on.length === 0} onClick=${() => void setFaults(allOff)}>全部恢复</button>
    </div>
    <p class="quiet">让平台出点差错，再去聊天，看机器人是不是一条不丢、一条不重。次数用一次少一次，用完自动恢复。</p>
    ${faultWords.map(
      (group) =>
        html`<section key=${group.title}><h3>${group.title}</h3>${group.faults.map((fault) => Fault(fault, faults))}</section>`,
    )}
    <section><h3>指定错误码</h3><${ErrorCode} key=${page.platform} faults=${faults} platform=${page.platform} /></section>
  </div>`;
}

function Fault(fault: FaultWords, faults: Faults): VNode {
  const value = faults[fault.name];
  const id = `fault-${fault.name}`;
  const put = (to: number | boolean): void => void setFaults({ [fault.name]: to });
  return html`<div class=${`fault ${value ? 'on' : ''}`} key=${fault.name}>
    <div><b id=${id}>${fault.label}</b><p>${fault.says}</p></div>
    ${
      fault.how.kind === 'switch'
        ? html`<button type="button" role="switch" class="switch" aria-checked=${value === true} aria-labelledby=${id} onClick=${() => put(value !== true)}><i></i></button>`
        : Counter(Number(value), fault.how.unit, fault.how.step, id, put)
    }
  </div>`;
}

function Counter(value: number, unit: string, step: number, id: string, put: (to: number) => void): VNode {
  return html`<div class="counter" role="group" aria-labelledby=${id}>
    <button type="button" aria-label="减少" disabled=${value === 0} onClick=${() => put(Math.max(0, value - step))}>−</button>
    <output>${value}<span>${unit}</span></output>
    <button type="button" aria-label="增加" onClick=${() => put(value + step)}>+</button>
  </div>`;
}

const samples = { feishu: '230020', dingtalk: 'send.too.fast' };

function ErrorCode({ faults, platform }: { faults: Faults; platform: 'feishu' | 'dingtalk' }): VNode {
  const [code, write] = useState(String(faults.errorCode?.code ?? samples[platform]));
  const times = faults.errorCode?.times ?? 0;
  const put = (to: number): void => {
    const wanted = /^-?\d+$/.test(code.trim()) ? Number(code) : code.trim();
    void setFaults({ errorCode: to === 0 || wanted === '' ? null : { code: wanted, times: to } });
  };
  return html`<div class=${`fault ${times > 0 ? 'on' : ''}`}>
    <div>
      <b id="fault-code">接下来的发送都答</b>
      <p>平台自己的错误码，例如 ${samples[platform]}。</p>
      <input aria-label="错误码" value=${code} onInput=${(event: InputEvent) => write((event.target as HTMLInputElement).value)} />
    </div>
    ${Counter(times, '次', 1, 'fault-code', put)}
  </div>`;
}
