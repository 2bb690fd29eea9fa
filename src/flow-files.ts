/**
 * The county's files: its matters in `flows/`, its policies in `flows/policies/`.
 * Loaded at the start, where one that does not pass stops it; a file saved later
 * is taken up without a restart when it passes, and leaves the last good one
 * running when it does not.
 */
import { createHash } from 'node:crypto';
import { existsSync, type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { type Fault, type FlowBook, sentenceOf } from './dialogue/flow/flow.ts';
import { loadBook, loadFlow } from './dialogue/flow/load.ts';
import { loadPolicies, type Policy } from './dialogue/policy/policy.ts';
import type { Log } from './ports.ts';

export const FLOWS_FOLDER = join(import.meta.dirname, '..', 'flows');
const POLICIES = 'policies';

/** An editor writes a file in several steps; it is looked at when this long nothing more came, ms. */
const SETTLE_MS = 300;

/** A saved file that was not taken up: why, in sentences for the clerk. `hash` is that of its text. */
export interface Refused {
  file: string;
  hash: string;
  faults: Fault[];
}

export interface FlowFiles {
  book(): FlowBook;
  policies(): readonly Policy[];
  stop(): Promise<void>;
}

export interface FlowFilesDeps {
  log: Log;
  folder?: string;
  /** Does something once after `ms`; gives back what calls it off. */
  later?: (work: () => void, ms: number) => () => void;
  /** Called once for every text of a file that does not pass. */
  refused?: (refused: Refused) => void;
}

interface Loaded {
  /** Texts that run, by file. */
  good: ReadonlyMap<string, string>;
  book: FlowBook;
  policies: readonly Policy[];
}

const afterwards = (work: () => void, ms: number): (() => void) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * Loads the folder and keeps looking at it.
 * @throws Error that names file, line, fault and cure of every file that does not pass.
 */
export function watchFlows(deps: FlowFilesDeps): FlowFiles {
  const folder = deps.folder ?? FLOWS_FOLDER;
  let loaded = start(folder);
  const told = new Map<string, string>();
  const look = (): void => {
    const saved = textsIn(folder);
    if (same(saved, loaded.good)) {
      told.clear();
      return;
    }
    const { next, refused } = takeUp(saved, loaded.good);
    for (const one of refused) {
      if (told.get(one.file) === one.hash) continue;
      told.set(one.file, one.hash);
      deps.log.warn(
        { file: one.file, faults: one.faults.length },
        'A saved file did not pass; the last good one stays',
      );
      deps.refused?.(one);
    }
    if (same(next, loaded.good)) return;
    loaded = load(next);
    deps.log.info(
      { matters: loaded.book.size, policies: loaded.policies.length },
      'Saved files were taken up',
    );
  };
  const watching = watchFolder(folder, deps.later ?? afterwards, () => safely(look, deps.log));
  return {
    book: () => loaded.book,
    policies: () => loaded.policies,
    stop: async () => watching.stop(),
  };
}

/** A folder that cannot be read for a moment changes nothing. */
function safely(look: () => void, log: Log): void {
  try {
    look();
  } catch (error) {
    log.error(
      { reason: error instanceof Error ? error.message : '' },
      'The folder of flows could not be read',
    );
  }
}

function watchFolder(
  folder: string,
  later: NonNullable<FlowFilesDeps['later']>,
  settled: () => void,
): { stop(): void } {
  let callOff: (() => void) | undefined;
  const changed = (): void => {
    callOff?.();
    callOff = later(settled, SETTLE_MS);
  };
  const folders = [folder, join(folder, POLICIES)].filter((one) => existsSync(one));
  const watchers: FSWatcher[] = folders.map((one) => watch(one, { persistent: false }, changed));
  // A folder that goes away says so as an error; what was loaded stays.
  for (const watcher of watchers) watcher.on('error', () => watcher.close());
  return {
    stop() {
      callOff?.();
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Every file by its name below the folder, `policies/x.yaml` among them. */
function textsIn(folder: string): Map<string, string> {
  const named = (below: string): string[] => {
    const path = join(folder, below);
    if (!existsSync(path)) return [];
    return readdirSync(path)
      .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
      .map((name) => (below === '' ? name : `${below}/${name}`));
  };
  return new Map(
    [...named(''), ...named(POLICIES)].map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
}

const isPolicy = (file: string): boolean => file.startsWith(`${POLICIES}/`);

const asFiles = (texts: ReadonlyMap<string, string>, policies: boolean): { file: string; text: string }[] =>
  [...texts].filter(([file]) => isPolicy(file) === policies).map(([file, text]) => ({ file, text }));

function check(texts: ReadonlyMap<string, string>): { loaded: Loaded; faults: Fault[] } {
  const flows = loadBook(asFiles(texts, false));
  const base = loadPolicies(asFiles(texts, true));
  return {
    loaded: { good: texts, book: flows.book, policies: base.policies },
    faults: [...flows.faults, ...base.faults],
  };
}

function start(folder: string): Loaded {
  const { loaded, faults } = check(textsIn(folder));
  if (faults.length > 0) throw new Error(`flows/ 里有文件没通过检查：\n${faults.map(sentenceOf).join('\n')}`);
  return loaded;
}

const load = (texts: ReadonlyMap<string, string>): Loaded => check(texts).loaded;

/**
 * The texts that may run from now on. A file that fails by itself, or beside
 * the others, keeps its last good text; a new one that fails is left out; one
 * that was deleted goes.
 */
function takeUp(
  saved: ReadonlyMap<string, string>,
  good: ReadonlyMap<string, string>,
): { next: ReadonlyMap<string, string>; refused: Refused[] } {
  const next = new Map(saved);
  const refused = new Map<string, Fault[]>();
  const refuse = (file: string, faults: Fault[]): void => {
    refused.set(file, [...(refused.get(file) ?? []), ...faults]);
    const last = good.get(file);
    if (last === undefined) next.delete(file);
    else next.set(file, last);
  };
  for (const [file, text] of saved) {
    if (text === good.get(file)) continue;
    const faults = faultsAlone(file, text, good.get(file));
    if (faults.length > 0) refuse(file, faults);
  }
  // What clashes with another file is refused where it changed; the other one runs already.
  for (let round = 0; round < saved.size; round++) {
    const { faults } = check(next);
    const changed = faults.filter(({ file }) => next.get(file) !== good.get(file));
    const blamed = changed.length > 0 ? changed : faults.length > 0 ? blameChanged(faults, next, good) : [];
    if (blamed.length === 0) break;
    for (const [file, own] of Map.groupBy(blamed, (fault) => fault.file)) refuse(file, own);
  }
  return {
    next,
    refused: [...refused].map(([file, faults]) => ({ file, hash: hashOf(saved.get(file) ?? ''), faults })),
  };
}

/** The clash was found at a file that did not change: whatever changed is held back, with the same words. */
const blameChanged = (
  faults: Fault[],
  next: ReadonlyMap<string, string>,
  good: ReadonlyMap<string, string>,
): Fault[] =>
  [...next]
    .filter(([file, text]) => text !== good.get(file))
    .map(([file]) => ({ file, line: 1, message: faults.map(sentenceOf).join('；') }));

function faultsAlone(file: string, text: string, former: string | undefined): Fault[] {
  if (isPolicy(file)) return loadPolicies([{ file, text }]).faults;
  return loadFlow(file, text, former === undefined ? {} : { former: { text: former } }).faults;
}

const same = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([file, text]) => b.get(file) === text);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
