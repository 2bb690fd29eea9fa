/** /汇报 <月|季|年>, /明细 <指标>, /口径 <指标>: numbers, the rows behind them, and how they are counted. */
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { asking, count } from '../figures/figure.ts';
import { countAll, figuresNamed } from '../figures/list.ts';
import { periodOf } from '../figures/period.ts';
import { detailsReply, noPeriod, reportReply, ruleReply, whichFigure } from '../figures/reply.ts';
import { noteAudit } from '../ledgers/audit.ts';
import { summaryFile } from '../reports/files.ts';
import { type CommandCall, type CommandHandler, replied } from './handler.ts';

const worldOf = ({ turn, book }: CommandCall) => ({
  tx: turn.tx,
  secrets: turn.secrets,
  county: turn.county,
  now: turn.now,
  book,
});

export const report: CommandHandler = async (call) => {
  const { turn, given } = call;
  const period = periodOf(given.时段 ?? '', dateOf(turn.now));
  if (!period) return replied(turn, noPeriod(given.时段 ?? ''));
  const asked = asking(worldOf(call), period);
  const counted = await countAll(asked);
  const form = formOf(given.形式 ?? '');
  if (form === 'chat') return replied(turn, reportReply(counted, asked));
  if (form === undefined) return replied(turn, say('可以写：/汇报 季 Word，或 /汇报 季 Excel。'));
  const file = await summaryFile(form, counted, asked, turn.speaker.person?.id ?? '');
  await noteAudit(turn, `导出汇报 ${file.name}`, `report:${period.from}..${period.to}`, '汇报');
  return replied(turn, {
    parts: [
      {
        type: 'text',
        text: `${period.name}的${form === 'word' ? '汇报稿' : '数字和明细'}在这里，请核对后使用。`,
      },
      { type: 'file', ...file },
    ],
  });
};

function formOf(words: string): 'chat' | 'word' | 'excel' | undefined {
  const said = words.normalize('NFKC').trim().toLowerCase();
  if (said === '') return 'chat';
  if (/^(?:word|docx?|文档|文稿|稿子|汇报稿)$/u.test(said)) return 'word';
  return /^(?:excel|xlsx?|表|表格|电子表格)$/u.test(said) ? 'excel' : undefined;
}

export const details: CommandHandler = async (call) => {
  const { turn, given } = call;
  const words = given.时段 || '季';
  const period = periodOf(words, dateOf(turn.now));
  if (!period) return replied(turn, noPeriod(words));
  const found = figuresNamed(given.指标 ?? '');
  const [figure] = found;
  if (!figure || found.length > 1) {
    const span = `${period.from}..${period.to}`;
    return replied(turn, whichFigure('看哪一项的明细？', '明细', span, figure ? found : undefined));
  }
  const asked = asking(worldOf(call), period);
  const counted = await count(figure, asked);
  return replied(turn, detailsReply(counted, asked, Number(given.页) || 1, turn.speaker.person?.id ?? ''));
};

export const rule: CommandHandler = async ({ turn, given }) => {
  const found = figuresNamed(given.指标 ?? '');
  const [figure] = found;
  if (!figure || found.length > 1)
    return replied(turn, whichFigure('想看哪个数字的口径？', '口径', '', figure ? found : undefined));
  return replied(turn, ruleReply(figure));
};
