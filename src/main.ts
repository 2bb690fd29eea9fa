/**
 * Reads the configuration, starts the app, stops it in order. What has been
 * compiled once is kept by Node for the next start, which is then faster and
 * needs 20 MB less; hence the app is imported after that is asked for. The
 * options of `npm start` keep the heap near what is in use.
 */
import { enableCompileCache } from 'node:module';
import { ConfigError, loadConfig, readEnvironment } from './config.ts';
import { openLog } from './log.ts';
import { StartError } from './store/start-error.ts';
import { PortTaken } from './web/server.ts';

/** Stopping takes at most this long; what is not done by then is taken up at the next start. */
const STOP_WITHIN_MS = 10_000;

enableCompileCache();
const { startApp } = await import('./app.ts');

async function main(): Promise<void> {
  const config = loadConfig(readEnvironment());
  const log = openLog(config.logLevel);
  const app = await startApp({ config, log });
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'Stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await app.stop();
    log.info({}, 'Stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  log.info({ url: app.url, role: config.role, simulated: config.simulated }, 'Ready');
  if (app.simulation) {
    process.stdout.write(
      `\n  近悦已启动（演示：青岚县，不连任何外部平台）\n  请打开  ${app.url}/simulator\n` +
        `  The service is running against loopback doubles. Open ${app.url}/simulator\n\n`,
    );
  }
  if (config.claimCodeMade) process.stdout.write(`  管理员认领码 claim code: /认领 ${config.claimCode}\n\n`);
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || error instanceof StartError || error instanceof PortTaken;
  const chinese = error instanceof ConfigError || error instanceof StartError ? `\n${error.chinese}` : '';
  process.stderr.write(
    `${known ? (error as Error).message + chinese : ((error as Error)?.stack ?? String(error))}\n`,
  );
  process.exit(1);
});
