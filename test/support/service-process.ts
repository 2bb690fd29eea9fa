/**
 * The service as a process of its own that a test may kill. It loads itself,
 * says `loaded`, waits to be told to go, and says `ready` when it serves, so
 * that a successor can stand by while its predecessor still runs.
 */
import { startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';

const config = JSON.parse(process.argv[2] ?? '') as Config;
const limits = { perSecond: 100_000, perMinute: 6_000_000, perChatPerSecond: 1_000 };

process.once('message', async () => {
  const app = await startApp({ config, log: openLog(config.logLevel), limits });
  process.once('SIGTERM', async () => {
    await app.stop();
    process.exit(0);
  });
  process.send?.({ is: 'ready', url: app.url });
});
// Without its test it has no reason to live.
process.once('disconnect', () => process.exit(1));
process.send?.({ is: 'loaded' });
