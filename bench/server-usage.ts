/** What an embedded PostgreSQL uses, by what Linux says of its processes; NaN elsewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Linux counts processor time in hundredths of a second. */
const TICKS_MS = 10;

export interface ServerUsage {
  /** Processor time of the server and of all it has started, ms. */
  cpuMs: number;
  /** Memory of its processes, what they share counted once, MB. */
  memory: number;
}

export function serverUsage(dataDir: string): ServerUsage {
  if (process.platform !== 'linux') return { cpuMs: Number.NaN, memory: Number.NaN };
  const [server = ''] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const own = statOf(server);
  const children = readdirSync('/proc').filter((pid) => /^\d+$/u.test(pid) && statOf(pid)?.parent === server);
  const ticks = children.reduce(
    (sum, pid) => sum + (statOf(pid)?.ticks ?? 0),
    (own?.ticks ?? 0) + (own?.ended ?? 0),
  );
  const memory = [server, ...children].reduce((sum, pid) => sum + proportional(pid), 0);
  return { cpuMs: ticks * TICKS_MS, memory };
}

/** A process may end while it is looked at. */
const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

function statOf(pid: string): { parent: string; ticks: number; ended: number } | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const sum = (a: number, b: number): number => Number(fields[a]) + Number(fields[b]);
  return { parent: fields[1] ?? '', ticks: sum(11, 12), ended: sum(13, 14) };
}

const proportional = (pid: string): number =>
  Number(/^Pss:\s+(\d+)/mu.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0) / 1024;
