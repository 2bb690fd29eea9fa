/** A contact that was confirmed: written, summed up, its needs handed on. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import type { Reply, ReplyPart } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { CaseFile } from '../cases/file.ts';
import type { Conversation } from '../conversation.ts';
import { type PairingStanding, standingsOfMany } from '../pairings.ts';
import type { Outcome, Turn } from '../turn.ts';
import { remember } from './memory.ts';
import { dayWords, leaderOf, type PendingContact } from './pending.ts';
import { type Raised, raise, raisedWords } from './raise.ts';
import { type RecordedContact, recordContact } from './record.ts';
import { answered } from './reply.ts';

export async function confirm(
  turn: Turn,
  book: FlowBook,
  state: Conversation,
  pending: PendingContact,
): Promise<Outcome> {
  const recorded = await recordContact(turn, pending);
  const raised: Raised[] = [];
  for (const { id, talent, record } of recorded) {
    const { needs, suggestions } = record;
    raised.push(
      await raise(turn, book, {
        contact: id,
        talent: talent.id,
        leader: leaderOf(pending, record),
        needs,
        suggestions,
      }),
    );
  }
  const { contact: _done, ...rest } = state;
  const last = recorded.at(-1)?.talent.id;
  const next = remember(turn, rest, {
    records: recorded.map(({ id }) => id),
    recordedAt: turn.now,
    ...(last ? { last } : {}),
  });
  const leaders = [...new Set(recorded.map(({ record }) => leaderOf(pending, record)))];
  const { tx, county, now } = turn;
  const standings = await standingsOfMany(
    tx,
    leaders.map((leaderId) => ({ countyId: county.id, leaderId, settings: county.settings })),
    dateOf(now),
  );
  const outcome = answered(
    turn,
    next,
    recordedCard(
      turn,
      recorded,
      pending.onBehalf,
      standings.flat(),
      raised.flatMap(({ files }) => files),
    ),
  );
  return {
    ...outcome,
    posts: [...outcome.posts, ...raised.flatMap(({ posts }) => posts)],
    answer: { toast: '已记下', tone: 'success' },
  };
}

function recordedCard(
  turn: Turn,
  recorded: RecordedContact[],
  onBehalf: boolean,
  standings: PairingStanding[],
  files: CaseFile[],
): Reply {
  const lines = recorded.map(({ no, talent, record }) => ({
    label: no,
    text: [talent.name, dayWords(record), record.method, ...raised(record)].join('，'),
  }));
  const done = recorded.flatMap(({ talent, record }) => {
    const row = standings.find(
      (one) => one.talent.id === talent.id && (!record.leader || one.leaderId === record.leader.id),
    );
    return row ? [standingWords(row)] : [];
  });
  const text = (words: string): ReplyPart => ({ type: 'text', text: words });
  return {
    title: '联系已记下',
    tone: 'good',
    parts: [
      { type: 'list', items: lines },
      ...(onBehalf ? [text(behalfWords(turn, recorded))] : []),
      ...[...new Set(done)].map(text),
      ...(files.length > 0 ? [text([...raisedWords(files), '细节等本人同意后再给。'].join('\n'))] : []),
      ...(recorded.some(({ late }) => late)
        ? [text(`离联系那天超过 ${turn.county.settings.C7} 个工作日，已标为补录。`)]
        : []),
      text(`要补充，接着说就行；记错了的话，${turn.county.settings.undoMinutes} 分钟内发“/撤销”。`),
    ],
  };
}

/** 记在向国平同志名下，由彭一诺代记。 */
function behalfWords(turn: Turn, recorded: RecordedContact[]): string {
  const leaders = [...new Set(recorded.flatMap(({ record }) => record.leader?.name ?? []))];
  return `记在${leaders.join('、')}同志名下，由${turn.speaker.person?.name ?? ''}代记。`;
}

const raised = ({ needs, suggestions }: { needs: unknown[]; suggestions: unknown[] }): string[] => [
  ...(needs.length > 0 ? [`诉求 ${needs.length} 件`] : []),
  ...(suggestions.length > 0 ? [`意见建议 ${suggestions.length} 条`] : []),
];

function standingWords({ talent, standing }: PairingStanding): string {
  const { contacted, met, contactPeriod, meetingPeriod } = standing;
  if (!contacted) return `${talent.name}：${contactPeriod.name}还没联系。`;
  return met
    ? `${contactPeriod.name}对${talent.name}的联系已完成。`
    : `${contactPeriod.name}对${talent.name}的联系已完成，${meetingPeriod.name}还没见面。`;
}
