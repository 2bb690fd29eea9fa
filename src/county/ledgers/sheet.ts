/** Tables as an Excel workbook. What writes them is loaded with the first one. */

export interface Sheet {
  /** At most 31 characters, none of []:*?/\ */
  name: string;
  /** Lines above the table: what it is, what for, by whom. */
  notes?: readonly string[];
  columns: readonly string[];
  /** Widths in characters; 16 where left out. */
  widths?: readonly number[];
  rows: readonly (readonly Cell[])[];
}

/** Numbers stay numbers; everything else is text, so that no code or phone loses its zeros. */
export type Cell = string | number | null;

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const border = { borderStyle: 'thin', borderColor: '#999999' } as const;

/** The bytes of an .xlsx; the heading row of each sheet stays in sight. */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const file = writeXlsxFile(
    sheets.map(({ name, notes = [], columns, widths = [], rows }) => ({
      sheet: name,
      columns: columns.map((_, index) => ({ width: widths[index] ?? 16 })),
      stickyRowsCount: notes.length + 1,
      data: [
        ...notes.map((note) => [{ value: note, type: String }]),
        columns.map((value) => ({
          value,
          type: String,
          fontWeight: 'bold' as const,
          backgroundColor: '#EEF3F8',
          align: 'center' as const,
          ...border,
        })),
        ...rows.map((row) => row.map(cell)),
      ],
    })),
    { fontFamily: '宋体', fontSize: 11 },
  );
  return file.toBuffer();
}

const cell = (value: Cell) => {
  if (value === null || value === '') return null;
  const shared = { alignVertical: 'center', wrap: true, ...border } as const;
  return typeof value === 'number' ? { value, type: Number, ...shared } : { value, type: String, ...shared };
};
