/** What a command names: people with the role that is asked for, namesakes asked about; and things by a part of their name. */
import type { RoleName } from '../../dialogue/post.ts';
import { ask, type Reply, say } from '../../dialogue/reply.ts';
import { type FoundPerson, findById, findByName, fullTitle } from '../people.ts';
import type { Turn } from '../turn.ts';

type Named = [typed: string, role: RoleName];

/** Both people of a command, or what to say when one of them is not clear. */
export async function bothOf(
  turn: Turn,
  word: string,
  one: Named,
  two: Named,
  rest = '',
): Promise<[FoundPerson, FoundPerson] | Reply> {
  const first = await onlyOne(turn, one[0], one[1], (id) => `/${word} #${id} ${two[0]} ${rest}`.trim());
  if ('parts' in first) return first;
  const second = await onlyOne(turn, two[0], two[1], (id) => `/${word} #${first.id} #${id} ${rest}`.trim());
  return 'parts' in second ? second : [first, second];
}

/** The one person with that role a name means; namesakes are asked about. */
export async function onlyOne(
  turn: Turn,
  typed: string,
  role: RoleName,
  again: (id: string) => string,
): Promise<FoundPerson | Reply> {
  const byId = typed.startsWith('#') ? await findById(turn.tx, turn.county.id, typed.slice(1)) : undefined;
  const people = (byId ? [byId] : await findByName(turn.tx, turn.county.id, typed)).filter(
    (person) => person.roles.includes(role) && !person.leftAt,
  );
  const [person, ...more] = people;
  if (!person) return say(`没找到${role}“${typed.replace(/^#.*/u, '')}”。请核对姓名和角色。`);
  if (more.length === 0) return person;
  return ask(
    `有 ${people.length} 位，请选一位：`,
    people.slice(0, 8).map((one) => ({
      label: fullTitle(one).slice(0, 40),
      payload: { for: 'command', text: again(one.id) },
    })),
  );
}

/** The one of these names that was typed, or the only one that holds it: 驿站 for 青年驿站. */
export function nameMeant(names: readonly string[], typed: string): string | undefined {
  if (names.includes(typed)) return typed;
  const holding = names.filter((name) => name.includes(typed));
  return holding.length === 1 ? holding[0] : undefined;
}
