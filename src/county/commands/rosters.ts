/** /造册: the rosters with how many are on each, and who is on one. */
import { type Reply, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { type Period, periodOf } from '../figures/period.ts';
import type { Looking } from '../ledgers/ledger.ts';
import { type RosterRow, rosterNames, rosterRows } from '../rosters/rows.ts';
import { type CommandCall, type CommandHandler, replied } from './handler.ts';
import { nameMeant } from './named.ts';

/** Lines of one answer; the rest is in the sheet. */
const MOST = 30;

/** Batches that are counted apart. */
const LATEST = 4;

export const rosters: CommandHandler = async (call) => {
  const { turn, given, book } = call;
  const names = await rosterNames(turn.tx, turn.county.id, book);
  if (names.length === 0) return replied(turn, say('还没有事项要造册（文件里的“造册”）。'));
  if (!given.名册) return replied(turn, await allRosters(call, names));
  const today = dateOf(turn.now);
  const name = nameMeant(names, given.名册);
  const batch = periodOf(name ? (given.批次 ?? '') : `${given.名册}${given.批次 ?? ''}`, today);
  if (!name) {
    if (batch) return replied(turn, await allRosters(call, names, batch));
    return replied(turn, say(`没有“${given.名册.slice(0, 20)}”这本名册。现有：${names.join('、')}。`));
  }
  if (given.批次 && !batch)
    return replied(
      turn,
      say(`“${given.批次.slice(0, 20)}”没看懂是哪一批。可以写：2026年上半年、上季、2026年9月、今年。`),
    );
  return replied(turn, await oneRoster(call, name, batch));
};

const lookingOf = ({ turn }: CommandCall): Looking => ({
  tx: turn.tx,
  secrets: turn.secrets,
  countyId: turn.county.id,
  now: turn.now,
  viewer: { id: turn.speaker.person?.id ?? '', roles: turn.speaker.person?.roles ?? [] },
  // Numbers stay masked on the screen, whoever looks.
  purpose: '',
});

/** '在册 3 人：2026年第二季度 2 人、2026年第三季度 3 人'; where somebody is on one batch more than once, that too. */
function countWords(rows: readonly RosterRow[]): string {
  const batches = [...Map.groupBy(rows, ({ batch }) => batch)];
  const each = batches.slice(-LATEST).map(([batch, own]) => `${batch} ${people(own)} 人`);
  const twice = batches.some(([, own]) => people(own) < own.length);
  return [
    `在册 ${people(rows)} 人`,
    ...(batches.length > 1 ? [`：${each.join('、')}`] : []),
    ...(twice ? [`，共 ${rows.length} 行（有人不止一行，请核对）`] : []),
  ].join('');
}

const people = (rows: readonly RosterRow[]): number => new Set(rows.map(({ who }) => who)).size;

async function allRosters(call: CommandCall, names: readonly string[], batch?: Period): Promise<Reply> {
  const items = await Promise.all(
    names.map(async (label) => ({
      label,
      text: countWords(await rosterRows(lookingOf(call), label, batch?.name)),
    })),
  );
  return {
    title: batch ? `名册，${batch.name}` : '名册',
    parts: [
      { type: 'list', items },
      { type: 'text', text: '看一本：/造册 名称。看某一批：/造册 名称 2026年上半年。' },
    ],
  };
}

async function oneRoster(call: CommandCall, name: string, batch: Period | undefined): Promise<Reply> {
  const rows = await rosterRows(lookingOf(call), name, batch?.name);
  const items = rows.slice(0, MOST).map((row) => ({
    label: row.name,
    text: [row.unit, row.phone, row.no, row.stage, batch ? '' : row.batch].filter(Boolean).join('，'),
  }));
  return {
    title: batch ? `${name}，${batch.name}` : name,
    parts: [
      { type: 'text', text: `${countWords(rows)}。` },
      ...(items.length > 0 ? [{ type: 'list' as const, items }] : []),
      ...(rows.length > MOST
        ? [{ type: 'text' as const, text: `还有 ${rows.length - MOST} 行没有列出，导出的表里都有。` }]
        : []),
      ...(rows.length > 0
        ? [
            {
              type: 'buttons' as const,
              buttons: [{ label: '导出', payload: { for: 'command' as const, text: `/导出 ${name}` } }],
            },
          ]
        : []),
    ],
  };
}
