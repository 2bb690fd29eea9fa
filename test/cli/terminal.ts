/** A terminal for tests: what was typed goes in, what was printed and the exit code come out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ExitCode, run } from '../../src/cli/run.ts';

export interface Printed {
  code: ExitCode;
  out: string;
  err: string;
}

export async function type(words: string[], env: Record<string, string> = {}): Promise<Printed> {
  let out = '';
  let err = '';
  const code = await run(words, {
    env,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

/** A folder that is gone when the test ends. */
export function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jinyue-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file that holds a value as JSON, or a text as it is. */
export function fileOfTest(content: unknown): string {
  const path = join(folderOfTest(), 'event.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
