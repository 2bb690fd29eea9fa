/**
 * YAML text -> a checked `Flow`, or every fault with its line and its cure
 * (flow-format.md 3, lint). A flow with a fault is not given out.
 */
import { distance } from '../distance.ts';
import { compileFlow, type Path, type Report } from './compile.ts';
import { didYouMean, explain } from './faults.ts';
import type { Fault, Flow, FlowBook } from './flow.ts';
import { hintsOf, lintFlow } from './lint-flow.ts';
import { lintText } from './lint-text.ts';
import { locate } from './locate.ts';
import { fileSchema } from './schema.ts';

export interface LoadOptions {
  /** Words 提交.做 may use; the words of actions.ts when absent. */
  actions?: readonly string[];
  /** The version of this file that ran before: what vanished must be named, and 版本 must have risen. */
  former?: { text: string };
}

/** What became of a file. Hints stop nothing: they say what the clerk may have meant otherwise. */
export type Loaded = { ok: true; flow: Flow; faults: []; hints: Fault[] } | { ok: false; faults: Fault[] };

/** Reads one file. `file` is its name, 'talent-registration.yaml'. Never throws on bad text. */
export function loadFlow(file: string, text: string, options: LoadOptions = {}): Loaded {
  const bare = lintText(file, text);
  if (bare.length > 0) return { ok: false, faults: bare };
  const located = locate(file, text);
  if (located.value === undefined || located.faults.length > 0) return { ok: false, faults: located.faults };
  const faults: Fault[] = [];
  const report = reportTo(faults, file, located.lineOf);
  const parsed = fileSchema.safeParse(located.value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      report.add([...(issue.path as Path), ...keysOf(issue)], explain(issue, fileSchema));
    return { ok: false, faults: inOrder(faults) };
  }
  const flow = compileFlow(parsed.data, report);
  const id = file.replace(/^.*\//, '').replace(/\.yaml$/, '');
  if (flow.id !== id) report.add(['编号'], `“编号”要和文件名一样，请写成 ${id}`);
  if (faults.length === 0) {
    lintFlow(flow, report, options.actions);
    if (options.former) lintFormer(flow, file, text, options.former.text, report);
  }
  if (faults.length > 0) return { ok: false, faults: inOrder(faults) };
  const hints: Fault[] = [];
  hintsOf(flow, reportTo(hints, file, located.lineOf));
  return { ok: true, flow, faults: [], hints };
}

/** Unknown keys are reported at the key itself. */
const keysOf = (issue: { code?: string; keys?: string[] }): Path =>
  issue.code === 'unrecognized_keys' && issue.keys ? [issue.keys[0]!] : [];

function reportTo(faults: Fault[], file: string, lineOf: (path: Path) => number): Report {
  return {
    lineOf,
    add: (path, message) => {
      faults.push({ file, line: lineOf(path), message });
    },
  };
}

const inOrder = (faults: Fault[]): Fault[] => faults.toSorted((a, b) => a.line - b.line);

/** What the version before had and this one lost; and whether the number rose. */
function lintFormer(flow: Flow, file: string, text: string, formerText: string, report: Report): void {
  const former = loadFlow(file, formerText);
  if (!former.ok || text === formerText) return;
  if (flow.version <= former.flow.version)
    report.add(['版本'], `内容改了，版本也要加一：请写成 版本: ${former.flow.version + 1}`);
  const names = [...flow.dropped, ...flow.fields.flatMap((field) => [field.name, ...field.formerNames])];
  for (const field of former.flow.fields) {
    if (names.includes(field.name)) continue;
    const fresh = flow.fields.filter((one) => !former.flow.fields.some((old) => old.name === one.name));
    const guess =
      didYouMean(
        field.name,
        fresh.map((one) => one.name),
      ) || '';
    report.add(
      ['问题'],
      `原来的“${field.name}”不见了。改了名就在新问题下写“曾用名: [${field.name}]”${guess ? `（${guess}）` : ''}；确实不要了就在“问题”上面写“停用: [${field.name}]”`,
    );
  }
}

/** What several files name, and means the same thing where it is written the same. */
const sharedNames = ({ occupies, roster }: Flow): { kind: '池' | '名册'; name: string; at: Path }[] => [
  ...(occupies ? [{ kind: '池' as const, name: occupies.pool, at: ['占用', '池'] }] : []),
  ...(roster ? [{ kind: '名册' as const, name: roster.name, at: ['造册'] }] : []),
];

/** Another whose name is one slip away. */
const nearlySame = (name: string, known: ReadonlyMap<string, string>): string | undefined =>
  known.has(name) || name.length < 3 ? undefined : known.keys().find((other) => distance(name, other) === 1);

/** Reads all files together; faults between files (shared triggers, one id twice) come with the rest. */
export function loadBook(
  files: readonly { file: string; text: string }[],
  options: LoadOptions = {},
): { book: FlowBook; faults: Fault[]; hints: Fault[] } {
  const faults: Fault[] = [];
  const hints: Fault[] = [];
  const book = new Map<string, Flow>();
  const owner = new Map<string, { flow: Flow; file: string }>();
  const names = { 池: new Map<string, string>(), 名册: new Map<string, string>() };
  for (const { file, text } of files) {
    const loaded = loadFlow(file, text, options);
    if (!loaded.ok) {
      faults.push(...loaded.faults);
      continue;
    }
    const { flow } = loaded;
    hints.push(...loaded.hints);
    const { lineOf } = locate(file, text);
    for (const [index, trigger] of flow.triggers.entries()) {
      const other = owner.get(trigger);
      if (other)
        faults.push({
          file,
          line: lineOf(['触发', index]),
          message:
            other.flow === flow
              ? `触发语“${trigger}”写了两遍，请删掉一个`
              : `触发语“${trigger}”已经归“${other.flow.name}”（${other.file}），请只留一处`,
        });
      else owner.set(trigger, { flow, file });
    }
    book.set(flow.id, flow);
    for (const { kind, name, at } of sharedNames(flow)) {
      const known = names[kind];
      const twin = nearlySame(name, known);
      if (twin)
        hints.push({
          file,
          line: lineOf(at),
          message: `${kind}“${name}”和“${twin}”（${known.get(twin)}）只差一点，是同一个${kind}就请写成一样`,
        });
      if (!known.has(name)) known.set(name, file);
    }
  }
  return { book, faults, hints };
}
