/**
 * Checks that imports go one way (design: rooms): each room imports only what
 * is listed for it, and no file imports itself round a circle. Run by
 * `npm run check`; prints every violation and ends with 1 if there is one.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a room may import besides itself and src/ports.ts. Rooms are folders; `channels/port` is that one file. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  web: ['inbox', 'outbox', 'county', 'schedule', 'dialogue', 'store', 'channels/port'],
  inbox: ['outbox', 'county', 'schedule', 'dialogue', 'store', 'channels/port'],
  county: ['schedule', 'outbox', 'dialogue', 'store', 'channels/port'],
  schedule: ['outbox', 'dialogue', 'store'],
  outbox: ['dialogue', 'store', 'channels/port'],
  store: [],
  dialogue: [],
  doubles: [],
  'channels/port': [],
  'channels/render': ['channels/port'],
  'channels/feishu': ['channels/port', 'channels/render'],
  'channels/dingtalk': ['channels/port', 'channels/render'],
};

/** Who may know the doubles: what puts the parts together, and the simulator's page. */
const KNOWS_DOUBLES = /^(app\.ts|app\/.*|simulation\.ts|web\/simulator(\/.*|\.ts))$/;

/** Every file, with the files it imports; paths are relative to the source folder, with forward slashes. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads the imports between the files of a folder, of types too; generated code is left out. */
export function readImports(folder: string): Imports {
  const files = globSync('**/*.{ts,mts}', { cwd: folder })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !file.startsWith('store/client/'))
    .sort();
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(join(folder, file), 'utf8'))]));
}

/** The sentences that say what is wrong; empty when all is well. */
export function violations(imports: Imports): string[] {
  const against = [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => !isAllowed(file, target))
      .map((target) => `${file} must not import ${target}: it is against the order of the rooms.`),
  );
  return [...against, ...circles(imports).map((circle) => `${circle.join(' -> ')} is a circle.`)];
}

function importsOf(file: string, text: string): string[] {
  const statements = /^(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*['"](\.{1,2}\/[^'"]+)['"]/gm;
  const calls = /\bimport\(\s*['"](\.{1,2}\/[^'"]+)['"]/g;
  const found = [statements, calls].flatMap((pattern) => [...text.matchAll(pattern)]);
  return found
    .map((match) => posix.join(posix.dirname(file), match[1] ?? ''))
    .filter((target) => !target.startsWith('store/client/'));
}

/**
 * `inbox/claim.ts` is in `inbox`, `channels/port.ts` in `channels/port`, `app.ts` in no room.
 * `app/` and `cli/` put parts together: no room may import them.
 */
function roomOf(file: string): string | undefined {
  const [room, inner] = file.split('/');
  if (inner === undefined || room === 'cli' || room === 'app') return undefined;
  return room === 'channels' ? `channels/${inner.replace(/\.ts$/, '')}` : room;
}

function isAllowed(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (target === 'ports.ts' || (from !== undefined && from === to)) return true;
  if (to === 'doubles') return KNOWS_DOUBLES.test(file);
  if (from === undefined) return true;
  return to !== undefined && (MAY_IMPORT[from]?.includes(to) ?? false);
}

/** The circles of imports, each once, starting and ending with the same file. */
function circles(imports: Imports): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

if (import.meta.main) {
  const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src');
  const wrong = violations(readImports(folder));
  for (const sentence of wrong) process.stderr.write(`${relative(process.cwd(), folder)}/${sentence}\n`);
  if (wrong.length > 0) process.exit(1);
}
