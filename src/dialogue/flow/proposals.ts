/**
 * A language model, where one is configured, only proposes which words of a
 * message answer which question (flow-format.md 3, domain.md 5.4). Its words
 * are never used: a quotation must stand in the message and pass the field's
 * own parser, and nothing personal is shown to it.
 */
import type { ReadContext } from '../understand/value.ts';
import type { Field, Flow } from './flow.ts';
import type { Propose } from './input.ts';
import { isSensitive, maskInside, TYPES } from './types/index.ts';
import type { Claim } from './volunteer.ts';

/** Consent, lists and files are the person's own to give. */
const NEVER = new Set(['是否', '列表', '文件', '照片', '说明']);
const LONGEST = 80;

const isOpenTo = (field: Field): boolean =>
  !NEVER.has(field.type) && !isSensitive(field) && field.endOnNo === undefined;

/** Claims from proposals that hold; all others are dropped without a word. */
export function proposedClaims(propose: Propose, text: string, flow: Flow, context: ReadContext): Claim[] {
  const fields = flow.fields.filter(isOpenTo);
  const shown = fields.map(({ name, type, ask }) => ({ name, type, ...(ask === undefined ? {} : { ask }) }));
  const claims: Claim[] = [];
  for (const { field: name, quote } of propose({ text: maskInside(text), fields: shown })) {
    const field = fields.find((one) => one.name === name);
    const claim = field && claimOf(field, quote, text, context);
    if (claim && claims.every(({ span }) => claim.span[1] <= span[0] || claim.span[0] >= span[1]))
      claims.push(claim);
  }
  return claims;
}

function claimOf(field: Field, quote: string, text: string, context: ReadContext): Claim | undefined {
  const at = quote.trim() === '' || quote.length > LONGEST ? -1 : text.indexOf(quote);
  if (at < 0) return undefined;
  const span: [number, number] = [at, at + quote.length];
  const readings = TYPES[field.type]
    .read(quote, field, context)
    .filter(({ full }) => full)
    .map((reading) => ({ ...reading, span }));
  return readings.length > 0 ? { field, readings, span, labelled: false } : undefined;
}
