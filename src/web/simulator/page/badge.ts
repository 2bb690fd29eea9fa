import { html } from 'htm/preact';
import type { VNode } from 'preact';

/** A red count; nothing for 0. */
export function Badge({ count }: { count: number }): VNode | null {
  if (count === 0) return null;
  return html`<span class="badge" aria-label=${`${count} 条未读`}>${count > 99 ? '99+' : count}</span>`;
}
