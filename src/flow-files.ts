/** The matters of `flows/`: loaded at the start; a file that does not pass stops it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FlowBook, sentenceOf } from './dialogue/flow/flow.ts';
import { loadBook } from './dialogue/flow/load.ts';
import type { Log } from './ports.ts';

export const FLOWS_FOLDER = join(import.meta.dirname, '..', 'flows');

export interface FlowFiles {
  book(): FlowBook;
  stop(): Promise<void>;
}

/** @throws Error that names file, line, fault and cure of every file that does not pass. */
export function watchFlows(deps: { log: Log; folder?: string }): FlowFiles {
  const book = readFlows(deps.folder ?? FLOWS_FOLDER);
  return { book: () => book, stop: async () => undefined };
}

function readFlows(folder: string): FlowBook {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'));
  const files = names.map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));
  const { book, faults } = loadBook(files);
  if (faults.length > 0) throw new Error(`flows/ 里有文件没通过检查：\n${faults.map(sentenceOf).join('\n')}`);
  return book;
}
