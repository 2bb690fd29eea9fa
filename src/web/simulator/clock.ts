/** POST /simulator/clock: moves the county's clock forward. */
import express, { type Router } from 'express';
import type { SimulatorDeps } from './deps.ts';
import { addSpan, isoOf, readPoint } from './duration.ts';
import { Refusal } from './refusal.ts';
import { clockBody, read } from './requests.ts';

export type ClockDeps = Pick<SimulatorDeps, 'clock' | 'settle'>;

const latest = Date.UTC(2100, 0, 1);

/** `{to: ISO 8601}` or `{by: ISO 8601 duration}`; answers `{now}` when all that became due is done. */
export function clockRouter(deps: ClockDeps, changed: () => void): Router {
  const router = express.Router();
  let queue: Promise<unknown> = Promise.resolve();
  router.post('/simulator/clock', async (request, response) => {
    const body = read(clockBody, request.body);
    const move = queue.then(() => moved(deps, body));
    queue = move.catch(() => undefined);
    const now = await move;
    response.json({ now: isoOf(now) });
    changed();
  });
  return router;
}

async function moved(deps: ClockDeps, body: { to: string } | { by: string }): Promise<number> {
  const now = deps.clock.now();
  const target = 'to' in body ? readPoint(body.to) : addSpan(now, body.by);
  if (target < now) throw new Refusal(`时钟只能向前走：现在是 ${isoOf(now)}，不能回到 ${isoOf(target)}。`);
  if (target > latest) throw new Refusal('时钟最远只能走到 2100 年。');
  await deps.clock.moveTo(target);
  await deps.settle?.();
  return deps.clock.now();
}
