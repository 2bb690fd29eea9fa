/** What was set aside: events that could not be handled, messages that could not be delivered. */
import { eventStatus } from '../inbox/status.ts';
import { maskText } from '../log.ts';
import { isServed } from '../outbox/ownership.ts';
import {
  type AsideRow,
  listAsideEvents,
  listAsideMessages,
  retryEvents,
  retryMessages,
} from '../store/aside.ts';
import type { Database } from '../store/database.ts';
import { failed, usage } from './problem.ts';
import { table } from './table.ts';
import { CLI } from './words.ts';

interface Shelf {
  /** What one thing here is called, with its measure word. */
  thing: string;
  measure: string;
  /** What trying again does. */
  again: string;
  list(db: Database): Promise<AsideRow[]>;
  retry(db: Database, id?: bigint): Promise<number>;
  /** The row's status, or undefined when there is no such row. */
  statusOf(db: Database, id: bigint): Promise<string | undefined>;
}

export const shelves = {
  inbox: {
    thing: '来件',
    measure: '条',
    again: '处理',
    list: listAsideEvents,
    retry: retryEvents,
    statusOf: async (db, id) => (await eventStatus(db, { id }))?.status,
  },
  outbox: {
    thing: '消息',
    measure: '条',
    again: '发送',
    list: listAsideMessages,
    retry: retryMessages,
    statusOf: async (db, id) => (await db.prisma.message.findUnique({ where: { id } }))?.status,
  },
} as const satisfies Record<string, Shelf>;

export type ShelfName = keyof typeof shelves;

const LONGEST_REASON = 120;
const LIST_LIMIT = 500;

/** Lines that show what lies on a shelf, oldest first. */
export async function listAside(db: Database, name: ShelfName): Promise<string[]> {
  const shelf: Shelf = shelves[name];
  const rows = await shelf.list(db);
  if (rows.length === 0) return [`没有被搁置的${shelf.thing}。`];
  const lines = table(['编号', '会话', '试过', '时间', '原因'], rows.map(cells));
  const more = rows.length >= LIST_LIMIT ? `（只列出最早的 ${LIST_LIMIT} ${shelf.measure}）` : '';
  return [
    ...lines,
    '',
    `共 ${rows.length} ${shelf.measure}${more}。原因消除后，用 ${CLI} ${name} retry 编号 重新${shelf.again}，或 ${CLI} ${name} retry all 全部重来。`,
  ];
}

/**
 * Puts one or all back to waiting.
 * @param which an id, `all`, or undefined for all
 * @throws Problem when it is no id, or nothing with this id was set aside.
 */
export async function retryAside(db: Database, name: ShelfName, which?: string): Promise<string[]> {
  const shelf: Shelf = shelves[name];
  const id = which === undefined || which === 'all' ? undefined : readId(which);
  const count = await shelf.retry(db, id);
  if (count === 0 && id !== undefined) throw failed(await whyNot(db, shelf, id));
  if (count === 0) return [`没有被搁置的${shelf.thing}，不用重试。`];
  const next = (await isServed(db))
    ? `运行中的服务会在几秒内重新${shelf.again}`
    : `服务现在没有运行，下次启动后重新${shelf.again}`;
  return [`已放回 ${count} ${shelf.measure}${shelf.thing}：${next}。`];
}

/** @throws Problem when it is no id that PostgreSQL could hold. */
export function readId(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) {
    throw usage(`“${text}”不是编号：请写 list 里的编号（一个正整数），或写 all。`);
  }
  return BigInt(text);
}

const statusWords: Record<string, string> = {
  waiting: '正在等待',
  done: '已处理',
  ignored: '无需处理',
  sent: '已送达',
};

async function whyNot(db: Database, shelf: Shelf, id: bigint): Promise<string> {
  const status = await shelf.statusOf(db, id);
  if (status === undefined) return `没有编号为 ${id} 的${shelf.thing}。`;
  return `${shelf.thing} ${id} 没有被搁置（${statusWords[status] ?? status}），不用重试。`;
}

const cells = (row: AsideRow): string[] => [
  String(row.id),
  row.chatId === null ? '-' : String(row.chatId),
  `${row.attempts} 次`,
  localTime(row.at),
  shorten(maskText(row.error)) || '未写明',
];

const shorten = (text: string): string =>
  text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text;

/** In the county's zone: 2026-11-23 09:30. */
const localTime = (at: Date): string =>
  at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
