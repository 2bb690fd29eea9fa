/**
 * What a card carries so that a press can be understood when it comes back: the
 * value of its buttons and the names of its inputs.
 */
import { z } from 'zod';
import type { ChatRef } from '../../port.ts';

/** `t`: the button's token. `k`: the kind of chat it was sent to, which a press does not tell. */
const buttonValue = z.object({ t: z.string().min(1), k: z.enum(['p2p', 'group']).optional() });

export function writeButtonValue(
  token: string,
  chatKind: ChatRef['kind'],
): { t: string; k: ChatRef['kind'] } {
  return { t: token, k: chatKind };
}

/** @throws ZodError when it is not a button of ours. A chat of unknown kind counts as a group: nothing private is said there. */
export function readButtonValue(value: unknown): { token: string; chatKind: ChatRef['kind'] } {
  const { t, k } = buttonValue.parse(value);
  return { token: t, chatKind: k ?? 'group' };
}

/** Gives every input of one card a name of its own, as Feishu demands (feishu.md 5). */
export function createFieldNames(): (name: string) => string {
  const used = new Set<string>();
  return (name) => {
    let unique = name === '' ? '~0' : name;
    for (let n = 1; used.has(unique); n += 1) unique = `${name}~${n}`;
    used.add(unique);
    return unique;
  };
}

/** The field's own name again. */
export function readFieldName(name: string): string {
  return name.replace(/~\d+$/, '');
}
