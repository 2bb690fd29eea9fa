/** The reply to a question put between: which value, replace or keep, which file, which matter first. */
import { readChoice, readYesNo } from '../understand/index.ts';
import { reopen } from './correct.ts';
import { placeHeld } from './files.ts';
import { fieldAt } from './next.ts';
import type { Pending } from './state.ts';
import { settle } from './take.ts';
import { put, readContext, sayValue, type Turn, write } from './turn.ts';
import { TYPES } from './types/index.ts';

/** What the reply asks of the conversation beyond the draft. */
export type Settled = 'done' | 'refused' | { push: string } | undefined;

/** Reads a message as the reply to what is pending. Undefined: it is none; the question is dropped. */
export function answerPending(turn: Turn, text: string): Settled {
  const { pending } = turn.draft;
  if (!pending) return undefined;
  const settled = reply(turn, pending, text);
  if (!settled && turn.draft.pending === pending && !/^(?:算了|算啦)/u.test(text))
    write(turn, { type: 'pending', pending: null });
  return settled;
}

const pick = (text: string, labels: string[]): number => {
  const found = readChoice(
    text,
    labels.map((name) => ({ name, synonyms: [] })),
  );
  return found.length === 1 && found[0]!.full ? labels.indexOf(found[0]!.choice) : -1;
};

function reply(turn: Turn, pending: Pending, text: string): Settled {
  switch (pending.kind) {
    case 'which-value': {
      const at = pick(
        text,
        pending.options.map(({ label }) => label),
      );
      return at < 0 ? undefined : choose(turn, pending.slot, at);
    }
    case 'overwrite': {
      const yes = /^换[吧掉成]?/u.test(text)
        ? true
        : /^(?:不换|别换|不用换|保留|留着)/u.test(text)
          ? false
          : readYesNo(text);
      return yes === undefined ? undefined : overwrite(turn, yes);
    }
    case 'which-slot':
    case 'which-file':
    case 'which-fix': {
      const at = pick(text, pending.slots);
      return at < 0 ? undefined : chooseSlot(turn, pending.slots[at]!);
    }
    case 'half':
      return complete(turn, pending, text);
    case 'other-flow': {
      if (/^(?:先填完|待会儿?|等会儿?|先不|一会儿?|填完再)/u.test(text)) return stay(turn);
      const yes = /^先办/u.test(text) ? true : readYesNo(text);
      return yes === undefined ? undefined : yes ? goTo(turn) : stay(turn);
    }
  }
}

/** The other half of a day and its hour. */
function complete(
  turn: Turn,
  { slot, day, words }: Extract<Pending, { kind: 'half' }>,
  text: string,
): Settled {
  const field = fieldAt(turn.flow, slot);
  const whole =
    day === null ? `${text} ${words}` : `${day} ${/[早上中下晚]/u.test(text) ? '' : words}${text}`;
  const readings = field ? TYPES[field.type].read(whole, field, readContext(turn)) : [];
  if (!field || readings.length === 0) return undefined;
  write(turn, { type: 'pending', pending: null });
  const taken = settle(turn, slot, field, readings, whole, true);
  return taken?.refused === false ? 'done' : 'refused';
}

/** One of several readings was meant. */
export function choose(turn: Turn, slot: string, index: number): Settled {
  const { pending } = turn.draft;
  const field = fieldAt(turn.flow, slot);
  const option = pending?.kind === 'which-value' ? pending.options[index] : undefined;
  if (!field || !option) return undefined;
  write(turn, { type: 'pending', pending: null });
  put(turn, slot, option.value, option.raw, { note: `${field.name} ${sayValue(turn, field, option.value)}` });
  return 'done';
}

/** One of several questions was meant. */
export function chooseSlot(turn: Turn, slot: string): Settled {
  const { pending } = turn.draft;
  if (!pending || !('slots' in pending)) return undefined;
  write(turn, { type: 'pending', pending: null });
  const field = fieldAt(turn.flow, slot);
  if (pending.kind === 'which-fix') reopen(turn, slot);
  if (pending.kind === 'which-file') placeHeld(turn, slot, pending.files);
  if (pending.kind === 'which-slot' && field)
    put(turn, slot, pending.value, pending.raw, {
      note: `${field.name} ${sayValue(turn, field, pending.value)}`,
    });
  return 'done';
}

/** Replace what stands, or keep it. */
export function overwrite(turn: Turn, yes: boolean): Settled {
  const { pending } = turn.draft;
  if (pending?.kind !== 'overwrite') return undefined;
  write(turn, { type: 'pending', pending: null });
  const field = fieldAt(turn.flow, pending.slot);
  if (yes && field)
    put(turn, pending.slot, pending.value, pending.raw, {
      note: `${field.name}改成 ${sayValue(turn, field, pending.value)}`,
    });
  else turn.remarks.push('好的，不换');
  return 'done';
}

/** The other matter first. */
export function goTo(turn: Turn): Settled {
  const { pending } = turn.draft;
  if (pending?.kind !== 'other-flow') return undefined;
  write(turn, { type: 'pending', pending: null });
  return { push: pending.flow };
}

/** This matter first; the other one comes after it. */
export function stay(turn: Turn): Settled {
  const { pending } = turn.draft;
  if (pending?.kind !== 'other-flow') return undefined;
  write(turn, { type: 'pending', pending: null });
  const other = turn.input.flows.get(pending.flow);
  const queue = turn.conversation.queue ?? [];
  if (other && !queue.some(({ flow }) => flow === other.id))
    turn.conversation.queue = [...queue, { flow: other.id, text: other.triggers[0] ?? other.name }];
  turn.remarks.push(`好的，先填完，“${other?.name ?? ''}”我记着，办完接着来`);
  return 'done';
}
