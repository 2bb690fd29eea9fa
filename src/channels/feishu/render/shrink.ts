import type { FormField, Part } from '../../port.ts';

/** A choice of more than this is typed instead, in a card that is already full. */
const maxOptions = 10;

/** The same form with long choices as text inputs; what may be chosen is in the words that go along. */
export function withoutLongSelects(part: Part): Part {
  return part.type === 'form' ? { ...part, fields: part.fields.map(typed) } : part;
}

function typed(field: FormField): FormField {
  const isLong = 'options' in field && field.options.length > maxOptions;
  if (!isLong) return field;
  const { name, label, required, error, value } = field;
  const before = Array.isArray(value) ? value.join('、') : (value ?? '');
  return {
    input: 'text',
    name,
    label,
    required,
    hint: '请按文件中的选项填写',
    ...(error ? { error } : {}),
    ...(before === '' ? {} : { value: before }),
  };
}
