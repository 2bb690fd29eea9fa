/** The turns of one chat, run in this process because no service runs. Nothing is sent. */
import type { Config } from '../config.ts';
import { county } from '../county/decide.ts';
import { apology } from '../county/failures.ts';
import { countyViews } from '../county/view.ts';
import { watchFlows } from '../flow-files.ts';
import { runRound } from '../inbox/run.ts';
import { noHandover } from '../outbox/handover.ts';
import { type Clock, type Random, silentLog, systemClock } from '../ports.ts';
import type { Database } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';

interface Ports {
  db: Database;
  config: Pick<Config, 'claimCode'>;
  secrets: Secrets;
  clock: Clock;
  random: Random;
}

/** Decides on everything that waits in the chat; what is said lies in the outbox until a service sends it. */
export async function handleHere({ config, ...ports }: Ports, chatId: bigint): Promise<void> {
  const flows = watchFlows({ log: silentLog });
  const deps = {
    ...ports,
    log: silentLog,
    decide: county({ flows: flows.book, policies: flows.policies, claimCode: config.claimCode }),
    county: countyViews(systemClock),
    apology,
    handover: noHandover,
    observe() {},
  };
  try {
    while ((await runRound(deps, { chats: [chatId] })) > 0);
  } finally {
    await flows.stop();
  }
}
