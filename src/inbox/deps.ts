/** What running turns takes. */
import type { Decide, View } from '../county/turn.ts';
import type { Post } from '../dialogue/post.ts';
import type { Handover } from '../outbox/handover.ts';
import type { Clock, Log, Random } from '../ports.ts';
import type { Database } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';

export interface RunDeps {
  db: Database;
  secrets: Secrets;
  clock: Clock;
  random: Random;
  log: Log;
  decide: Decide;
  county: View;
  /** What is said when a turn failed for the last time: to the one who wrote, and to a person who can help. */
  apology(chatId: bigint, eventId: bigint): Post[];
  /** The short way out for what turns say. */
  handover: Handover;
  /** Called after each commit; `messages` are those that must be looked for. */
  observe(round: { chats: number; events: number; messages: number; ms: number }): void;
}
