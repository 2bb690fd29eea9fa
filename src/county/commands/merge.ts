/** /合并 <甲> <乙> and /取消合并 <人>: two entries that are one person, and the way back. */
import { z } from 'zod';
import { ask, type Payload, type Reply, say } from '../../dialogue/reply.ts';
import { noteChange } from '../changes.ts';
import { mergePeople, whyNotMerge } from '../merging/merge.ts';
import { unmerge } from '../merging/unmerge.ts';
import { type FoundPerson, findById, findByName, fullTitle } from '../people.ts';
import { refusedPress } from '../roles.ts';
import type { Outcome, Turn } from '../turn.ts';
import { type CommandHandler, replied } from './handler.ts';

export const merge: CommandHandler = async ({ turn, given }) => {
  const { 甲: first = '', 乙: second = '' } = given;
  const [ones, others] = [await named(turn, first), await named(turn, second)];
  const pair = pairOf(ones, others);
  if (pair) return propose(turn, pair[0], pair[1]);
  if (ones.length === 0) return replied(turn, say(`库里没有“${first}”。请核对姓名再试。`));
  if (others.length === 0) return replied(turn, say(`库里没有“${second}”。请核对姓名再试。`));
  const open = ones.length > 1 ? ones : others;
  const other = ones.length > 1 ? second : first;
  const rest = (person: FoundPerson): string =>
    ones.length > 1 ? `#${person.id} ${other}` : `${other} #${person.id}`;
  return replied(
    turn,
    ask(
      '有几位同名，请选一位：',
      open.slice(0, 8).map((person) => ({
        label: fullTitle(person).slice(0, 40),
        payload: { for: 'command', text: `/合并 ${rest(person)}` },
      })),
    ),
  );
};

async function named(turn: Turn, words: string): Promise<FoundPerson[]> {
  if (!words.startsWith('#')) return findByName(turn.tx, turn.county.id, words);
  const person = await findById(turn.tx, turn.county.id, words.slice(1));
  return person ? [person] : [];
}

/** One and one; or the two who share the name that was said twice. */
function pairOf(ones: FoundPerson[], others: FoundPerson[]): [FoundPerson, FoundPerson] | undefined {
  const [one, another] = ones;
  const [other] = others;
  if (one && other && ones.length === 1 && others.length === 1) return [one, other];
  const same = ones.length === 2 && others.length === 2 && ones.every(({ id }, at) => others[at]?.id === id);
  return same && one && another ? [one, another] : undefined;
}

async function propose(turn: Turn, kept: FoundPerson, gone: FoundPerson): Promise<Outcome> {
  const why = await whyNotMerge(turn.tx, turn.county.id, kept.id, gone.id);
  return replied(turn, why ? say(why) : await proposal(turn, kept, gone));
}

async function proposal(turn: Turn, kept: FoundPerson, gone: FoundPerson): Promise<Reply> {
  const button = (act: string, one: FoundPerson, other: FoundPerson): Payload => ({
    for: 'merge',
    act,
    kept: one.id,
    gone: other.id,
  });
  const bothFiles = await turn.tx.talentFile.count({ where: { personId: { in: [kept.id, gone.id] } } });
  return {
    title: '请您确认合并',
    tone: 'warn',
    parts: [
      {
        type: 'list',
        items: [
          { label: '保留', text: fullTitle(kept) },
          { label: '并入', text: `${fullTitle(gone)}：${await holdings(turn, gone)}` },
        ],
      },
      ...(bothFiles === 2
        ? [
            {
              type: 'text' as const,
              text: '两边都有档案：用保留这位的，另一份随合并记录存着，取消合并时恢复。',
            },
          ]
        : []),
      {
        type: 'buttons',
        buttons: [
          { label: '确认合并', style: 'primary', payload: button('do', kept, gone) },
          { label: '换一边保留', payload: button('swap', gone, kept) },
          { label: '不合并', payload: button('drop', kept, gone) },
        ],
      },
    ],
  };
}

/** What would move, counted. */
async function holdings({ tx, county }: Turn, { id }: FoundPerson): Promise<string> {
  const countyId = county.id;
  const both = { OR: [{ leaderId: id }, { talentId: id }] };
  const counts: [string, number][] = [
    ['账号', await tx.identity.count({ where: { personId: id } })],
    ['结对', await tx.pairing.count({ where: { countyId, ...both } })],
    ['联系记录', await tx.contact.count({ where: { countyId, ...both } })],
    ['办件', await tx.case.count({ where: { countyId, personId: id } })],
    ['档案', await tx.talentFile.count({ where: { personId: id } })],
  ];
  const words = counts.filter(([, count]) => count > 0).map(([what, count]) => `${what} ${count}`);
  return words.length > 0 ? words.join('、') : '名下没有记录';
}

const pressSchema = z.object({
  for: z.literal('merge'),
  act: z.enum(['do', 'swap', 'drop']),
  kept: z.string(),
  gone: z.string(),
});

/** A press under the proposal. */
export async function takeMergePress(turn: Turn, payload: Payload): Promise<Outcome> {
  const press = pressSchema.parse(payload);
  const refused = refusedPress(turn, '合并人员');
  if (refused) return refused;
  if (press.act === 'drop') return replaced(turn, say('好的，没有合并。'), '没有合并');
  const [kept, gone] = [
    await findById(turn.tx, turn.county.id, press.kept),
    await findById(turn.tx, turn.county.id, press.gone),
  ];
  if (!kept || !gone) return toast('其中一位已经不在库里了，请重新发起。');
  const why = await whyNotMerge(turn.tx, turn.county.id, kept.id, gone.id);
  if (why) return toast(why);
  if (press.act === 'swap') return replaced(turn, await proposal(turn, kept, gone), '换好了');
  const by = turn.speaker.person?.id ?? '';
  const id = await mergePeople({ ...turn, countyId: turn.county.id, by }, kept.id, gone.id);
  await noteChange(turn, `person:${kept.id}`, `合并：并入另一位${gone.name}`, { kind: 'merge', id });
  const words = `已合并，${fullTitle(gone)}的账号、结对、联系、办件都归到${fullTitle(kept)}。发“/取消合并 ${kept.name}”可以原样拆开。`;
  return replaced(turn, say(words), '已合并');
}

export const undoMerge: CommandHandler = async ({ turn, given }) => {
  const people = await named(turn, given.人 ?? '');
  const merges = await turn.tx.merge.findMany({
    where: { countyId: turn.county.id, keptId: { in: people.map(({ id }) => id) }, undoneAt: null },
    orderBy: { at: 'desc' },
  });
  const [last] = merges;
  if (!last) return replied(turn, say(`“${given.人 ?? ''}”没有合并过。`));
  const merged = people.filter(({ id }) => merges.some(({ keptId }) => keptId === id));
  if (merged.length > 1) {
    const buttons = merged.slice(0, 8).map((person) => ({
      label: fullTitle(person).slice(0, 40),
      payload: { for: 'command', text: `/取消合并 #${person.id}` },
    }));
    return replied(turn, ask('有几位同名的合并过，请选一位：', buttons));
  }
  const why = await unmerge(turn.tx, turn.secrets, last.id, turn.now);
  if (why) return replied(turn, say(why));
  await noteChange(turn, `person:${last.keptId}`, '取消合并');
  return replied(turn, say('已拆开，两个人各自的记录和合并前一样。合并以后新记的，留在保留的那位名下。'));
};

const toast = (words: string): Outcome => ({ posts: [], answer: { toast: words, tone: 'warning' } });

const replaced = (turn: Turn, reply: Reply, words: string): Outcome => ({
  posts: [{ to: { chat: turn.chat.id }, reply, ...(turn.messageId ? { replaces: turn.messageId } : {}) }],
  answer: { toast: words, tone: 'success' },
});
