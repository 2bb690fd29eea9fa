/** /分管 <单位> <人>: who is in charge of a member unit and hears of its yellow cards (domain.md N9). */
import { ask, say } from '../../dialogue/reply.ts';
import { findUnits } from '../cases/units.ts';
import { noteChange } from '../changes.ts';
import { findById, findByName, fullTitle } from '../people.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandHandler, replied } from './handler.ts';

export const deputy: CommandHandler = async ({ turn, given }) => {
  const named = given.单位 ?? '';
  const [unit, ...others] = await findUnits(turn.tx, turn.county.id, named);
  if (!unit) return replied(turn, say(`成员单位里没有“${named}”，请写单位全称或常用简称。`));
  if (others.length > 0)
    return replied(
      turn,
      say(`“${named}”可能是${[unit, ...others].map(({ name }) => name).join('、')}，请写全称。`),
    );
  const who = given.人 ?? '';
  const byId = who.startsWith('#') ? await findById(turn.tx, turn.county.id, who.slice(1)) : undefined;
  const people = (byId ? [byId] : await findByName(turn.tx, turn.county.id, who)).filter(
    ({ leftAt }) => !leftAt,
  );
  const [person] = people;
  if (!person) return replied(turn, say(`库里没有“${who.replace(/^#.*/u, '这一位')}”。请核对姓名。`));
  if (people.length > 1)
    return replied(
      turn,
      ask(
        `有 ${people.length} 位，请选一位：`,
        people.slice(0, 8).map((one) => ({
          label: fullTitle(one).slice(0, 40),
          payload: { for: 'command', text: `/分管 ${unit.name} #${one.id}` },
        })),
      ),
    );
  const row = await turn.tx.unit.findUniqueOrThrow({ where: { id: unit.id } });
  await turn.tx.unit.update({ where: { id: unit.id }, data: { deputyId: person.id } });
  await noteChange(turn, `unit:${unit.id}`, `${unit.name}的分管领导改为${person.name}`, {
    kind: 'deputy',
    unitId: unit.id,
    before: row.deputyId,
  });
  return replied(
    turn,
    say(`已记下：${fullTitle(person)}分管${unit.name}，这个单位的黄牌抄送给这一位。${undoWords(turn)}`),
  );
};
