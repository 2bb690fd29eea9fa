/**
 * A sheet sent in a chat: noted at once, read when its bytes are here (which may
 * be a second later), shown, and done when somebody says so.
 */
import { z } from 'zod';
import { type Payload, type Reply, say } from '../../dialogue/reply.ts';
import type { TimerHandler } from '../../schedule/timers.ts';
import type { Tx } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Secrets } from '../../store/secrets.ts';
import { noteChange } from '../changes.ts';
import { buttonRules, reachOf, refusedPress } from '../roles.ts';
import { openJson, sealJson } from '../sealed.ts';
import type { Outcome, Turn, View } from '../turn.ts';
import { carryOut, type Outside } from './carry-out.ts';
import type { Plan } from './plan.ts';
import type { ImportWorld } from './plan-pairings.ts';
import { planPairings } from './plan-pairings.ts';
import { planPeople } from './plan-people.ts';
import { doneReply, previewReply, summaryWords } from './reply.ts';
import { readTable, type SheetTable } from './table.ts';
import { sheetKinds } from './templates.ts';
import { takeBackImport } from './undo.ts';

export const IMPORT_READY = 'import-ready';

/** Takes a file of the office's staff that may be a list; undefined when it is none of that. */
export async function takeSheet(turn: Turn): Promise<Outcome | undefined> {
  const { said, speaker, chat, tx, county } = turn;
  if (said.kind !== 'files' || chat.kind !== 'p2p' || !reachOf(buttonRules.导入名单, speaker.person))
    return undefined;
  const file = said.files.find(({ name }) => /\.(?:xlsx|xls|et|csv)$/iu.test(name));
  if (!file) return undefined;
  if (!/\.xlsx$/iu.test(file.name))
    return replied(turn, say('导入名单只认 .xlsx。请在 Excel 或 WPS 里另存为 .xlsx 再发一次。'));
  await tx.import.create({
    data: {
      id: newId(turn.random),
      countyId: county.id,
      status: 'waiting',
      fileId: file.id,
      chatId: chat.id,
      by: speaker.person?.id ?? '',
      createdAt: new Date(turn.now),
    },
  });
  return replied(turn, say(`收到《${file.name}》，读好以后先给您看会改什么，您确认了才导入。`));
}

/** Sets the timers of imports whose file has come, or will never come. Costs one statement. */
export async function setImportTimers(tx: Tx): Promise<void> {
  await tx.$executeRawUnsafe(
    `insert into timer (county_id, kind, subject, due)
     select i.county_id, $1, i.id, i.created_at from import i join file f on f.id = i.file_id
     where i.status = 'waiting' and f.status <> 'waiting'
     on conflict (county_id, kind, subject, due) do nothing`,
    IMPORT_READY,
  );
}

interface Deps {
  secrets: Secrets;
  view: View;
}

/** Reads a sheet that has come and shows what it would change. It answers somebody, so it may at any hour. */
export const importReady = ({ secrets, view }: Deps): TimerHandler => ({
  allowed: async () => true,
  async fire(timer, tx, now) {
    const row = await tx.import.findUnique({ where: { id: timer.subject } });
    if (row?.status !== 'waiting' || row.chatId === null) return { posts: [], outcome: 'nothing to read' };
    const file = row.fileId ? await tx.file.findUnique({ where: { id: row.fileId } }) : null;
    const table = file?.bytes ? await readTable(secrets.openBytes(file.bytes)) : lostFile;
    const post = (reply: Reply) => [{ to: { chat: row.chatId as bigint }, reply }];
    if ('refused' in table) {
      await tx.import.update({ where: { id: row.id }, data: { status: 'dropped' } });
      return { posts: post(say(table.refused)), outcome: 'refused' };
    }
    const plan = await planOf({ tx, secrets, county: await view(tx, timer.countyId), now }, table);
    await tx.import.update({
      where: { id: row.id },
      data: { status: 'shown', kind: table.kind, plan: sealJson(secrets, { table, plan }) },
    });
    return { posts: post(previewReply(plan, row.id)), outcome: 'shown' };
  },
});

const lostFile = { refused: '刚才的表没能取到，请再发一次。' };

export const planOf = (world: ImportWorld, table: SheetTable): Promise<Plan> =>
  table.kind === 'pairings' ? planPairings(world, table) : planPeople(world, table);

const pressSchema = z.object({
  for: z.literal('import'),
  act: z.enum(['do', 'do-all', 'drop', 'undo']),
  id: z.string(),
});

/** A press under a preview, or under what was done. */
export async function takeImportPress(turn: Turn, payload: Payload): Promise<Outcome> {
  const { act, id } = pressSchema.parse(payload);
  const refused = refusedPress(turn, '导入名单');
  if (refused) return refused;
  // Locked, so that two who press at once do it once.
  await turn.tx.$queryRaw`select 1 from import where id = ${id} and county_id = ${turn.county.id} for update`;
  const row = await turn.tx.import.findFirst({ where: { id, countyId: turn.county.id } });
  if (!row) return toast('这次导入找不到了。');
  if (act === 'undo') return undo(turn, row);
  if (row.status !== 'shown' || !row.plan) return toast('这次导入已经处理过了。');
  if (act === 'drop') {
    await turn.tx.import.update({ where: { id }, data: { status: 'dropped' } });
    return replaced(turn, say('好的，没有导入。'), '没有导入');
  }
  return confirm(turn, { id, plan: row.plan }, act === 'do-all' ? 'end' : 'leave');
}

interface Kept {
  table: SheetTable;
  plan: Plan;
}

/** What was shown is what is done: if the county changed meanwhile, it is shown anew. */
async function confirm(
  turn: Turn,
  row: { id: string; plan: Uint8Array },
  outside: Outside,
): Promise<Outcome> {
  const { tx, secrets, county, now } = turn;
  const { table, plan } = openJson(secrets, row.plan) as Kept;
  const fresh = await planOf({ tx, secrets, county, now }, table);
  if (JSON.stringify(fresh) !== JSON.stringify(plan)) {
    await tx.import.update({
      where: { id: row.id },
      data: { plan: sealJson(secrets, { table, plan: fresh }) },
    });
    const again = previewReply(fresh, row.id);
    again.parts.unshift({ type: 'text', text: '您核对期间库里有变动，请再看一遍。' });
    return replaced(turn, again, '有变动，请再核对');
  }
  await doImport(turn, row.id, plan, outside);
  const ended = outside === 'end' ? plan.outside.length : 0;
  return replaced(turn, doneReply(plan, ended, row.id, county.settings.undoMinutes), '已导入');
}

async function doImport(turn: Turn, id: string, plan: Plan, outside: Outside): Promise<void> {
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  const undo = await carryOut({ ...turn, by }, plan, outside);
  await turn.tx.import.update({
    where: { id },
    data: { status: 'done', doneAt: new Date(turn.now), undo: sealJson(turn.secrets, undo) },
  });
  await noteChange(turn, `import:${id}`, `导入${sheetKinds[plan.kind].name}（${summaryWords(plan)}）`, {
    kind: 'import',
    id,
  });
}

async function undo(turn: Turn, row: { id: string; status: string; doneAt: Date | null }): Promise<Outcome> {
  const { undoMinutes } = turn.county.settings;
  if (row.status !== 'done' || !row.doneAt) return toast('这次导入已经撤销过了。');
  if (turn.now - row.doneAt.getTime() > undoMinutes * 60_000)
    return toast(`超过 ${undoMinutes} 分钟，不能整个撤销了。`);
  await takeBackImport(turn.tx, turn.secrets, row.id);
  const subject = `import:${row.id}`;
  await turn.tx.change.updateMany({
    where: { countyId: turn.county.id, subject, undoneAt: null },
    data: { undoneAt: new Date(turn.now) },
  });
  await noteChange(turn, subject, '撤销导入');
  return replaced(turn, say('整个导入已撤销，库里和导入前一样。'), '已撤销');
}

const replied = (turn: Turn, reply: Reply): Outcome => ({ posts: [{ to: { chat: turn.chat.id }, reply }] });

const replaced = (turn: Turn, reply: Reply, words: string): Outcome => ({
  posts: [{ to: { chat: turn.chat.id }, reply, ...(turn.messageId ? { replaces: turn.messageId } : {}) }],
  answer: { toast: words, tone: 'success' },
});

const toast = (words: string): Outcome => ({ posts: [], answer: { toast: words, tone: 'warning' } });
