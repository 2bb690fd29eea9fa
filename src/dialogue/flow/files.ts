/** Files may arrive at any time; they go to the question that wants them (flow-format.md 3). */
import type { Field, Json } from './flow.ts';
import { visibleFields } from './next.ts';
import { put, question, type Turn, write } from './turn.ts';
import { accepts, type SentFile } from './types/media.ts';

const isFileField = (field: Field): boolean => field.type === '文件' || field.type === '照片';

/** How a file is counted: 3 张, 2 份. */
export const countOf = (field: Field, count: number): string =>
  `${count} ${field.type === '照片' ? '张' : '份'}`;

/** Takes what was sent. False when no question of this flow wants files. */
export function takeFiles(turn: Turn, files: SentFile[]): boolean {
  const asked = question(turn);
  const fields = visibleFields(turn.flow, turn.draft, turn.world).filter(isFileField);
  if (fields.length === 0) return false;
  const target = asked && isFileField(asked.field) ? asked.field : undefined;
  const strays: SentFile[] = [];
  for (const file of files) {
    if (tooBig(turn, target, file)) continue;
    if (target && accepts(target, file)) addFile(turn, target, file);
    else strays.push(file);
  }
  for (const file of strays)
    place(
      turn,
      fields.filter((field) => field !== target),
      file,
      target,
    );
  for (const field of fields) noteCount(turn, field, files);
  return true;
}

function tooBig(turn: Turn, field: Field | undefined, file: SentFile): boolean {
  if (field?.maxBytes === undefined || file.size === undefined || file.size <= field.maxBytes) return false;
  turn.complaints.push(`“${file.name}”超过 ${Math.round(field.maxBytes / 1024 / 1024)}MB，请压缩后再发。`);
  return true;
}

/** The only pending question that accepts the file, else the person is asked. */
function place(turn: Turn, others: Field[], file: SentFile, asked: Field | undefined): void {
  const takers = others.filter((field) => accepts(field, file) && !turn.draft.closed.includes(field.name));
  if (takers.length === 1) {
    if (!tooBig(turn, takers[0], file)) addFile(turn, takers[0]!, file);
    return;
  }
  if (takers.length > 1) {
    const held = turn.draft.pending?.kind === 'which-file' ? turn.draft.pending.files : [];
    const slots = takers.map(({ name }) => name);
    write(turn, { type: 'pending', pending: { kind: 'which-file', slots, files: [...held, keep(file)] } });
    return;
  }
  const wants = asked ?? others[0];
  turn.complaints.push(
    wants && wants.formats.length > 0
      ? `“${file.name}”的格式收不了，请发 ${wants.formats.join('、')}。`
      : `“${file.name}”这里用不上，没有保存。`,
  );
}

const keep = ({ id, kind, name, size }: SentFile): Json => ({
  id,
  kind,
  name,
  ...(size === undefined ? {} : { size }),
});

function addFile(turn: Turn, field: Field, file: SentFile): void {
  const held = turn.draft.answers[field.name]?.value;
  const files = Array.isArray(held) ? held : [];
  if (field.max !== undefined && files.length >= field.max) {
    turn.complaints.push(`${field.name}最多 ${countOf(field, field.max)}，“${file.name}”没有保存。`);
    return;
  }
  put(turn, field.name, [...files, keep(file)], file.name);
}

/** Gives the files that waited for a word to the question that was named. */
export function placeHeld(turn: Turn, slot: string, files: Json[]): void {
  const field = turn.flow.fields.find((one) => one.name === slot);
  for (const file of files) if (field) addFile(turn, field, file as unknown as SentFile);
}

function noteCount(turn: Turn, field: Field, sent: SentFile[]): void {
  const value = turn.draft.answers[field.name]?.value;
  if (!Array.isArray(value)) return;
  const ids = new Set(sent.map(({ id }) => id));
  const fresh = value.filter((file) => ids.has(String((file as { id?: Json }).id)));
  if (fresh.length > 0 && question(turn)?.slot !== field.name)
    turn.notes.push(`${field.name} ${countOf(field, value.length)}`);
}
