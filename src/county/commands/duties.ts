/** /分工: which unit takes what, where that comes from, and setting it otherwise. */
import { say } from '../../dialogue/reply.ts';
import { findUnits } from '../cases/units.ts';
import { noteChange } from '../changes.ts';
import { defaultDuties } from '../duties/defaults.ts';
import { dutiesOf } from '../duties/duties.ts';
import type { Turn } from '../turn.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandHandler, replied } from './handler.ts';

const OFFICE = '人才办';

export const duties: CommandHandler = async ({ turn, given }) => {
  const topic = given.事情;
  if (!topic) return replied(turn, await table(turn));
  const duty = defaultDuties.find(({ name }) => name === topic);
  if (!duty) {
    const names = defaultDuties.map(({ name }) => name).join('、');
    return replied(turn, say(`没有“${topic}”这一类。现有：${names}。`));
  }
  if (!given.单位) {
    const now = (await dutiesOf(turn.tx, turn.county.id)).find((one) => one.duty === duty);
    return replied(
      turn,
      say(`${topic}：${now?.unit?.name ?? OFFICE}（${sourceWords(now?.source ?? '')}）。`),
    );
  }
  return replied(turn, say(await assign(turn, duty.name, given.单位)));
};

/** Says who takes a topic from now on; cases that are open stay where they are. */
async function assign(turn: Turn, topic: string, named: string): Promise<string> {
  const office = named === OFFICE || named === '县委人才办';
  const [unit, ...more] = office ? [] : await findUnits(turn.tx, turn.county.id, named);
  if (!office && !unit) return `成员单位里没有“${named}”，请写单位全称或常用简称。`;
  if (more.length > 0) return `“${named}”不止一个单位，请写全称。`;
  const countyId = turn.county.id;
  const key = { countyId_topic: { countyId, topic } };
  const before = await turn.tx.duty.findUnique({ where: key, select: { unitId: true, source: true } });
  const row = { unitId: unit?.id ?? null, source: `${turn.speaker.person?.name ?? OFFICE}设定` };
  await turn.tx.duty.upsert({
    where: key,
    create: { countyId, topic, ...row },
    update: row,
  });
  await noteChange(turn, `duty:${topic}`, `分工 ${topic} 归${unit?.name ?? OFFICE}`, {
    kind: 'duty',
    topic,
    before,
    after: row,
  });
  return `以后“${topic}”${unit ? `自动派给${unit.name}` : '由人才办看过再派'}。已经派出去的不变。${undoWords(turn)}`;
}

const table = async (turn: Turn) => ({
  title: '分工',
  parts: [
    {
      type: 'text' as const,
      text: '人才说清楚的事、领导带回的事，按这张表自动派。要改，发“/分工 事情 单位”。',
    },
    {
      type: 'list' as const,
      items: (await dutiesOf(turn.tx, turn.county.id)).map(({ duty, unit, source }) => ({
        label: duty.name,
        text: `${unit?.name ?? OFFICE}（${sourceWords(source)}）`,
      })),
    },
  ],
});

const sourceWords = (source: string): string =>
  source === 'proposed' ? '默认，待确认' : source.startsWith('domain.md') ? '默认' : source;
