/** A saved file of the county that was not taken up: the office hears why, once, whichever process saw it first. */
import { type Fault, sentenceOf } from '../dialogue/flow/flow.ts';
import { say } from '../dialogue/reply.ts';
import { enqueue } from '../outbox/enqueue.ts';
import type { Clock, Random } from '../ports.ts';
import type { Database } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';
import { transaction } from '../store/transaction.ts';

interface Deps {
  db: Database;
  secrets: Secrets;
  clock: Clock;
  random: Random;
  countyId: string;
}

/** Kind of the mark that this text of this file was told about. */
const TOLD = 'file-fault';
/** A message shows this many faults; the rest are found by `npm run flows -- lint`. */
const SHOWN = 5;

/** Tells the office. Resolves with whether this call was the first for that text. */
export async function tellFileFaults(
  deps: Deps,
  refused: { file: string; hash: string; faults: readonly Fault[] },
): Promise<boolean> {
  const { countyId } = deps;
  return transaction(deps.db, async (sql, tx) => {
    const mark = {
      countyId,
      kind: TOLD,
      subject: `${refused.file} ${refused.hash}`,
      due: new Date(0),
      firedAt: new Date(deps.clock.now()),
      outcome: 'told',
    };
    const { count } = await tx.timer.createMany({ data: [mark], skipDuplicates: true });
    if (count === 0) return false;
    const sentences = refused.faults.slice(0, SHOWN).map(sentenceOf);
    const more = refused.faults.length > SHOWN ? `\n还有 ${refused.faults.length - SHOWN} 处。` : '';
    const words = `刚存盘的 ${refused.file} 没通过检查，先用着上一版：\n${sentences.join('\n')}${more}\n改好再存一次就行。`;
    await enqueue(sql, deps, [
      { countyId, cause: 'flows', post: { to: { role: '人才办' }, reply: say(words) } },
    ]);
    return true;
  });
}
