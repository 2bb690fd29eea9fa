/** Finding and adding people, always within one county. */
import type { KnownPerson } from '../dialogue/contact/people.ts';
import type { RoleName } from '../dialogue/post.ts';
import type { Random } from '../ports.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { Secrets } from '../store/secrets.ts';
import { openText, sealText } from './sealed.ts';

export interface NewPerson {
  name: string;
  title?: string;
  unit?: string;
  unitId?: string;
  /** 11 digits. */
  phone?: string;
  roles: RoleName[];
}

export interface FoundPerson extends KnownPerson {
  roles: RoleName[];
  phone: Uint8Array | null;
  leftAt: Date | null;
}

/** Adds a person with roles. Rejects when another person of the county has the phone. */
export async function addPerson(
  tx: Tx,
  ports: { secrets: Secrets; random: Random },
  countyId: string,
  person: NewPerson,
  now: number,
): Promise<string> {
  const id = newId(ports.random);
  await tx.person.create({
    data: {
      id,
      countyId,
      name: person.name,
      title: person.title ?? '',
      unit: person.unit ?? '',
      unitId: person.unitId ?? null,
      createdAt: new Date(now),
      ...(person.phone
        ? { phone: sealText(ports.secrets, person.phone), phoneLookup: ports.secrets.lookup(person.phone) }
        : {}),
      roles: { create: person.roles.map((role) => ({ role, countyId, since: new Date(now) })) },
    },
  });
  return id;
}

/** People by name: those of exactly that name, else those whose name contains it. At most 20, the still active first. */
export async function findByName(tx: Tx, countyId: string, name: string): Promise<FoundPerson[]> {
  const wanted = name.trim();
  if (!wanted) return [];
  const exact = await tx.person.findMany({
    where: { countyId, name: wanted },
    include: { roles: true },
    orderBy: { leftAt: { sort: 'asc', nulls: 'first' } },
    take: 20,
  });
  if (exact.length > 0) return exact.map(toFound);
  const similar = await tx.person.findMany({
    where: { countyId, name: { contains: wanted } },
    include: { roles: true },
    orderBy: { name: 'asc' },
    take: 20,
  });
  return similar.map(toFound);
}

export async function findById(tx: Tx, countyId: string, id: string): Promise<FoundPerson | undefined> {
  const row = await tx.person.findFirst({ where: { countyId, id }, include: { roles: true } });
  return row ? toFound(row) : undefined;
}

/** Talents whose surname is given; for titles such as 李教授 that fit nobody the speaker is paired with. */
export async function talentsBySurname(tx: Tx, countyId: string, surname: string): Promise<FoundPerson[]> {
  const rows = await tx.person.findMany({
    where: { countyId, name: { startsWith: surname }, leftAt: null, roles: { some: { role: '人才' } } },
    include: { roles: true },
    take: 20,
  });
  return rows.map(toFound);
}

export const phoneOf = (secrets: Secrets, person: { phone: Uint8Array | null }): string =>
  openText(secrets, person.phone);

/** Name with what tells namesakes apart: 张伟（县中医院 副主任医师）. */
export function fullTitle(person: { name: string; title: string; unit: string }): string {
  const detail = [person.unit, person.title].filter(Boolean).join(' ');
  return detail ? `${person.name}（${detail}）` : person.name;
}

interface Row {
  id: string;
  name: string;
  title: string;
  unit: string;
  phone: Uint8Array | null;
  leftAt: Date | null;
  roles: { role: string }[];
}

const toFound = (row: Row): FoundPerson => ({
  id: row.id,
  name: row.name,
  title: row.title,
  unit: row.unit,
  phone: row.phone,
  leftAt: row.leftAt,
  roles: row.roles.map(({ role }) => role as RoleName),
});
