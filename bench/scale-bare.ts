/**
 * The baseline of the first morning: as many messages of its length with their
 * two buttons, written by the same hundreds and committed alike, but with
 * nothing looked up, decided, worded, sealed or marked.
 */
import { randomBytes } from 'node:crypto';
import type { Database } from '../src/store/database.ts';

const BATCH = 500;
/** Bytes of a leader's sealed reminder about fourteen talents, and of a sealed button. */
const BODY = 1_920;
const BUTTON = 70;

/** Writes them and takes them away again. Resolves with their number. */
export async function writeBare(db: Database, count: number): Promise<number> {
  const [body, button] = [randomBytes(BODY), randomBytes(BUTTON)];
  for (let from = 1; from <= count; from += BATCH) {
    await db.pool.query(
      `with shown as (
         insert into button (token, county_id, chat_id, payload, created_at)
         select 'bare ' || n || '_' || k, 'bare', n, $4, now()
         from generate_series($1::int, $2::int) n cross join generate_series(1, 2) k
       )
       insert into message (county_id, chat_id, key, body, cause, created_at)
       select 'bare', n, 'bare ' || n, $3, 'timer:' || n, now() from generate_series($1::int, $2::int) n`,
      [from, Math.min(from + BATCH - 1, count), body, button],
    );
  }
  await db.pool.query('truncate message, button');
  return count;
}
