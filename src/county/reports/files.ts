/** The files a report is handed over as. */
import { type Asked, asOfWords, type Counted, isRate, valueWords } from '../figures/figure.ts';
import { cellsFor } from '../figures/reply.ts';
import { DOCX, type Sheet, workbookOf, XLSX } from '../ledgers/sheet.ts';
import { summaryOf } from './summary.ts';

export interface ReportFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
}

/** @param viewer who gets it: rows about them are left blank */
export async function summaryFile(
  form: 'word' | 'excel',
  counted: readonly Counted[],
  asked: Asked,
  viewer: string,
): Promise<ReportFile> {
  const name = `${asked.county.name}联系服务人才工作情况（${asked.period.name}）`;
  if (form === 'excel')
    return { name: `${name}.xlsx`, mime: XLSX, bytes: await workbookOf(sheetsOf(counted, asked, viewer)) };
  // With the large library behind it, loaded with the first report.
  const { summaryPaperOf } = await import('./word.ts');
  return { name: `${name}.docx`, mime: DOCX, bytes: await summaryPaperOf(summaryOf(counted, asked)) };
}

/** All figures on the first sheet, the rows behind each on one of its own. */
function sheetsOf(counted: readonly Counted[], asked: Asked, viewer: string): Sheet[] {
  return [
    {
      name: '数字',
      notes: [`${asked.county.name}联系服务人才数字（${asked.period.name}）`],
      columns: ['数字', '数值', '单位', '统计时间', '口径'],
      widths: [16, 18, 8, 26, 70],
      rows: counted.map((one) => [
        one.figure.name,
        one.of === undefined ? one.count : valueWords(one),
        one.figure.unit,
        asOfWords(one.figure, asked),
        one.figure.rule,
      ]),
    },
    ...counted.map(({ figure, rows }) => ({
      name: figure.name,
      columns: ['序号', ...figure.columns, ...(isRate(figure) ? ['计入'] : [])],
      widths: [8],
      rows: rows.map((row, index) => [
        index + 1,
        ...cellsFor(row, viewer, figure.columns.length),
        ...(isRate(figure) ? [row.counted ? '是' : '否'] : []),
      ]),
    })),
  ];
}
