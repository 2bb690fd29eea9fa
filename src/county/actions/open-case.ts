/** 立案 and every matter that has no table of its own: one submitted instance, with its number. */
import { say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import { newId } from '../../store/ids.ts';
import { noteChange } from '../changes.ts';
import { yearNumber } from '../numbers.ts';
import { sealJson } from '../sealed.ts';
import type { Turn } from '../turn.ts';
import type { Submission, Submitted } from './submission.ts';

/** The letter a matter's numbers begin with: N needs, J suggestions, S the rest. */
const prefixes: Readonly<Record<string, string>> = { need: 'N', suggestion: 'J' };

export async function openCase(turn: Turn, submission: Submission): Promise<Submitted> {
  const { county, tx } = turn;
  const uniqueKey = submission.key ? turn.secrets.lookup(JSON.stringify(submission.key.value)) : null;
  const earlier = uniqueKey
    ? await tx.case.findUnique({
        where: { countyId_matter_uniqueKey: { countyId: county.id, matter: submission.flow, uniqueKey } },
      })
    : null;
  const year = dateOf(turn.now).slice(0, 4);
  const no = earlier?.no ?? (await yearNumber(tx, county.id, prefixes[submission.flow] ?? 'S', year));
  const answers = sealJson(turn.secrets, submission.answers);
  if (earlier) {
    await tx.case.update({ where: { id: earlier.id }, data: { answers, version: submission.version } });
  } else {
    await tx.case.create({
      data: {
        id: newId(turn.random),
        countyId: county.id,
        no,
        matter: submission.flow,
        version: submission.version,
        personId: turn.speaker.person?.id ?? null,
        stage: '已受理',
        uniqueKey,
        answers,
        draftId: submission.draft,
        revision: submission.revision,
        createdAt: new Date(turn.now),
      },
    });
  }
  await noteChange(turn, `case:${no}`, earlier ? `更新 ${no}` : `受理 ${no}`);
  const news = `${turn.speaker.person?.name ?? '一位来访者'}提交了 ${no}，请查看。`;
  return {
    result: { ok: true, values: { 编号: no } },
    posts: [{ to: { role: '人才办' }, reply: say(news) }],
  };
}
