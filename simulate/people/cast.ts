/** Who of a county's people lives how. */
import type { Inhabitant } from '../counties.ts';
import type { Dice } from '../dice.ts';
import { leader } from './leader.ts';
import { headOfOffice, officeOnDuty, unitContact } from './office.ts';
import type { Actor, Being, Life } from './person.ts';
import { talent } from './talent.ts';

export function castOf(people: readonly Inhabitant[], life: Life, dice: Dice): Actor[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const staff = people.filter(({ roles }) => roles.includes('人才办') && !roles.includes('主任'));
  const onDuty = staff[0]?.id;
  const leaders = people.filter(
    ({ roles, name }) => roles.includes('领导') && people.filter((one) => one.name === name).length === 1,
  );
  return people.flatMap((person): Actor[] => {
    const being: Being = { life, dice: dice.fork(person.account), ...person };
    const is = (role: string): boolean => person.roles.includes(role);
    if (is('领导')) {
      const known = (id: string) => byId.get(id) ?? { name: '', unit: '' };
      return [leader({ ...being, talent: known })];
    }
    if (is('人才')) return [talent({ ...being, busy: being.dice.pick([0, 1, 1, 3]) })];
    if (is('主任')) return [headOfOffice(being)];
    if (person.id === onDuty) return [officeOnDuty({ ...being, leaders })];
    if (is('成员单位')) return [unitContact(being)];
    return [];
  });
}
