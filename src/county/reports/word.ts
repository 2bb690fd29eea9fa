/**
 * Word documents in the form of an official paper (党政机关公文格式,
 * GB/T 9704-2012: margins, type sizes, 28-point lines, page number in the foot).
 */
import {
  AlignmentType,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Summary, SummaryTable } from './summary.ts';

const TITLE = '方正小标宋简体';
const HEADING = '黑体';
const BODY = '仿宋_GB2312';
/** Half points: 二号, 三号, 小四, 五号. */
const SIZE = { title: 44, body: 32, table: 24, note: 21 };
const MM = 56.7;

const run = (text: string, font: string, size: number): TextRun =>
  new TextRun({ text, size, font: { eastAsia: font, ascii: 'Times New Roman', hAnsi: 'Times New Roman' } });

const line = { line: 560, lineRule: LineRuleType.EXACT };

/** Headings with what stands under each. */
export interface Paper {
  office: string;
  title: string;
  sections: readonly { heading: string; paragraphs: readonly string[] }[];
}

/** The bytes of a .docx without tables or signature. */
export const paperOf = ({ office, title, sections }: Paper): Promise<Uint8Array> =>
  bytesOf(office, title, [
    centred(title, TITLE, SIZE.title),
    new Paragraph({ spacing: line }),
    ...sections.flatMap((section) => [heading(section.heading), ...section.paragraphs.map(body)]),
  ]);

/** The bytes of a summary as a .docx. */
export const summaryPaperOf = (summary: Summary): Promise<Uint8Array> =>
  bytesOf(summary.office, `${summary.title}${summary.period}`, [
    centred(summary.title, TITLE, SIZE.title),
    centred(summary.period, '楷体_GB2312', SIZE.body),
    new Paragraph({ spacing: line }),
    body(summary.opening),
    ...summary.sections.flatMap((section) => [
      heading(section.heading),
      ...section.paragraphs.map(body),
      ...(section.table ? tableOf(section.table) : []),
    ]),
    ...signature(summary),
    ...annex(summary.annex),
  ]);

function bytesOf(creator: string, title: string, children: (Paragraph | Table)[]): Promise<Uint8Array> {
  const page = {
    size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
    margin: {
      top: Math.round(37 * MM),
      bottom: Math.round(35 * MM),
      left: Math.round(28 * MM),
      right: Math.round(26 * MM),
    },
  };
  const section = { properties: { page }, footers: { default: pageNumber() }, children };
  return Packer.toBuffer(new Document({ creator, title, sections: [section] }));
}

const centred = (text: string, font: string, size: number): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: 640, lineRule: LineRuleType.EXACT },
    children: [run(text, font, size)],
  });

/** Two characters in at the first line. */
const indent = { firstLine: 640 };

const body = (text: string): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.BOTH,
    spacing: line,
    indent,
    children: [run(text, BODY, SIZE.body)],
  });

const heading = (text: string): Paragraph =>
  new Paragraph({ spacing: line, indent, keepNext: true, children: [run(text, HEADING, SIZE.body)] });

function signature({ office, date }: Summary): Paragraph[] {
  const right = (text: string, inset: number): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      spacing: line,
      indent: { right: inset },
      keepLines: true,
      children: [run(text, BODY, SIZE.body)],
    });
  return [new Paragraph({ spacing: line, keepNext: true }), right(office, 0), right(date, 1280)];
}

function annex(table: SummaryTable): (Paragraph | Table)[] {
  return [
    new Paragraph({ pageBreakBefore: true, spacing: line, children: [run('附件', HEADING, SIZE.body)] }),
    centred(table.caption.replace(/^附件\s*/u, ''), TITLE, 36),
    new Paragraph({ spacing: line }),
    grid(table, [17, 17, 22, 44], SIZE.note),
  ];
}

const tableOf = (table: SummaryTable): (Paragraph | Table)[] => [
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120, after: 60 },
    keepNext: true,
    children: [run(table.caption, HEADING, SIZE.table)],
  }),
  grid(
    table,
    table.columns.map(() => Math.floor(100 / table.columns.length)),
    SIZE.table,
  ),
  new Paragraph({ spacing: { line: 280, lineRule: LineRuleType.EXACT } }),
];

/** What is left between the margins, in twentieths of a point. */
const TEXT_WIDTH = Math.round(156 * MM);

/** A ruled table whose first row is repeated on each page. `shares` are percent of the width. */
function grid({ columns, rows }: SummaryTable, shares: number[], size: number): Table {
  const widths = shares.map((share) => Math.round((TEXT_WIDTH * share) / 100));
  const cell = (text: string, index: number, font: string): TableCell =>
    new TableCell({
      width: { size: widths[index] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      children: [
        new Paragraph({
          alignment: text.length > 12 && font !== HEADING ? AlignmentType.LEFT : AlignmentType.CENTER,
          children: [run(text, font, size)],
        }),
      ],
    });
  const row = (cells: string[], font: string, tableHeader: boolean): TableRow =>
    new TableRow({ tableHeader, cantSplit: true, children: cells.map((text, at) => cell(text, at, font)) });
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    alignment: AlignmentType.CENTER,
    rows: [row(columns, HEADING, true), ...rows.map((cells) => row(cells, BODY, false))],
  });
}

const pageNumber = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: '宋体', size: 28 })],
      }),
    ],
  });
