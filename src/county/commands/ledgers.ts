/** /导出 <台账> <用途> and /模板 <名单>: sheets out of the county's rows, and the empty ones to fill in. */
import { ask, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { sheetKinds, templateFile, templateNamed } from '../imports/templates.ts';
import { noteAudit } from '../ledgers/audit.ts';
import { isUnmasked, type Looking } from '../ledgers/ledger.ts';
import { ledgerNamed, ledgers } from '../ledgers/ledgers.ts';
import { workbookOf, XLSX } from '../ledgers/sheet.ts';
import { rosterLedger, rosterNames } from '../rosters/rows.ts';
import { type CommandHandler, replied } from './handler.ts';
import { nameMeant } from './named.ts';

export const exportLedger: CommandHandler = async ({ turn, given, book }) => {
  const rosters = await rosterNames(turn.tx, turn.county.id, book);
  const roster = nameMeant(rosters, given.台账 ?? '');
  const ledger = ledgerNamed(given.台账 ?? '') ?? (roster ? rosterLedger(roster) : undefined);
  const person = turn.speaker.person;
  if (!ledger || !person) {
    const names = [...ledgers.map(({ name }) => name), ...rosters].join('、');
    return replied(turn, say(`没有“${given.台账 ?? ''}”这本台账。可以导出：${names}。`));
  }
  const purpose = (given.用途 ?? '').slice(0, 100);
  const looking: Looking = {
    tx: turn.tx,
    secrets: turn.secrets,
    countyId: turn.county.id,
    now: turn.now,
    viewer: person,
    purpose,
  };
  const rows = await ledger.rows(looking);
  const today = dateOf(turn.now);
  const whole = isUnmasked(looking);
  const bytes = await workbookOf([
    {
      name: ledger.name,
      notes: [
        `${turn.county.name}${ledger.name}（${today}，共 ${rows.length} 行）`,
        `用途：${purpose}　导出人：${person.name}${whole ? '　含未遮盖的个人信息，用完请及时删除' : ''}`,
      ],
      columns: ledger.columns,
      ...(ledger.widths ? { widths: ledger.widths } : {}),
      rows,
    },
  ]);
  await noteAudit(turn, `导出${ledger.name} ${rows.length} 行`, `ledger:${ledger.name}`, purpose);
  const masked = whole ? '手机号没有遮盖，请妥善保管。' : '手机号和证件号已遮盖。';
  return replied(turn, {
    parts: [
      { type: 'text', text: `${ledger.name}共 ${rows.length} 行，用途已记下。${masked}` },
      { type: 'file', name: `${turn.county.name}${ledger.name}（${today}）.xlsx`, mime: XLSX, bytes },
    ],
  });
};

export const template: CommandHandler = async ({ turn, given }) => {
  const kind = templateNamed(given.名单 ?? '');
  if (!kind) {
    const buttons = Object.values(sheetKinds).map(({ name }) => ({
      label: name,
      payload: { for: 'command', text: `/模板 ${name}` },
    }));
    return replied(turn, ask('要哪一张表的模板？', buttons));
  }
  const file = await templateFile(kind);
  return replied(turn, {
    parts: [
      {
        type: 'text',
        text: `这是${sheetKinds[kind].name}的模板。填好后直接发给我，我先给您看会改什么，您确认了才导入。`,
      },
      { type: 'file', ...file },
    ],
  });
};
