/**
 * npm run flows -- lint [--mermaid]   checks every file in flows/
 * npm run flows -- test [name...]     runs the conversation tests beside them
 * npm run flows -- diagram [name...]  prints each flow as a Mermaid flowchart
 * npm run flows -- try FILE           talks with one flow in the terminal
 * npm run flows -- schema             writes flows/flow.schema.json for editors
 * npm run flows -- docs               writes the tables of docs/flows.md
 *
 * `--dir DIR` reads another folder. Ends with 1 when something is wrong.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import {
  type Fault,
  type FlowBook,
  jsonSchema,
  loadBook,
  loadFlow,
  sentenceOf,
} from '../src/dialogue/flow/index.ts';
import { mermaidOf } from '../src/dialogue/flow/mermaid.ts';
import { loadSuite, reportOf, runSuite } from '../src/dialogue/flow/runner.ts';
import { refreshed } from './flow-keys.ts';
import { tryFlow } from './try-flow.ts';

const [command = 'lint', ...rest] = process.argv.slice(2);
const dirAt = rest.indexOf('--dir');
const dir = dirAt >= 0 ? (rest[dirAt + 1] ?? 'flows') : 'flows';
/** Matters by id; a path to their file will do. */
const names = rest
  .filter((word, index) => !word.startsWith('--') && !(dirAt >= 0 && index === dirAt + 1))
  .map((word) => basename(word, '.yaml'));
const GUIDE = join(import.meta.dirname, '..', 'docs', 'flows.md');

const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
const files = readdirSync(dir).filter((file) => file.endsWith('.yaml'));
const flowFiles = files
  .filter((file) => !file.endsWith('.test.yaml'))
  .map((file) => ({ file, text: read(file) }));

/** The file as it was last committed, so that a lost question or an old 版本 is noticed. */
function formerOf(file: string): string | undefined {
  try {
    return execFileSync('git', ['show', `HEAD:./${file}`], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

function lint(): { book: FlowBook; faults: Fault[]; hints: Fault[] } {
  const { book, faults, hints } = loadBook(flowFiles);
  for (const { file, text } of flowFiles) {
    const former = formerOf(file);
    const loaded = former === undefined ? undefined : loadFlow(file, text, { former: { text: former } });
    if (loaded && !loaded.ok)
      faults.push(
        ...loaded.faults.filter((fault) => !faults.some((one) => sentenceOf(one) === sentenceOf(fault))),
      );
  }
  for (const file of files.filter((one) => one.endsWith('.test.yaml'))) {
    const suite = loadSuite(file, read(file));
    if (!suite.ok) faults.push(...suite.faults);
  }
  return { book, faults, hints };
}

function test(book: FlowBook): boolean {
  let failed = 0;
  let passed = 0;
  for (const file of files.filter((one) => one.endsWith('.test.yaml'))) {
    if (names.length > 0 && !names.some((name) => file.startsWith(name))) continue;
    const loaded = loadSuite(file, read(file));
    if (!loaded.ok) {
      console.error(loaded.faults.map(sentenceOf).join('\n'));
      failed++;
      continue;
    }
    const results = runSuite(loaded.suite, book);
    console.log(`${file}\n${reportOf(results)}`);
    failed += results.filter(({ failures }) => failures.length > 0).length;
    passed += results.filter(({ failures }) => failures.length === 0).length;
  }
  console.log(`${passed} 通过，${failed} 失败`);
  return failed === 0;
}

/** Talks with one matter until the typing ends. Faults elsewhere do not stand in the way. */
async function talk(book: FlowBook): Promise<boolean> {
  const flow = book.get(names[0] ?? '');
  if (!flow) {
    console.error(`写上要试哪个：${[...book.keys()].join(' ')}`);
    return false;
  }
  const lines = createInterface({ input: process.stdin });
  await tryFlow({ book, flow, now: Date.now(), out: (text) => console.log(text) }, lines);
  lines.close();
  return true;
}

async function main(): Promise<boolean> {
  if (command === 'schema') {
    writeFileSync(join(dir, 'flow.schema.json'), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
    console.log(`写好了 ${join(dir, 'flow.schema.json')}`);
    return true;
  }
  if (command === 'docs') {
    writeFileSync(GUIDE, refreshed(readFileSync(GUIDE, 'utf8')));
    console.log('写好了 docs/flows.md 的表');
    return true;
  }
  if (!['lint', 'test', 'diagram', 'try'].includes(command) || !existsSync(dir)) {
    console.error('用法：npm run flows -- lint|test|diagram|try|schema|docs [名称…] [--dir 目录]');
    return false;
  }
  const { book, faults, hints } = lint();
  for (const fault of faults) console.error(sentenceOf(fault));
  if (command === 'lint') for (const hint of hints) console.log(`提示：${sentenceOf(hint)}`);
  if (command === 'try') return talk(book);
  if (command === 'test') return test(book) && faults.length === 0;
  if (command === 'lint' && faults.length === 0) console.log(`${book.size} 个事项，没有问题`);
  if (command === 'diagram' || rest.includes('--mermaid'))
    for (const flow of book.values())
      if (names.length === 0 || names.includes(flow.id)) console.log(`%% ${flow.id}\n${mermaidOf(flow)}\n`);
  return faults.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
