/** A contact that was confirmed: written, summed up, its needs handed on. */
import type { Post } from '../../dialogue/post.ts';
import { type Reply, type ReplyPart, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { Conversation } from '../conversation.ts';
import { type PairingStanding, standingsOf } from '../pairings.ts';
import type { Outcome, Turn } from '../turn.ts';
import { remember } from './memory.ts';
import { dayWords, type PendingContact } from './pending.ts';
import { type RecordedContact, recordContact } from './record.ts';
import { answered } from './reply.ts';

export async function confirm(turn: Turn, state: Conversation, pending: PendingContact): Promise<Outcome> {
  const recorded = await recordContact(turn, pending);
  const { contact: _done, ...rest } = state;
  const last = recorded.at(-1)?.talent.id;
  const next = remember(turn, rest, {
    records: recorded.map(({ id }) => id),
    recordedAt: turn.now,
    ...(last ? { last } : {}),
  });
  const standings = await standingsOf(
    turn.tx,
    turn.county.id,
    pending.leaderId,
    dateOf(turn.now),
    turn.county.settings,
  );
  const outcome = answered(turn, next, recordedCard(turn, recorded, standings));
  return {
    ...outcome,
    posts: [...outcome.posts, ...handOn(turn, pending, recorded)],
    answer: { toast: '已记下', tone: 'success' },
  };
}

function recordedCard(turn: Turn, recorded: RecordedContact[], standings: PairingStanding[]): Reply {
  const lines = recorded.map(({ no, talent, record }) => ({
    label: no,
    text: [talent.name, dayWords(record), record.method, ...raised(record)].join('，'),
  }));
  const done = recorded.flatMap(({ talent }) => {
    const row = standings.find((one) => one.talent.id === talent.id);
    return row ? [standingWords(row)] : [];
  });
  const text = (words: string): ReplyPart => ({ type: 'text', text: words });
  return {
    title: '联系已记下',
    tone: 'good',
    parts: [
      { type: 'list', items: lines },
      ...[...new Set(done)].map(text),
      ...(recorded.some(({ late }) => late)
        ? [text(`离联系那天超过 ${turn.county.settings.C7} 个工作日，已标为补录。`)]
        : []),
      text(`要补充，接着说就行；记错了的话，${turn.county.settings.undoMinutes} 分钟内发“/撤销”。`),
    ],
  };
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

/**
 * The office hears of needs and suggestions at once, second-hand and without the
 * details (domain.md 1.6).
 */
function handOn(turn: Turn, pending: PendingContact, recorded: RecordedContact[]): Post[] {
  const items = recorded.flatMap(({ no, talent, record }) => [
    ...record.needs.map(({ text, urgent }) => ({
      label: `诉求${urgent ? '（加急）' : ''}`,
      text: `${talent.name}：${text}（${no}）`,
    })),
    ...record.suggestions.map(({ text }) => ({
      label: '意见建议',
      text: `${talent.name}：${text}（${no}）`,
    })),
  ]);
  if (items.length === 0) return [];
  const who = pending.onBehalf ? '联系领导' : (turn.speaker.person?.name ?? '联系领导');
  return [
    {
      to: { role: '人才办' },
      reply: {
        title: '领导联系人才带回的事',
        parts: [
          say(`${who}转述，请核实后受理：`).parts[0] as ReplyPart,
          { type: 'list', items },
          { type: 'text', text: '孩子、家属、身体方面的细节，本人同意后再给承办单位。' },
        ],
      },
    },
  ];
}
