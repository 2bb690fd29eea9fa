/** A newer file under an open draft: answers move with 曾用名 and are read again where the type changed. */
import type { Field, Flow, Json } from './flow.ts';
import { brokenRule } from './judge.ts';
import type { World } from './next.ts';
import { type Draft, type DraftEvent, record } from './state.ts';
import { TYPES } from './types/index.ts';
import { OWN_ACCOUNT } from './types/person.ts';

/** The draft under the flow's version; itself when it is there already. */
export function migrate(draft: Draft, flow: Flow, world: World): Draft {
  if (draft.version === flow.version) return draft;
  const renamed: Record<string, string> = {};
  for (const field of flow.fields)
    for (const former of field.formerNames)
      if (holdsSlot(draft, former) && !holdsSlot(draft, field.name) && !(field.name in invert(renamed)))
        renamed[former] = field.name;
  let next = record(draft, { type: 'migrated', version: flow.version, renamed, cleared: [] });
  for (const field of flow.fields) next = record(next, ...reread(next, flow, field.name, world));
  return next.status === '待确认' ? record(next, { type: 'status', status: '填写中' }) : next;
}

const holdsSlot = (draft: Draft, slot: string): boolean =>
  slot in draft.answers || slot in draft.items || draft.skipped.includes(slot);

const invert = (map: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([from, to]) => [to, from]));

/** An answer that this version cannot have read so is read again from its words; what then fails is asked anew. */
function reread(draft: Draft, flow: Flow, slot: string, world: World): DraftEvent[] {
  const field = flow.fields.find((one) => one.name === slot)!;
  const answer = draft.answers[slot];
  if (isPassedOver(draft, field)) return [{ type: 'cleared', slot }];
  if (!answer) return [];
  if (isFiles(answer.value) || TYPES[field.type].input === undefined)
    return isFiles(answer.value) && takesFiles(field) ? [] : [{ type: 'cleared', slot }];
  const readings = TYPES[field.type].read(answer.raw, field, world);
  const same = readings.some(({ value }) => JSON.stringify(value) === JSON.stringify(answer.value));
  const fits =
    same ||
    fitsType(
      field.type,
      answer.value,
      field.options.map(({ label }) => label),
    );
  if (fits)
    return brokenRule(flow, draft, world, slot, answer.value) === undefined
      ? []
      : [{ type: 'cleared', slot }];
  const reading = readings.find(({ full }) => full) ?? readings[0];
  if (!reading || brokenRule(flow, draft, world, slot, reading.value) !== undefined)
    return [{ type: 'cleared', slot }];
  return [{ type: 'filled', slot, ...answer, value: reading.value }];
}

/** Skipped while it still might be. A 说明 counts as skipped once it was said. */
const isPassedOver = (draft: Draft, field: Field): boolean =>
  !field.optional && field.type !== '说明' && draft.skipped.includes(field.name);

const takesFiles = ({ type }: Field): boolean => type === '文件' || type === '照片';

const isFiles = (value: Json): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => isObject(one) && 'id' in (one as object));

/** Whether a kept value has the shape this type keeps, so that a relative date is not read anew years later. */
function fitsType(type: Flow['fields'][number]['type'], value: Json, labels: string[]): boolean {
  switch (type) {
    case '是否':
      return typeof value === 'boolean';
    case '单选':
      return labels.includes(String(value));
    case '多选':
      return Array.isArray(value) && value.every((one) => labels.includes(String(one)));
    case '手机号':
      return /^1\d{10}$/.test(String(value)) || value === OWN_ACCOUNT;
    case '身份证':
      return /^\d{17}[\dX]$/.test(String(value));
    case '邮箱':
      return String(value).includes('@');
    case '日期':
      return (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) || isObject(value);
    case '日期时间':
      return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(String(value));
    case '时间':
      return /^\d{2}:\d{2}$/.test(String(value));
    case '年月':
      return /^\d{4}(-\d{2})?$/.test(String(value));
    case '起止年月':
      return Array.isArray(value) && value.length === 2;
    case '数字':
    case '金额':
    case '百分比':
      return typeof value === 'number' || isObject(value);
    case '金额范围':
    case '时间段':
    case '时长':
      return isObject(value);
    default:
      return typeof value === 'string';
  }
}

const isObject = (value: Json): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
