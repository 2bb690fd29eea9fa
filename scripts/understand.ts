/**
 * Reads JSON lines ({"text", "type"?, "now"?, "bias"?}) on standard input and
 * writes one JSON line for each, in the same order: {"text", "values", "spans"}.
 * A line that is not such an object gets {"error"} and does not stop the rest.
 */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { find, read, type ValueType, write } from '../src/dialogue/understand/index.ts';
import { packagedCalendar } from './calendar.ts';

const request = z.object({
  text: z.string(),
  type: z.custom<ValueType>((x) => typeof x === 'string').optional(),
  now: z.union([z.string(), z.number()]).optional(),
  bias: z.enum(['将来', '过去']).optional(),
  choices: z.array(z.object({ name: z.string(), synonyms: z.array(z.string()).default([]) })).optional(),
});

function answer(line: string): object {
  const parsed = request.safeParse(JSON.parse(line));
  if (!parsed.success) return { error: z.prettifyError(parsed.error) };
  const { text, type, now, bias, choices } = parsed.data;
  const at = now === undefined ? Date.now() : new Date(now).getTime();
  if (Number.isNaN(at)) return { text, error: 'now is no date' };
  const context = { now: at, calendar: packagedCalendar, ...(bias === undefined ? {} : { bias }) };
  const found =
    type === undefined
      ? find(text, context)
      : read(type, text, context, choices === undefined ? {} : { choices });
  const values = found.map((candidate) => write(candidate.value));
  return {
    text,
    values: values.length === 0 ? ['none'] : values,
    spans: found.map((candidate) => candidate.span),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  let out: object;
  try {
    out = answer(line);
  } catch (fault) {
    out = { error: fault instanceof Error ? fault.message : String(fault) };
  }
  process.stdout.write(`${JSON.stringify(out)}\n`);
}
