/** Figures as they are shown in a chat. */
import { ask, type Choice, type Reply, say } from '../../dialogue/reply.ts';
import { type Asked, asOfWords, type Counted, type Figure, isRate, type Row, valueWords } from './figure.ts';
import { figures } from './list.ts';
import { periodWords } from './period.ts';

/** Rows a message lists at once. */
const PAGE = 20;

const command = (label: string, text: string): Choice => ({ label, payload: { for: 'command', text } });

/** All figures of a period. */
export function reportReply(counted: readonly Counted[], asked: Asked): Reply {
  const period = periodWords(asked.period);
  return {
    title: `${asked.period.name}数字`,
    parts: [
      {
        type: 'figures',
        items: counted.map((one) => ({
          label: one.figure.name,
          value: valueWords(one),
          note: noteOf(one, asked),
        })),
      },
      { type: 'text', text: '每个数字都是逐条数出来的，可以点开核对。' },
      {
        type: 'buttons',
        buttons: [
          { ...command('看明细', `/明细 ? ${period}`), style: 'primary' },
          command('要 Word 稿', `/汇报 ${period} Word`),
          command('要 Excel 表', `/汇报 ${period} Excel`),
          command('看口径', '/口径 ?'),
        ],
      },
    ],
  };
}

function noteOf({ figure, groups }: Counted, asked: Asked): string {
  const parts =
    groups.length > 0 ? `；${groups.map(({ name, count }) => `${name} ${count}`).join('、')}` : '';
  return `${asOfWords(figure, asked)}${parts}`;
}

/** Which figure is to be opened. */
export const whichFigure = (question: string, word: string, more = '', among = figures): Reply =>
  ask(
    question,
    among.map(({ name }) => command(name, `/${word} ${name} ${more}`.trim())),
  );

/** One page of the rows behind a figure. `viewer` is not shown what is about them. */
export function detailsReply(counted: Counted, asked: Asked, page: number, viewer: string): Reply {
  const { figure, rows } = counted;
  if (rows.length === 0) return say(`${figure.name}（${asOfWords(figure, asked)}）：没有可列的记录。`);
  const pages = Math.ceil(rows.length / PAGE);
  const at = Math.min(Math.max(page, 1), pages);
  const shown = rows.slice((at - 1) * PAGE, at * PAGE);
  const next = `/明细 ${figure.name} ${periodWords(asked.period)} ${at + 1}`;
  return {
    title: `${figure.name}明细`,
    parts: [
      { type: 'text', text: headline(counted, asked) },
      {
        type: 'table',
        columns: ['序号', ...figure.columns],
        rows: shown.map((row, index) => [
          String((at - 1) * PAGE + index + 1),
          ...cellsFor(row, viewer, figure.columns.length),
        ]),
      },
      ...(at < pages
        ? [
            {
              type: 'buttons' as const,
              buttons: [command(`下一页（${at + 1}/${pages}）`, next)],
            },
          ]
        : []),
    ],
  };
}

function headline(counted: Counted, asked: Asked): string {
  const { figure, rows, count } = counted;
  const of = isRate(figure) ? `，列出分母 ${rows.length} 条，其中计入 ${count} 条` : `，共 ${rows.length} 条`;
  return `${valueWords(counted)}，${asOfWords(figure, asked)}${of}。`;
}

/** A row as one viewer may see it: of a case about them, the number of the line alone. */
export const cellsFor = (row: Row, viewer: string, width: number): string[] =>
  row.recused?.includes(viewer) ? ['（按规定回避）', ...Array<string>(width - 1).fill('')] : row.cells;

/** What a figure counts and how. */
export function ruleReply(figure: Figure): Reply {
  return {
    title: `口径：${figure.name}`,
    parts: [
      {
        type: 'list',
        items: [
          { label: '怎么数', text: figure.rule },
          { label: '单位', text: isRate(figure) ? '百分比，同时给出分子和分母' : figure.unit },
          { label: '范围', text: scopeWords[figure.scope] },
          { label: '明细', text: `${figure.columns.join('、')}，发“/明细 ${figure.name} 季”查看` },
        ],
      },
    ],
  };
}

const scopeWords = {
  当前: '当前：到截止那一天还有效的',
  当期: '当期：只数所问的这一段时间',
  累计: '累计：从开始到截止那一天',
} as const;

/** What is said to words that name no period. */
export const noPeriod = (words: string): Reply =>
  say(`没看懂“${words}”是哪一段。可以写：月、季、年、上季、2026年三季度。`);
