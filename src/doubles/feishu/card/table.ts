/** Tables: the component, and those written in markdown, which count as well (feishu.md 5). */
import { isRecord, type Json, list, text } from '../json.ts';
import { CardFault } from './fault.ts';
import { tableColumnProperties, tableDataTypes } from './schema.ts';
import type { Place, Walk } from './walk.ts';

const maxColumns = 50;
const maxPageSize = 10;

export function checkTable(walk: Walk, element: Json, { path, root }: Place): void {
  if (!root) throw new CardFault(200621, 'a table can only be at the root of a card', path);
  walk.tables(1);
  const size = element.page_size;
  if (size !== undefined && !(typeof size === 'number' && size >= 1 && size <= maxPageSize)) {
    throw new CardFault(200914, 'page_size is 1 to 10', path);
  }
  const columns = list(element.columns);
  if (columns.length === 0 || columns.length > maxColumns)
    throw new CardFault(200914, 'a table has 1 to 50 columns', path);
  const names = new Set<string>();
  for (const column of columns) checkColumn(walk, column, names, path);
  for (const row of list(element.rows)) {
    if (!isRecord(row)) throw new CardFault(200915, 'a row must be an object', path);
  }
}

function checkColumn(walk: Walk, column: unknown, names: Set<string>, path: string[]): void {
  if (!isRecord(column)) throw new CardFault(200914, 'a column must be an object', path);
  walk.knownOnly(column, tableColumnProperties, [...path, 'columns']);
  const name = text(column.name);
  if (!name || names.has(name)) throw new CardFault(200914, 'a column needs a name of its own', path);
  names.add(name);
  if (column.data_type !== undefined && !tableDataTypes.has(text(column.data_type) ?? '')) {
    throw new CardFault(200914, 'data_type is not known', path);
  }
}

/** How many tables a markdown text draws: lines of dashes under a line of cells. */
export function markdownTables(content: string): number {
  if (!content.includes('|')) return 0;
  const lines = content.split('\n');
  return lines.filter(
    (line, index) =>
      index > 0 &&
      /^\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?\s*)?$/.test(line) &&
      (lines[index - 1] ?? '').includes('|'),
  ).length;
}
