/** From what was typed to what is printed and the exit code. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../config.ts';
import { maskText } from '../log.ts';
import { reason, StartError } from '../store/start-error.ts';
import { listAside, readId, retryAside, type ShelfName } from './aside.ts';
import { showCalendar, takeCalendar } from './calendar.ts';
import { importSheet } from './import.ts';
import { withDatabase } from './open.ts';
import { failed, Problem, usage } from './problem.ts';
import { replay } from './replay.ts';
import { CLI, helpText, nearest } from './words.ts';

export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  err(text: string): void;
}

/** 0: done; 1: it could not be done; 2: it was typed wrongly. */
export type ExitCode = 0 | 1 | 2;

/** Runs one command. Never rejects: what went wrong is said on `err`. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const lines = await answer(argv, terminal.env);
    terminal.out(`${lines.join('\n')}\n`);
    return 0;
  } catch (error) {
    terminal.err(`${wordsOf(error)}\n`);
    return error instanceof Problem && error.kind === 'usage' ? 2 : 1;
  }
}

interface Options {
  again: boolean;
  yes: boolean;
  'end-others': boolean;
  app?: string;
}

async function answer(argv: readonly string[], env: Terminal['env']): Promise<string[]> {
  const { words, options, help } = parse(argv);
  const [first = '', second = '', ...rest] = words;
  if (help || first === '' || first === 'help' || first === '帮助') return [helpText()];
  if (first === 'inbox' || first === 'outbox') return onShelf(env, first, second, rest);
  if (first === 'replay') return onReplay(env, second, rest, options);
  if (first === 'calendar') return onCalendar(env, second, rest);
  if (first === 'import') return onImport(env, second, rest, options);
  throw unknown(words);
}

async function onShelf(
  env: Terminal['env'],
  name: ShelfName,
  verb: string,
  [which, ...more]: string[],
): Promise<string[]> {
  if (verb !== 'list' && verb !== 'retry') throw unknown([name, verb]);
  if (more.length > 0 || (verb === 'list' && which !== undefined)) throw usage(tooMany);
  if (which !== undefined && which !== 'all') readId(which);
  return withDatabase(loadConfig(env), (db) =>
    verb === 'list' ? listAside(db, name) : retryAside(db, name, which),
  );
}

async function onReplay(
  env: Terminal['env'],
  file: string,
  more: string[],
  options: Options,
): Promise<string[]> {
  if (file === '') throw usage(`要重放哪个文件？如：${CLI} replay 来件.json（“-”表示标准输入）`);
  if (more.length > 0) throw usage(tooMany);
  const words = read(file, env.INIT_CWD);
  const config = loadConfig(env);
  return withDatabase(config, (db) => replay(db, config, words, options));
}

async function onCalendar(env: Terminal['env'], verb: string, [file, ...more]: string[]): Promise<string[]> {
  if (verb !== 'show' && verb !== 'import') throw unknown(['calendar', verb]);
  if (more.length > 0 || (verb === 'show' && file !== undefined)) throw usage(tooMany);
  if (verb === 'show') return withDatabase(loadConfig(env), showCalendar);
  if (file === undefined) throw usage(`要导入哪个文件？如：${CLI} calendar import 2027.txt`);
  const path = find(file, env.INIT_CWD);
  return withDatabase(loadConfig(env), (db) => takeCalendar(db, path, Date.now()));
}

async function onImport(
  env: Terminal['env'],
  kind: string,
  [file, ...more]: string[],
  options: Options,
): Promise<string[]> {
  if (kind !== 'pairings' && kind !== 'people') throw unknown(['import', kind]);
  if (file === undefined) throw usage(`要导入哪个文件？如：${CLI} import ${kind} 名单.xlsx`);
  if (more.length > 0) throw usage(tooMany);
  const path = find(file, env.INIT_CWD);
  const config = loadConfig(env);
  const chosen = { yes: options.yes, endOthers: options['end-others'] };
  return withDatabase(config, (db) => importSheet(db, config, kind, path, chosen, Date.now()));
}

const tooMany = `后面的词太多了。用 ${CLI} help 看写法。`;

/** npm runs us in the project's folder: a path is also tried from where npm was called. */
function read(file: string, from: string | undefined): string {
  if (file === '-') return readFileSync(0, 'utf8');
  const path = find(file, from);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw failed(`读不了文件 ${file}：${reason(error)}`);
  }
}

function find(file: string, from: string | undefined): string {
  const path = [resolve(file), resolve(from ?? '.', file)].find((candidate) => existsSync(candidate));
  if (path === undefined) throw failed(`找不到文件 ${file}。`);
  return path;
}

function parse(argv: readonly string[]): { words: string[]; options: Options; help: boolean } {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        again: { type: 'boolean', default: false },
        app: { type: 'string' },
        yes: { type: 'boolean', default: false },
        'end-others': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { help, app, ...flags } = values;
    return { words: positionals, options: { ...flags, ...(app === undefined ? {} : { app }) }, help };
  } catch {
    const wrong =
      argv.find(
        (word) => word.startsWith('-') && !['--again', '--yes', '--end-others', '-'].includes(word),
      ) ?? '';
    throw usage(`选项 ${wrong} 写得不对。用 ${CLI} help 看写法。`);
  }
}

function unknown(words: string[]): Problem {
  const typed = words.filter((word) => word !== '').join(' ');
  const near = nearest(words.slice(0, 2).join(' ').trim()) ?? nearest(words[0] ?? '');
  return usage(
    `没有命令“${typed}”。${near ? `您是想用 ${CLI} ${near} 吗？` : ''}用 ${CLI} help 看全部命令。`,
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (error instanceof ConfigError || error instanceof StartError)
    return `${error.chinese}\n${error.message}`;
  return `没有办成：${maskText(reason(error))}`;
}
