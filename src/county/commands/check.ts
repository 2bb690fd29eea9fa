/** /核对 [编号] [无误]: a talent's file that was registered, or has changed, is taken up once staff have looked at it. */
import type { FlowBook } from '../../dialogue/flow/flow.ts';
import { type Reply, say } from '../../dialogue/reply.ts';
import { dateOf } from '../../schedule/workdays.ts';
import type { TalentFileModel } from '../../store/client/models.ts';
import { noteChange } from '../changes.ts';
import { fullTitle } from '../people.ts';
import { sayAnswers } from '../say-answers.ts';
import { openAnswers } from '../sealed.ts';
import { shortDay } from '../standings.ts';
import { REGISTERED, UNCHECKED, WITH_UNIT } from '../talent-files.ts';
import type { Turn } from '../turn.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandHandler, replied } from './handler.ts';

const GOOD = '无误';
const MOST_SHOWN = 20;

export const check: CommandHandler = async ({ turn, given, book }) => {
  const no = given.编号?.toUpperCase();
  if (no === undefined) return replied(turn, await waitingFiles(turn));
  const file = await turn.tx.talentFile.findFirst({ where: { countyId: turn.county.id, no } });
  if (!file) return replied(turn, say(`没有查到档案“${no}”。发“/核对”看看有哪些要核对。`));
  if (!isOpen(file)) return replied(turn, say(`${no} 是“${file.status}”，不用核对。`));
  if (given.结论 === undefined) return replied(turn, await toCheck(turn, file, book));
  if (given.结论 !== GOOD) return replied(turn, say(`没问题请发“/核对 ${no} ${GOOD}”。${toMend}`));
  await turn.tx.talentFile.update({ where: { id: file.id }, data: { status: REGISTERED } });
  await noteChange(turn, `person:${file.personId}`, `核对档案 ${no}`, {
    kind: 'file-status',
    id: file.id,
    before: file.status,
  });
  return replied(turn, say(`${no} 已核对，${REGISTERED}。${undoWords(turn)}`));
};

const toMend = '有问题的话，请本人说“修改人才登记”改好再核对。';

const isOpen = ({ status }: TalentFileModel): boolean => status === UNCHECKED || status === WITH_UNIT;

/** Those that have waited longest first. */
async function waitingFiles(turn: Turn): Promise<Reply> {
  const where = { countyId: turn.county.id, status: { in: [UNCHECKED, WITH_UNIT] } };
  const files = await turn.tx.talentFile.findMany({
    where,
    orderBy: [{ updatedAt: 'asc' }, { no: 'asc' }],
    take: MOST_SHOWN,
  });
  if (files.length === 0) return say('没有要核对的档案。');
  const people = await turn.tx.person.findMany({
    where: { id: { in: files.map(({ personId }) => personId) } },
  });
  const items = files.map(({ no, status, personId, updatedAt }) => {
    const person = people.find(({ id }) => id === personId);
    const day = shortDay(dateOf(updatedAt.getTime()), dateOf(turn.now));
    return { label: no, text: [person ? fullTitle(person) : '', day, status].filter(Boolean).join('，') };
  });
  const count = await turn.tx.talentFile.count({ where });
  return {
    title: '要核对的档案',
    parts: [
      { type: 'text', text: `共 ${count} 份${count > files.length ? `，先列 ${files.length} 份` : ''}：` },
      { type: 'list', items },
      { type: 'text', text: `看内容请发“/核对 ${files[0]?.no ?? ''}”这样。` },
    ],
  };
}

/** What the person has said, masked as everywhere, and the one tap that takes it up. */
async function toCheck(turn: Turn, file: TalentFileModel, book: FlowBook): Promise<Reply> {
  const { no, status } = file;
  const person = await turn.tx.person.findUniqueOrThrow({ where: { id: file.personId } });
  const flow = book.get(status === WITH_UNIT ? 'talent-file' : 'talent-registration');
  return {
    title: `核对档案 ${no}`,
    parts: [
      { type: 'text', text: `${fullTitle(person)}，${status}：` },
      { type: 'list', items: sayAnswers(flow, openAnswers(turn.secrets, file.answers), false) },
      {
        type: 'buttons',
        buttons: [
          {
            label: `核对${GOOD}`,
            style: 'primary',
            payload: { for: 'command', text: `/核对 ${no} ${GOOD}` },
          },
        ],
      },
      { type: 'text', text: toMend },
    ],
  };
}
