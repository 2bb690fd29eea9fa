/** The people a sheet holds, against those the county knows. */
import type { PeopleColumn } from './columns.ts';
import { Directory, type Known, knownPeople } from './directory.ts';
import { emptyPlan, type PersonUpdate, type Plan } from './plan.ts';
import type { ImportWorld } from './plan-pairings.ts';
import type { SheetTable } from './table.ts';
import { phoneIn, rolesIn } from './values.ts';

export async function planPeople({ tx, secrets, county }: ImportWorld, { lines }: SheetTable): Promise<Plan> {
  const plan = emptyPlan('people');
  const directory = new Directory(secrets, plan, await knownPeople(tx, county.id));
  const seen = new Map<Known, number>();
  for (const { line, cells } of lines) {
    const found = findPerson(plan, directory, line, cells);
    if (!found) continue;
    const earlier = seen.get(found.person);
    if (earlier !== undefined) {
      plan.faults.push({
        line,
        words: `${found.person.name}和第 ${earlier} 行是同一人，只按第 ${earlier} 行导入`,
      });
      continue;
    }
    seen.set(found.person, line);
    planUpdate(plan, secrets.lookups, line, found);
  }
  return plan;
}

type Cells = Partial<Record<PeopleColumn, string>>;

interface Found {
  person: Known;
  cells: Cells;
  roles: Known['roles'];
  phone?: string;
}

function findPerson(plan: Plan, directory: Directory, line: number, cells: Cells): Found | undefined {
  const fault = (words: string): undefined => void plan.faults.push({ line, words });
  const { 姓名: name, 角色: roleWords } = cells;
  if (!name) return fault('没有填姓名');
  if (!roleWords) return fault(`${name}没有填角色`);
  const { roles, fault: wrongRole } = rolesIn(roleWords);
  const [role] = roles;
  if (wrongRole || !role) return fault(wrongRole ?? '没有填角色');
  const { phone, fault: wrongPhone } = phoneIn(cells.手机);
  if (wrongPhone) return fault(`${name}的${wrongPhone}`);
  const person = directory.find({
    line,
    name,
    unit: cells.单位 ?? '',
    title: cells.职称或职务 ?? '',
    role,
    ...(phone ? { phone } : {}),
  });
  return person ? { person, cells, roles, ...(phone ? { phone } : {}) } : undefined;
}

function planUpdate(plan: Plan, lookups: (text: string) => string[], line: number, found: Found): void {
  const { person, cells, roles, phone } = found;
  const missing = roles.filter((role) => !person.roles.includes(role));
  if ('fresh' in person.ref) {
    person.roles.push(...missing);
    return;
  }
  const { 职称或职务: title, 单位: unit } = cells;
  const set: PersonUpdate['set'] = {
    ...(title && title !== person.title ? { title } : {}),
    ...(unit && unit !== person.unit ? { unit } : {}),
    ...(phone && !lookups(phone).includes(person.lookup ?? '') ? { phone } : {}),
  };
  if (Object.keys(set).length === 0 && missing.length === 0) plan.same += 1;
  else plan.updates.push({ line, id: person.ref.id, name: person.name, set, roles: missing });
}
