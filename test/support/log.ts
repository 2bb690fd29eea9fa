/** Logs that a test can read. */
import { Writable } from 'node:stream';
import { openLog } from '../../src/log.ts';
import type { Log } from '../../src/ports.ts';

export interface Line {
  level: 'debug' | 'info' | 'warn' | 'error';
  data: Record<string, unknown>;
  message: string;
}

/** A log that remembers what callers gave it, unmasked. */
export function collectingLog(): Log & { lines: Line[] } {
  const lines: Line[] = [];
  const at =
    (level: Line['level']) =>
    (data: object, message: string): void => {
      lines.push({ level, data: { ...data }, message });
    };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The real log at its most talkative, written into memory as it would stand on standard output. */
export function writtenLog(): { log: Log; written(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { log: openLog('trace', stream), written: () => chunks.join('') };
}
