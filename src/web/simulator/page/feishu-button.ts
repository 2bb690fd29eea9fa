/** A button of a Feishu card: presses, submits, clears or opens; asks first where the card says so. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from './confirm.ts';
import type { Draw } from './draw.ts';
import type { FormState } from './form-state.ts';
import { list, record, safeUrl, words } from './read.ts';

export function CardButton({
  button,
  draw,
  form,
}: {
  button: Record<string, unknown>;
  draw: Draw;
  form?: FormState | undefined;
}): VNode {
  const [asking, ask] = useState(false);
  const label = words(record(button.text).content);
  const behaviors = list(button.behaviors).map(record);
  const opens = behaviors.find(({ type }) => type === 'open_url');
  const url = safeUrl(opens?.default_url ?? opens?.pc_url ?? button.url);
  const look = `card-button ${lookOf(words(button.type))} ${button.width === 'fill' ? 'fill' : ''}`;
  if (url !== undefined && !behaviors.some(({ type }) => type === 'callback')) {
    return html`<a class=${look} href=${url} target="_blank" rel="noopener noreferrer">${label}</a>`;
  }
  const confirm = record(button.confirm);
  const go = async (): Promise<void> => {
    ask(false);
    if (button.form_action_type === 'submit') await form?.submit(label);
    else await draw.press(label);
  };
  const pressed = (): void => {
    if (button.form_action_type === 'reset') form?.reset();
    else if (button.form_action_type === 'submit' && form?.complain() === true) return;
    else if (button.confirm === undefined) void go();
    else ask(true);
  };
  const resting = button.disabled === true || draw.busy !== undefined;
  return html`<button type="button" class=${look} disabled=${resting} onClick=${pressed}>
      ${draw.busy === label && html`<span class="spinner" aria-hidden="true"></span>`}${label}
    </button>
    ${
      asking &&
      html`<${Confirm}
        title=${words(record(confirm.title).content) || '请确认'}
        text=${words(record(confirm.text).content)}
        yes=${() => void go()}
        no=${() => ask(false)}
      />`
    }`;
}

function lookOf(type: string): string {
  return /^(?:primary|danger|text|primary_text|danger_text|primary_filled|danger_filled|laser)$/.test(type)
    ? type.replaceAll('_', '-')
    : 'default';
}
