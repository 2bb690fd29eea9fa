/** Counting what is sent to PostgreSQL: every statement of Prisma, of BullMQ and of plain SQL, `begin` and `commit` among them. */
import pg from 'pg';

/** Counts from now on. `note` is told the text of each. */
export function countStatements(note?: (text: string) => void): { readonly sent: number } {
  const counted = { sent: 0 };
  const { prototype } = pg.Client;
  const query: unknown = prototype.query;
  if (typeof query !== 'function') throw new Error('pg has changed: its statements cannot be counted.');
  Object.defineProperty(prototype, 'query', {
    value(this: pg.Client, ...call: unknown[]): unknown {
      counted.sent += 1;
      note?.(textOf(call[0]));
      return Reflect.apply(query, this, call);
    },
  });
  return counted;
}

const textOf = (asked: unknown): string =>
  typeof asked === 'string' ? asked : ((asked as { text?: string }).text ?? '');
