/** The table of a Feishu card: at most ten rows a page, as the client turns them. */
import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Draw } from './draw.ts';
import { colourOf, Markdown } from './markdown-view.ts';
import { list, record, words } from './read.ts';
import { dateOf } from './time.ts';

const usualRows = 5;

export function CardTable({ table, draw }: { table: Record<string, unknown>; draw: Draw }): VNode {
  const [page, turn] = useState(0);
  const columns = list(table.columns).map(record);
  const rows = list(table.rows).map(record);
  const size = typeof table.page_size === 'number' ? Math.max(1, Math.min(10, table.page_size)) : usualRows;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = rows.slice(page * size, (page + 1) * size);
  return html`<div class="card-table">
    <div class="table-frame" tabindex="0" role="region" aria-label="表格"><table>
      <thead><tr>${columns.map((column) => html`<th class=${alignOf(column)} scope="col">${words(column.display_name)}</th>`)}</tr></thead>
      <tbody>${shown.map(
        (row) =>
          html`<tr>${columns.map((column) => html`<td class=${alignOf(column)}>${cell(column, row[words(column.name)], draw)}</td>`)}</tr>`,
      )}</tbody>
    </table></div>
    ${
      pages > 1 &&
      html`<div class="pager">
        <button type="button" aria-label="上一页" disabled=${page === 0} onClick=${() => turn(page - 1)}>‹</button>
        <span>${page + 1} / ${pages}</span>
        <button type="button" aria-label="下一页" disabled=${page === pages - 1} onClick=${() => turn(page + 1)}>›</button>
      </div>`
    }
  </div>`;
}

function alignOf(column: Record<string, unknown>): string {
  const align = words(column.horizontal_align);
  return align === 'right' || align === 'center' ? `align-${align}` : '';
}

function cell(column: Record<string, unknown>, value: unknown, draw: Draw): ComponentChildren {
  switch (column.data_type) {
    case 'markdown':
    case 'lark_md':
      return html`<${Markdown} source=${words(value)} breaks="all" draw=${draw} />`;
    case 'options':
      return [value].flat().map((one) => {
        const option = record(one);
        const text = words(option.text) || words(one);
        return html`<span class=${`text-tag tone-${colourOf(words(option.color) || 'blue')}`}>${text}</span>`;
      });
    case 'persons':
      return [value].flat().map((one) => html`<span class="at">@${draw.nameOf(words(one)) || '某人'}</span>`);
    case 'date':
      return typeof value === 'number' ? dateOf(value) : words(value);
    case 'number':
      return numberWords(value, record(column.format));
    default:
      return words(value);
  }
}

function numberWords(value: unknown, format: Record<string, unknown>): string {
  if (typeof value !== 'number') return words(value);
  const precision = typeof format.precision === 'number' ? format.precision : undefined;
  const digits =
    precision === undefined ? {} : { minimumFractionDigits: precision, maximumFractionDigits: precision };
  return (
    words(format.symbol) +
    value.toLocaleString('zh-CN', { useGrouping: format.separator === true, ...digits })
  );
}
