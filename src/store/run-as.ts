/**
 * Who PostgreSQL runs as. It refuses to run as root, and in a container or on
 * a fresh server everything else does.
 */
import { execFileSync } from 'node:child_process';
import { lchownSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from './start-error.ts';

/** The user to run a program as; `reach` says that folders on the way are closed to that user. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
  readonly reach: boolean;
}

/**
 * Chooses the user for the programs in `programs` and the data in `folder`
 * (which exists): ourselves unless we are root, else the owner of the folder,
 * else the system's user `postgres`, which is made when missing. What root
 * owns in the folder is handed to that user.
 *
 * @throws StartError when root finds no user to run PostgreSQL as.
 */
export function chooseUser(folder: string, programs: string): RunAs {
  if (process.getuid?.() !== 0) return { reach: false };
  const owner = statSync(folder);
  const ids = owner.uid === 0 ? postgresUser() : { uid: owner.uid, gid: owner.gid };
  const user = { ...ids, reach: isClosed(folder) || isClosed(programs) };
  giveTo(user, folder);
  return user;
}

/**
 * The command line and options that run `program` as `user`. Where a folder on
 * the way is closed to the user (a checkout under /root), the program keeps
 * root's right to pass through it and nothing else of root's.
 */
export function asUser(
  user: RunAs,
  program: string,
  args: readonly string[],
): { command: string; args: string[]; ids: { uid?: number; gid?: number } } {
  if (user.uid === undefined || user.gid === undefined) return { command: program, args: [...args], ids: {} };
  if (!user.reach) return { command: program, args: [...args], ids: { uid: user.uid, gid: user.gid } };
  const drop = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
  const keep = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { command: 'setpriv', args: [...drop, ...keep, '--', program, ...args], ids: {} };
}

/** Gives a folder and all in it to `user`, if we run it as anybody but ourselves. */
export function giveTo(user: RunAs, folder: string): void {
  if (user.uid === undefined || user.gid === undefined) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(folder, entry), user.uid, user.gid);
  }
  lchownSync(folder, user.uid, user.gid);
}

/** Whether some folder from the root down to `path` cannot be entered by other users. */
function isClosed(path: string): boolean {
  for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return true;
    if (folder === dirname(folder)) return false;
  }
}

function postgresUser(): { uid: number; gid: number } {
  return findUser('postgres') ?? makeUser('postgres');
}

function findUser(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function makeUser(name: string): { uid: number; gid: number } {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], { stdio: 'pipe' });
  } catch (cause) {
    throw new StartError(
      'PostgreSQL does not run as root and the user "postgres" could not be made: run the service as an ordinary user, or set DATABASE_URL.',
      'PostgreSQL 不能以 root 身份运行，且无法创建 postgres 用户：请改用普通用户启动，或设置 DATABASE_URL。',
      { cause },
    );
  }
  const made = findUser(name);
  if (made === undefined) throw new Error(`The user ${name} was made but is not in /etc/passwd.`);
  return made;
}
