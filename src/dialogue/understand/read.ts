import { readChoice } from './choices.ts';
import { find } from './find.ts';
import { readName } from './names.ts';
import type { Candidate, Choice, ReadContext, ValueType } from './value.ts';
import { yesNoIn } from './yes-no.ts';

/** All readings of that type in the text, best first. */
export function read(
  type: ValueType,
  text: string,
  context: ReadContext,
  options: { choices?: readonly Choice[] } = {},
): Candidate[] {
  const whole: [number, number] = [0, text.length];
  switch (type) {
    case '是否': {
      const found = yesNoIn(text);
      return found === undefined
        ? []
        : [{ value: { kind: 'yes-no', yes: found.yes }, span: whole, full: found.full }];
    }
    case '人名':
      return readName(text).map(({ name, span, full }) => ({ value: { kind: 'name', name }, span, full }));
    case '单选':
      return readChoice(text, options.choices ?? []).map(({ choice, span, full }) => ({
        value: { kind: 'choice', choice },
        span,
        full,
      }));
    default:
      return find(text, context);
  }
}
