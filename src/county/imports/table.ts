/** A sheet somebody sent, read as lines of texts under known headings. What reads it is loaded with the first one. */
import type { Sheet } from 'read-excel-file/node';
import { bare, type Column } from './columns.ts';
import { type SheetKind, sheetKinds } from './templates.ts';

/** Cells by the heading's own name; empty ones are left out. */
export interface Line {
  /** As Excel numbers it. */
  line: number;
  cells: Record<string, string>;
}

export interface SheetTable {
  kind: SheetKind;
  lines: Line[];
}

const LARGEST_BYTES = 5 * 1024 * 1024;
const MOST_LINES = 5_000;
/** Headings stand within the first lines, below titles and notes. */
const HEADINGS_WITHIN = 10;

/** Reads the first sheet that has the headings of a list. `refused` says in Chinese what is wrong. */
export async function readTable(bytes: Uint8Array): Promise<SheetTable | { refused: string }> {
  if (bytes.length > LARGEST_BYTES) return { refused: '这个表超过 5 MB，请只留要导入的那一张再发。' };
  const { default: readXlsxFile } = await import('read-excel-file/node');
  const sheets = await readXlsxFile(Buffer.from(bytes)).catch(() => undefined);
  if (!sheets) return { refused: '这个文件打不开。请在 Excel 或 WPS 里另存为 .xlsx 再发，不要加密码。' };
  for (const { data } of sheets) {
    const found = withHeadings(data);
    if (!found) continue;
    if (found.lines.length > MOST_LINES) return { refused: `一次最多导入 ${MOST_LINES} 行，请分几次发。` };
    if (found.lines.length === 0) return { refused: '表里只有表头，没有内容。' };
    return found;
  }
  const names = Object.values(sheetKinds).map(({ name }) => `“/模板 ${name}”`);
  return { refused: `没认出表头。要导入请先发${names.join('或')}，按模板填好再发。` };
}

type Data = Sheet['data'];

function withHeadings(data: Data): SheetTable | undefined {
  for (const kind of Object.keys(sheetKinds) as SheetKind[]) {
    const { columns } = sheetKinds[kind];
    for (const [index, row] of data.slice(0, HEADINGS_WITHIN).entries()) {
      const places = placesOf(row.map(textOf), columns);
      const whole = columns.every(({ name, required }) => !required || places.has(name));
      if (whole) return { kind, lines: linesBelow(data, index, places) };
    }
  }
  return undefined;
}

/** Where each column stands: by its own name, else by another word for it that no other column has taken. */
function placesOf(headings: string[], columns: readonly Column[]): Map<string, number> {
  const said = headings.map(bare);
  const places = new Map<string, number>();
  const take = (name: string, words: readonly string[]): void => {
    if (places.has(name)) return;
    const at = said.findIndex(
      (heading, index) => words.includes(heading) && ![...places.values()].includes(index),
    );
    if (at >= 0) places.set(name, at);
  };
  for (const { name } of columns) take(name, [name]);
  for (const { name, also } of columns) take(name, also);
  return places;
}

const linesBelow = (data: Data, heading: number, places: ReadonlyMap<string, number>): Line[] =>
  data.slice(heading + 1).flatMap((row, index) => {
    const cells = Object.fromEntries(
      [...places].flatMap(([name, at]) => {
        const text = textOf(row[at] ?? null);
        return text === '' ? [] : [[name, text]];
      }),
    );
    return Object.keys(cells).length === 0 ? [] : [{ line: heading + index + 2, cells }];
  });

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  // Excel dates carry no zone; the library gives them as UTC.
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
}
