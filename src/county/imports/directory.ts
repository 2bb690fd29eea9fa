/** The county's people as a sheet's lines are held against them, with those the sheet adds. */
import type { RoleName } from '../../dialogue/post.ts';
import type { Tx } from '../../store/database.ts';
import type { Secrets } from '../../store/secrets.ts';
import type { FreshPerson, Plan, Ref } from './plan.ts';

export interface Known {
  ref: Ref;
  name: string;
  title: string;
  unit: string;
  roles: RoleName[];
  /** Whether the county has a phone number of them. */
  hasPhone: boolean;
  lookup: string | null;
}

export interface Sought {
  line: number;
  name: string;
  unit: string;
  title: string;
  phone?: string;
  role: RoleName;
}

export class Directory {
  readonly #secrets: Secrets;
  readonly #plan: Plan;
  readonly #people: Known[];

  constructor(secrets: Secrets, plan: Plan, people: Known[]) {
    this.#secrets = secrets;
    this.#plan = plan;
    this.#people = people;
  }

  /** Who a line means: one person, a new one, or (undefined) a fault that was noted. */
  find(sought: Sought): Known | undefined {
    const byPhone = sought.phone ? this.#withPhone(sought.phone) : undefined;
    if (byPhone && byPhone.name !== sought.name) return this.#otherName(sought, byPhone);
    if (byPhone) return byPhone;
    const named = this.#people.filter(({ name }) => name === sought.name);
    const fitting = sought.unit ? named.filter(({ unit }) => sameUnit(unit, sought.unit)) : named;
    const ofRole = fitting.filter(({ roles }) => roles.includes(sought.role));
    const [only, ...more] = ofRole.length > 0 ? ofRole : fitting;
    if (only && more.length > 0) return this.#ambiguous(sought, [only, ...more]);
    if (only) return only;
    const [other] = named;
    if (other) {
      const where = other.unit ? `（${other.unit}）` : '';
      this.#remark(
        sought.line,
        `库里另有一位${sought.name}${where}，这一行会当作新的人；如是同一人，请先改单位或导入后用“/合并”`,
      );
    }
    return this.#add(sought);
  }

  #withPhone(phone: string): Known | undefined {
    const lookups = this.#secrets.lookups(phone);
    return this.#people.find(({ lookup }) => lookup !== null && lookups.includes(lookup));
  }

  #otherName(sought: Sought, found: Known): undefined {
    this.#fault(
      sought.line,
      `${sought.name}的手机号和${'id' in found.ref ? '库里' : '表里前面'}的${found.name}相同，可能是同一人，请核对姓名或手机号`,
    );
  }

  #ambiguous(sought: Sought, found: Known[]): undefined {
    const where = found.map(({ unit, title }) => unit || title || '单位未填').join('、');
    const unit = sought.role === '人才' ? '人才单位' : '单位';
    const how = sought.unit
      ? '单位也相同，可能是重复登记，请先用“/合并”合成一人'
      : `请在“${unit}”一栏写明是哪一位`;
    this.#fault(sought.line, `叫${sought.name}的有 ${found.length} 位（${where}），${how}`);
  }

  #add(sought: Sought): Known {
    const { line, name, title, unit, phone, role } = sought;
    const fresh: FreshPerson = { line, name, title, unit, roles: [role], ...(phone ? { phone } : {}) };
    const known: Known = {
      ref: { fresh: this.#plan.people.push(fresh) - 1 },
      name,
      title,
      unit,
      roles: fresh.roles,
      hasPhone: phone !== undefined,
      lookup: phone ? this.#secrets.lookup(phone) : null,
    };
    this.#people.push(known);
    return known;
  }

  #fault(line: number, words: string): void {
    this.#plan.faults.push({ line, words });
  }

  #remark(line: number, words: string): void {
    this.#plan.remarks.push({ line, words });
  }
}

/** One may be the short form of the other: 县一中, 青岚县一中. */
const sameUnit = (one: string, other: string): boolean =>
  one === other || (one !== '' && (one.includes(other) || other.includes(one)));

/** Everybody who is still there. */
export async function knownPeople(tx: Tx, countyId: string): Promise<Known[]> {
  const rows = await tx.person.findMany({
    where: { countyId, leftAt: null },
    include: { roles: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({
    ref: { id: row.id },
    name: row.name,
    title: row.title,
    unit: row.unit,
    roles: row.roles.map(({ role }) => role as RoleName),
    hasPhone: row.phone !== null,
    lookup: row.phoneLookup,
  }));
}
