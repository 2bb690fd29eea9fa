import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A question that must be answered before anything else. Escape means no. */
export function Confirm({
  title,
  text,
  yes,
  no,
}: {
  title: string;
  text: string;
  yes: () => void;
  no: () => void;
}): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return html`<dialog ref=${dialog} class="dialog small" onCancel=${no}>
    <h2>${title}</h2>
    ${text !== '' && html`<p>${text}</p>`}
    <div class="dialog-end">
      <button type="button" class="button" onClick=${no}>取消</button>
      <button type="button" class="button primary" onClick=${yes}>确定</button>
    </div>
  </dialog>`;
}
