/**
 * Every column that says which person a row belongs to. A new one belongs here,
 * or among those that stay; a test holds both lists to the schema.
 */

/** Rows that follow a person who turns out to be another; each table has an `id`. */
export const following = [
  { table: 'identity', column: 'person_id' },
  { table: 'consent', column: 'person_id' },
  { table: 'bind_request', column: 'person_id' },
  { table: 'pairing', column: 'leader_id' },
  { table: 'pairing', column: 'talent_id' },
  { table: 'leader_officer', column: 'leader_id' },
  { table: 'leader_officer', column: 'officer_id' },
  { table: 'chain', column: 'leader_id' },
  { table: 'contact', column: 'leader_id' },
  { table: 'contact', column: 'talent_id' },
  { table: 'contact', column: 'recorder_id' },
  { table: 'case', column: 'person_id' },
  { table: 'case', column: 'raised_by' },
  { table: 'roster_entry', column: 'person_id' },
  { table: 'round', column: 'person_id' },
  { table: 'unit', column: 'deputy_id' },
  { table: 'work_group', column: 'owner_id' },
] as const;

/** Moved by rules of their own (merge.ts). */
export const special = ['role.person_id', 'talent_file.person_id', 'case.recused'] as const;

/** Who did something then is history, and stays under the id they had. */
export const staying = [
  'change.by',
  'audit.by',
  'import.by',
  'merge.by',
  'bind_request.decided_by',
  'identity.bound_by',
] as const;
