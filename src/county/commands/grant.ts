/** /授权 <人> <角色> */
import { type RoleName, roleNames } from '../../dialogue/post.ts';
import { ask, say } from '../../dialogue/reply.ts';
import { noteChange } from '../changes.ts';
import { type FoundPerson, findById, findByName, fullTitle } from '../people.ts';
import { undoWords } from '../undo-words.ts';
import { type CommandHandler, replied } from './handler.ts';

const synonyms: Record<string, RoleName> = {
  干事: '人才办',
  工作人员: '人才办',
  管理员: '主任',
  县领导: '领导',
  联络员: '专员',
  服务专员: '专员',
  在外乡贤: '乡贤',
  单位: '成员单位',
};

export const grant: CommandHandler = async ({ turn, given }) => {
  const wanted = given.角色?.trim() ?? '';
  const role = roleNames.find((name) => name === wanted) ?? synonyms[wanted];
  if (!role) return replied(turn, say(`没有“${wanted}”这个角色。可选：${roleNames.join('、')}。`));
  const who = given.人 ?? '';
  const byId = who.startsWith('#') ? await findById(turn.tx, turn.county.id, who.slice(1)) : undefined;
  const people = byId ? [byId] : await findByName(turn.tx, turn.county.id, who);
  const [person] = people;
  if (!person) return replied(turn, say(`库里没有“${who}”。请核对姓名，或先请对方发“我是 姓名 单位”。`));
  if (people.length > 1) return replied(turn, whichOne(people, role));
  if (person.roles.includes(role)) return replied(turn, say(`${fullTitle(person)}已经是${role}了。`));
  await turn.tx.role.create({
    data: { personId: person.id, role, countyId: turn.county.id, since: new Date(turn.now) },
  });
  await noteChange(turn, `person:${person.id}`, `授权 ${role}`, { kind: 'role', personId: person.id, role });
  return replied(turn, say(`已给${fullTitle(person)}加上“${role}”。${undoWords(turn)}`));
};

const whichOne = (people: FoundPerson[], role: RoleName) =>
  ask(
    '有几位同名，请选一位：',
    people.slice(0, 8).map((person) => ({
      label: fullTitle(person).slice(0, 40),
      payload: { for: 'command', text: `/授权 #${person.id} ${role}` },
    })),
  );
