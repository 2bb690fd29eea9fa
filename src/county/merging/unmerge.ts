/** Taking a merge apart: what moved goes back, what came since stays with the one who was kept. */
import type { Tx } from '../../store/database.ts';
import type { Secrets } from '../../store/secrets.ts';
import { openJson } from '../sealed.ts';
import { setColumns } from './merge.ts';
import { type Moved, movedSchema, type Row } from './moved.ts';
import { following } from './references.ts';
import { putBack, repoint, rowsOf } from './rows.ts';

/** @returns why it cannot be taken apart, in Chinese; undefined when it was. */
export async function unmerge(
  tx: Tx,
  secrets: Secrets,
  mergeId: string,
  now: number,
): Promise<string | undefined> {
  await tx.$queryRaw`select 1 from merge where id = ${mergeId} for update`;
  const merge = await tx.merge.findUnique({ where: { id: mergeId } });
  if (!merge || merge.undoneAt) return '这次合并已经拆开了。';
  const { keptId, goneId } = merge;
  const [kept] = await rowsOf(tx, 'person', 'id = $1', keptId);
  if (!kept) return '合并后的这位又并入了别人，请先拆开后一次合并。';
  const moved = movedSchema.parse(openJson(secrets, merge.moved));
  const taken = await takenBySomebody(tx, merge.countyId, keptId, moved);
  if (taken) return taken;
  await giveBackColumns(tx, keptId, kept, moved);
  await putBack(tx, 'person', [moved.person]);
  await putBack(tx, 'role', moved.roles);
  await tx.role.deleteMany({ where: { personId: keptId, role: { in: moved.newRoles } } });
  await putBack(
    tx,
    'pairing',
    moved.twins.map(({ pairing }) => pairing),
  );
  for (const { pairing, contacts } of moved.twins)
    await tx.contact.updateMany({ where: { id: { in: contacts } }, data: { pairingId: String(pairing.id) } });
  for (const place of [
    ...following,
    { table: 'talent_file', column: 'person_id' },
    { table: 'timer', column: 'subject' },
  ])
    await repoint(tx, place, keptId, goneId, moved.rows[`${place.table}.${place.column}`] ?? []);
  await repoint(
    tx,
    { table: 'change', column: 'subject' },
    `person:${keptId}`,
    `person:${goneId}`,
    moved.rows['change.subject'] ?? [],
  );
  for (const { id, before } of moved.recused)
    await tx.case.update({ where: { id }, data: { recused: before } });
  if (moved.file) await putBack(tx, 'talent_file', [moved.file]);
  await putBack(tx, 'timer', moved.timers);
  await tx.merge.update({ where: { id: mergeId }, data: { undoneAt: new Date(now) } });
  return undefined;
}

/** A number the other gave up may be somebody else's by now. */
async function takenBySomebody(
  tx: Tx,
  countyId: string,
  keptId: string,
  { person }: Moved,
): Promise<string | undefined> {
  const of = (column: 'phone_lookup' | 'id_lookup'): string[] =>
    typeof person[column] === 'string' ? [person[column]] : [];
  const others = await tx.person.count({
    where: {
      countyId,
      id: { not: keptId },
      OR: [{ phoneLookup: { in: of('phone_lookup') } }, { idLookup: { in: of('id_lookup') } }],
    },
  });
  return others > 0 ? '原来的手机号或身份证号现在登记在另一个人名下，请先核对再拆开。' : undefined;
}

/** What was taken over goes back where nobody has changed it since; a number goes back in any case. */
async function giveBackColumns(
  tx: Tx,
  keptId: string,
  kept: Row,
  { before, after, person }: Moved,
): Promise<void> {
  const columns = Object.keys(after).filter((name) => kept[name] === after[name]);
  const back = Object.fromEntries(columns.map((name) => [name, before[name] ?? null]));
  for (const [number, lookup] of [
    ['phone', 'phone_lookup'],
    ['id_number', 'id_lookup'],
  ] as const) {
    if (person[lookup] && kept[lookup] === person[lookup])
      Object.assign(back, { [number]: null, [lookup]: null });
  }
  await setColumns(tx, keptId, back);
}
