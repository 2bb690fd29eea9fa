/** The one county a database serves, for commands that change its business data. */
import { readFileSync } from 'node:fs';
import { loadCalendar } from '../county/calendar.ts';
import { readSettings } from '../county/settings.ts';
import type { CountyView } from '../county/turn.ts';
import type { Database, Tx } from '../store/database.ts';
import { reason } from '../store/start-error.ts';
import { failed } from './problem.ts';

/** Who a change is noted as done by when it was typed at the terminal. */
export const TERMINAL = 'terminal';

/** @throws Problem when there is none yet, or more than one. */
export async function onlyCounty(db: Database): Promise<string> {
  const counties = await db.prisma.county.findMany({ select: { id: true }, take: 2 });
  const [county, another] = counties;
  if (!county) throw failed('库里还没有县：请先启动一次服务，再导入。');
  if (another) throw failed('这个数据库里不止一个县，命令行还不知道是哪一个。');
  return county.id;
}

export async function viewOf(tx: Tx, countyId: string): Promise<CountyView> {
  const county = await tx.county.findUniqueOrThrow({ where: { id: countyId } });
  return {
    id: county.id,
    name: county.name,
    calendar: await loadCalendar(tx, countyId),
    settings: readSettings(county.settings),
    since: county.createdAt.getTime(),
  };
}

/** @throws Problem when the file cannot be read. */
export function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw failed(`读不了文件 ${path}：${reason(error)}`);
  }
}
