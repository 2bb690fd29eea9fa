/** `import pairings FILE` and `import people FILE`: shown first, done with --yes. */
import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { carryOut } from '../county/imports/carry-out.ts';
import { planOf } from '../county/imports/incoming.ts';
import { sizeOf } from '../county/imports/plan.ts';
import { planLines } from '../county/imports/reply.ts';
import { readTable } from '../county/imports/table.ts';
import { type SheetKind, sheetKinds } from '../county/imports/templates.ts';
import { sealJson } from '../county/sealed.ts';
import type { Database } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { openSecrets } from '../store/secrets.ts';
import { bytesOf, onlyCounty, TERMINAL, viewOf } from './county.ts';
import { failed } from './problem.ts';
import { CLI } from './words.ts';

const IMPORT_TIMES = { maxWait: 10_000, timeout: 120_000 };

export interface ImportOptions {
  yes: boolean;
  /** Pairings the sheet does not name end today. */
  endOthers: boolean;
}

/** @throws Problem when the sheet is none of that kind. */
export async function importSheet(
  db: Database,
  config: Pick<Config, 'secretKeys'>,
  kind: SheetKind,
  path: string,
  options: ImportOptions,
  now: number,
): Promise<string[]> {
  const random = { bytes: (length: number) => randomBytes(length) };
  const secrets = openSecrets(config.secretKeys, random);
  const countyId = await onlyCounty(db);
  const table = await readTable(bytesOf(path));
  if ('refused' in table) throw failed(table.refused);
  if (table.kind !== kind)
    throw failed(`这张表是${sheetKinds[table.kind].name}，不是${sheetKinds[kind].name}。`);
  return db.prisma.$transaction(async (tx) => {
    const world = { tx, secrets, random, county: await viewOf(tx, countyId), now, by: TERMINAL };
    const plan = await planOf(world, table);
    const lines = planLines(plan);
    const outside = options.endOthers ? plan.outside.length : 0;
    if (sizeOf(plan) + outside === 0) return [...lines, '', '没有要导入的。'];
    if (!options.yes)
      return [
        ...lines,
        '',
        `以上还没有导入。核对无误后加 --yes 再来一次：${CLI} import ${kind} ${path} --yes`,
      ];
    const undo = await carryOut(world, plan, options.endOthers ? 'end' : 'leave');
    const id = newId(random);
    await tx.import.create({
      data: {
        id,
        countyId,
        kind,
        status: 'done',
        by: TERMINAL,
        createdAt: new Date(now),
        doneAt: new Date(now),
        undo: sealJson(secrets, undo),
      },
    });
    return [...lines, '', outside > 0 ? `已导入，并解除表外 ${outside} 对。` : '已导入。'];
  }, IMPORT_TIMES);
}
