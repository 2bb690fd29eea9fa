import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Notice } from './state.ts';

/** What the platform shows for a moment after a press, and what went wrong. */
export function Notices({ notices }: { notices: Notice[] }): VNode {
  return html`<div class="notices" role="status" aria-live="polite">
    ${notices.map(
      ({ id, text, tone }) =>
        html`<div key=${id} class=${`notice ${tone}`}><i aria-hidden="true"></i>${text}</div>`,
    )}
  </div>`;
}
