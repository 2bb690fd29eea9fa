/** The simulator's clock where the platforms on this machine are somebody else's: there is no page, only the time. */
import express, { type Router } from 'express';
import { type ClockDeps, clockRouter } from './clock.ts';
import { isoOf } from './duration.ts';
import { refuse } from './refusal.ts';

export function clockOnlyRouter(deps: ClockDeps): Router {
  const router = express.Router();
  router.use('/simulator', express.json({ limit: '16kb' }));
  router.get('/simulator', (_request, response) => {
    response.json({
      now: isoOf(deps.clock.now()),
      note: '平台在本机、但不是内置的替身，这里没有模拟器页面；县里的时钟可以用 POST /simulator/clock 往前拨。',
    });
  });
  router.use(clockRouter(deps, () => undefined));
  router.use('/simulator', refuse);
  return router;
}
