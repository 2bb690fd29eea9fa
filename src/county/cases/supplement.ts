/** More said of a case that is open: it becomes part of it, and whoever works on it hears. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Post } from '../../dialogue/post.ts';
import type { Party } from '../roles.ts';
import { sealJson } from '../sealed.ts';
import type { Turn } from '../turn.ts';
import { worldOf } from './act.ts';
import { isUnconfirmed } from './actions.ts';
import { type CaseFile, loadCase } from './file.ts';
import { recordStep } from './record.ts';
import { postsFor } from './tell.ts';

export interface More {
  /** Joined to 内容. */
  content?: readonly string[];
  /** Joined to 要求. */
  demands?: readonly string[];
  /** Answers in place of what stands. */
  answers?: Record<string, unknown>;
  /** Undefined: as it is. */
  urgent?: boolean;
}

export interface Supplemented {
  file: CaseFile;
  posts: Post[];
}

/** Adds to a case; undefined when it is over or unknown. `as`: what the speaker is to it. */
export async function supplement(
  turn: Turn,
  book: FlowBook,
  no: string,
  more: More,
  as: Party,
): Promise<Supplemented | undefined> {
  const world = worldOf(turn, book);
  const file = await loadCase(world, no, true);
  if (!file || file.standing.stage.final) return undefined;
  const answers = answersWith(file.answers, more);
  const by = turn.speaker.person?.id ?? turn.speaker.identityId;
  const hurried = more.urgent === true && !file.row.urgent;
  await turn.tx.case.update({
    where: { id: file.row.id },
    data: {
      answers: sealJson(turn.secrets, answers),
      ...(more.urgent === undefined ? {} : { urgent: more.urgent }),
    },
  });
  const before = { ...file, answers, row: { ...file.row, urgent: more.urgent ?? file.row.urgent } };
  // Who asked says how pressing it is in their own words; calling it urgent is the others' action.
  const name = hurried && as !== '本人' ? '加急' : '补充';
  const wanted = more.demands?.length ? [`要求：${more.demands.join('；')}`] : [];
  const note = [...(more.content ?? []), ...wanted].join('；');
  const stage = file.standing.stage.name;
  const after = await recordStep(
    world,
    before,
    { by, eventId: turn.eventId },
    {
      action: name,
      at: turn.now,
      to: stage,
      ...(isUnconfirmed(file, [as], note) ? { unconfirmed: true } : {}),
    },
    { what: `${name} ${no}`, ...(note ? { note } : {}) },
  );
  const deed = {
    action: { name, needs: [], may: [], tells: [] },
    before,
    after,
    given: false,
    by,
    as: [as],
    ...(note ? { note } : {}),
  };
  return { file: after, posts: await postsFor(world, deed) };
}

function answersWith(held: CaseFile['answers'], more: More): CaseFile['answers'] {
  const joined = (name: string, words: readonly string[] = []): Record<string, unknown> => {
    const before = typeof held[name] === 'string' && held[name] !== '' ? [held[name] as string] : [];
    const fresh = words.filter((one) => !before.some((whole) => whole.includes(one)));
    return fresh.length > 0 ? { [name]: [...before, ...fresh].join('；') } : {};
  };
  return {
    ...held,
    ...joined('内容', more.content),
    ...joined('要求', more.demands),
    ...(more.urgent === undefined ? {} : { 缓急: more.urgent ? '加急' : '一般' }),
    ...more.answers,
  };
}
