/** A button pressed. One of an older revision is refused, and the new card shown. */
import { finishMany, type Steered } from './commands.ts';
import { reopen } from './correct.ts';
import type { ButtonPayload } from './input.ts';
import { brokenRule } from './judge.ts';
import { fieldAt } from './next.ts';
import { choose, chooseSlot, goTo, overwrite, stay } from './pending.ts';
import { agree } from './take.ts';
import { handOver, put, question, type Turn, write } from './turn.ts';
import { TYPES } from './types/index.ts';

/** Presses that mean the same whatever was said since. */
const TIMELESS = new Set<ButtonPayload['act']>(['hand-over', 'later', 'card']);

/** Does what a press means. The result is for the caller, as of a command. */
export function press(turn: Turn, payload: ButtonPayload): Steered | { push: string } {
  if (payload.revision !== turn.draft.revision && !TIMELESS.has(payload.act)) {
    turn.complaints.push('这张卡片不是最新的了，请看这一张。');
    return undefined;
  }
  const asked = question(turn);
  switch (payload.act) {
    case 'confirm':
      return asked === undefined && turn.draft.status === '待确认' ? 'submit' : undefined;
    case 'later':
      return 'park';
    case 'card':
      return 'card';
    case 'hand-over':
      handOver(turn, '本人要求');
      return undefined;
    case 'answer':
      answer(turn, payload);
      return undefined;
    case 'verify':
      if (payload.slot !== undefined) agree(turn, payload.slot);
      return undefined;
    case 'change':
      if (payload.slot !== undefined) write(turn, { type: 'cleared', slot: payload.slot });
      return undefined;
    case 'edit':
      if (payload.slot !== undefined) reopen(turn, payload.slot);
      return undefined;
    case 'skip':
      if (asked?.field.optional && asked.slot === payload.slot)
        write(turn, { type: 'skipped', slot: asked.slot });
      return undefined;
    case 'done':
      if (asked) finishMany(turn, asked);
      return undefined;
    default:
      return settlePending(turn, payload);
  }
}

function answer(turn: Turn, { slot, value }: ButtonPayload): void {
  const field = slot === undefined ? undefined : fieldAt(turn.flow, slot);
  if (slot === undefined || !field || value === undefined) return;
  const broken = brokenRule(turn.flow, turn.draft, turn.world, slot, value);
  if (broken !== undefined) turn.complaints.push(broken);
  else put(turn, slot, value, TYPES[field.type].say(value, field));
}

function settlePending(turn: Turn, { act, slot, value }: ButtonPayload): undefined | { push: string } {
  const { pending } = turn.draft;
  if (act === 'overwrite' || act === 'keep') overwrite(turn, act === 'overwrite');
  if (act === 'stay') stay(turn);
  if (act === 'switch') {
    const there = goTo(turn);
    return typeof there === 'object' ? there : undefined;
  }
  if (act !== 'choose' || slot === undefined) return undefined;
  if (pending?.kind !== 'which-value') chooseSlot(turn, slot);
  else
    choose(
      turn,
      slot,
      pending.options.findIndex((option) => JSON.stringify(option.value) === JSON.stringify(value)),
    );
  return undefined;
}
