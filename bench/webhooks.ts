/**
 * From signed, encrypted Feishu callbacks to replies on the platform, kept on
 * PostgreSQL on the way, beside the official SDK's way to receive the same
 * callbacks and do nothing with them. Runs of the two alternate, so that what
 * else the machine does hits both; medians are shown.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Child, startChild, type Usage } from './child.ts';
import { type Answered, closedLoop, openLoop } from './load.ts';
import { type Platform, type Said, startPlatform } from './platform.ts';
import { median, percentile } from './statistics.ts';
import { figure, table } from './table.ts';
import { mixedWords, newCommands } from './words.ts';

export interface WebhooksOptions {
  rounds: number;
  /** Events of a run for throughput. */
  events: number;
  /** How long a run for latencies takes. */
  seconds: number;
  /** Options of node for the service's process: `--cpu-prof`. */
  execArgv: string[];
}

const PEOPLE = 500;
const CONNECTIONS = 64;
const REPLIED_WITHIN_MS = 60_000;
/** Rounds that are not counted: V8 goes on compiling for some ten thousand events, of the baseline as of the service. */
const WARMING = 2;

interface Run {
  /** Events a second, until the last reply where there are replies. */
  rate: number;
  answers: Answered[];
  /** ms from a callback's sending to its reply's arrival. */
  replyMs: number[];
  used: Usage;
}

interface Measured {
  baseline: Run[];
  service: Run[];
  mixed: Run[];
  ack: Run[];
  reply: Run[];
}

/** Measures, prints the table, and resolves with whether every requirement is met. */
export async function benchWebhooks(options: WebhooksOptions): Promise<boolean> {
  const platform = await startPlatform(PEOPLE);
  const dataDir = mkdtempSync(join(tmpdir(), 'jinyue-bench-'));
  const environment = { ...environmentOf(platform), DATA_DIR: dataDir };
  const children: Child[] = [];
  try {
    // The first start makes the database; the second finds it.
    await (await startChild('service-process.ts', environment)).stop();
    const service = await startChild('service-process.ts', environment, [
      ...startOptions(),
      ...options.execArgv,
    ]);
    children.push(service);
    const baseline = await startChild('baseline-process.ts', environment);
    children.push(baseline);
    process.stdout.write(
      `Feishu callbacks: ${service.notes.join(', ')}; ${PEOPLE} chats, ${CONNECTIONS} connections\n`,
    );
    const measured = await measure(platform, { service, baseline }, options);
    return report(measured, service.readyMs, await service.usage());
  } finally {
    for (const child of children) await child.stop();
    await platform.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The options `npm start` runs the service with. */
function startOptions(): string[] {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { scripts } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(text));
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

function environmentOf({ double }: Platform): Record<string, string> {
  return {
    PORT: '0',
    FEISHU_APP_ID: double.credentials.appId,
    FEISHU_APP_SECRET: double.credentials.appSecret,
    FEISHU_ENCRYPT_KEY: double.credentials.encryptKey,
    FEISHU_VERIFICATION_TOKEN: double.credentials.verificationToken,
    FEISHU_CONNECTION: 'webhook',
    FEISHU_DOMAIN: double.url,
  };
}

async function measure(
  platform: Platform,
  { service, baseline }: { service: Child; baseline: Child },
  { rounds, events, seconds }: WebhooksOptions,
): Promise<Measured> {
  const measured: Measured = { baseline: [], service: [], mixed: [], ack: [], reply: [] };
  const fast = (requests: Buffer[], url: string) => closedLoop(url, requests, CONNECTIONS);
  const steady = (perSecond: number) => (requests: Buffer[], url: string) =>
    openLoop(url, requests, perSecond);
  for (let round = 1 - WARMING; round <= rounds; round += 1) {
    const kept: Measured =
      round < 1 ? { baseline: [], service: [], mixed: [], ack: [], reply: [] } : measured;
    kept.baseline.push(await runBaseline(platform, baseline, newCommands(platform.users, events), fast));
    kept.service.push(await runService(platform, service, newCommands(platform.users, events), fast));
    kept.mixed.push(await runService(platform, service, mixedWords(platform.users, events), fast));
    const shortly = round < 1 ? 1 : seconds;
    kept.ack.push(
      await runService(platform, service, newCommands(platform.users, 200 * shortly), steady(200)),
    );
    kept.reply.push(
      await runService(platform, service, newCommands(platform.users, 100 * shortly), steady(100)),
    );
    process.stdout.write(round < 1 ? '  warm' : ` · ${round}/${rounds}`);
  }
  process.stdout.write('\n\n');
  return measured;
}

type Load = (requests: Buffer[], url: string) => Promise<Answered[]>;

async function runBaseline(platform: Platform, child: Child, said: Said[], load: Load): Promise<Run> {
  const requests = said.map((one) => platform.callback(one, new URL(child.url).host));
  const before = await child.usage();
  const started = performance.now();
  const answers = await load(requests, child.url);
  const took = performance.now() - started;
  const used = difference(before, await child.usage());
  mustBe(
    answers.every(({ status }) => status === 200) && used.handled === said.length,
    'The baseline did not handle every event once.',
  );
  return { rate: (said.length * 1000) / took, answers, replyMs: [], used };
}

async function runService(platform: Platform, child: Child, said: Said[], load: Load): Promise<Run> {
  const requests = said.map((one) => platform.callback(one, new URL(child.url).host));
  const before = await child.usage();
  platform.forget();
  const started = performance.timeOrigin + performance.now();
  const answers = await load(requests, child.url);
  mustBe(
    answers.every(({ status }) => status === 200),
    'The service refused an event.',
  );
  await allReplied(platform, said.length);
  // PostgreSQL counts what a connection has done within a second of its rest; a second reply would be here by then.
  await sleep(1_500);
  const { replyMs, last } = matchReplies(platform, said, answers);
  return {
    rate: (said.length * 1000) / (last - started),
    answers,
    replyMs,
    used: difference(before, await child.usage()),
  };
}

async function allReplied(platform: Platform, count: number): Promise<void> {
  const deadline = performance.now() + REPLIED_WITHIN_MS;
  while (platform.calls() < count) {
    mustBe(performance.now() < deadline, `Only ${platform.calls()} of ${count} events are replied to.`);
    await sleep(5);
  }
}

/** Every event has its own reply, once and in its chat's order. */
function matchReplies(
  platform: Platform,
  said: Said[],
  answers: Answered[],
): { replyMs: number[]; last: number } {
  const replies = platform.replies();
  const replyMs: number[] = [];
  let last = 0;
  const taken = new Map<string, number>();
  for (const [index, { user, text }] of said.entries()) {
    const place = taken.get(user) ?? 0;
    taken.set(user, place + 1);
    const reply = replies.get(user)?.[place];
    mustBe(reply !== undefined, `${text} was not replied to.`);
    mustBe(
      !text.startsWith('/x') || reply.words.includes(text.slice(1)),
      `${text} was replied to out of order.`,
    );
    replyMs.push(reply.at - Math.floor(answers[index]?.sentAt ?? 0));
    last = Math.max(last, reply.at);
  }
  for (const [user, list] of replies)
    mustBe(list.length === (taken.get(user) ?? 0), 'An event was replied to twice.');
  return { replyMs, last };
}

function mustBe(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

const difference = (before: Usage, after: Usage): Usage => ({
  handled: after.handled - before.handled,
  statements: after.statements - before.statements,
  commits: after.commits - before.commits,
  memory: after.memory,
  peak: after.peak,
  cpu: after.cpu - before.cpu,
});

function report(measured: Measured, readyMs: number, usage: Usage): boolean {
  const rate = (runs: Run[]) => median(runs.map((run) => run.rate));
  const ms = (runs: Run[], share: number, of: (run: Run) => number[]) =>
    median(runs.map((run) => percentile(of(run), share)));
  const acks = (run: Run) => run.answers.map((answer) => answer.ms);
  const replies = (run: Run) => run.replyMs;
  const each = (runs: Run[], of: (used: Usage) => number) =>
    median(runs.map((run) => of(run.used) / run.answers.length));
  const names: [string, Run[]][] = [
    ['SDK adaptExpress, handler empty', measured.baseline],
    ['service, unknown commands', measured.service],
    ['service, mixed words', measured.mixed],
    ['service, 200 events/s', measured.ack],
    ['service, 100 events/s', measured.reply],
  ];
  process.stdout.write(
    table(
      ['', 'events/s', 'ack p50 ms', 'p99', 'reply p50 ms', 'p99', 'statements', 'commits', 'CPU ms'],
      names.map(([name, runs]) => [
        name,
        figure(rate(runs)),
        figure(ms(runs, 0.5, acks)),
        figure(ms(runs, 0.99, acks)),
        figure(ms(runs, 0.5, replies)),
        figure(ms(runs, 0.99, replies)),
        figure(each(runs, (used) => used.statements)),
        figure(each(runs, (used) => used.commits)),
        figure(each(runs, (used) => used.cpu * 1000)),
      ]),
    ),
  );
  process.stdout.write(
    "  statements (each a round trip), commits, CPU: of one event, in the service's process\n\n",
  );
  const ratio = median(
    measured.service.map((run, index) => run.rate / (measured.baseline[index]?.rate ?? Number.NaN)),
  );
  return judge([
    ['replied events a second against the SDK receiving', ratio, 'at least', 0.5],
    ['ack p99 at 200 events/s, ms', ms(measured.ack, 0.99, acks), 'under', 50],
    ['event to reply p50 at 100 events/s, ms', ms(measured.reply, 0.5, replies), 'under', 50],
    ['most memory of the service, MB', usage.peak, 'under', 300],
    ['ready with a database that exists, ms', readyMs, 'under', 5_000],
  ]);
}

type Requirement = [what: string, measured: number, must: 'at least' | 'under', bound: number];

function judge(requirements: Requirement[]): boolean {
  const isMet = ([, value, must, bound]: Requirement): boolean =>
    must === 'under' ? value < bound : value >= bound;
  const rows = requirements.map((requirement): string[] => {
    const [what, value, must, bound] = requirement;
    return [what, figure(value), `${must} ${figure(bound)}`, isMet(requirement) ? 'met' : 'MISSED'];
  });
  process.stdout.write(`${table(['', 'measured', 'required', ''], rows)}\n`);
  return requirements.every(isMet);
}
