/** Open matters and planned visits, read in one statement. */
import type { Tx } from '../../store/database.ts';
import type { Besides } from '../standings.ts';
import { type MatterRow, matterLines, OPEN_MATTERS } from './matters.ts';
import { PLANS, planDays, plansSince } from './plans.ts';

/** Of talents of these counties, and of every leader's plans in them. */
export async function besidesOf(
  tx: Tx,
  countyIds: readonly string[],
  talentIds: readonly string[],
  now: number,
): Promise<Besides> {
  const [found] = await tx.$queryRawUnsafe<{ matters: MatterRow[] | null; plans: unknown[] | null }[]>(
    `select (select json_agg(m) from (${OPEN_MATTERS}) m) as matters,
       (select json_agg(p.data) from (${PLANS}) p) as plans`,
    countyIds,
    talentIds,
    plansSince(now),
  );
  return { matters: matterLines(found?.matters ?? []), plans: planDays(found?.plans ?? [], now) };
}
