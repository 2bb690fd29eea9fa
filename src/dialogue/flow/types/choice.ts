/** Yes or no, one of several, some of several. */
import type { Json } from '../flow.ts';
import { readingsOf } from './reading.ts';
import type { FieldType, Reading } from './type.ts';

export const 是否: FieldType = {
  input: 'select',
  labels: [],
  example: () => '“同意”或“不同意”',
  read: (text, field, context) =>
    readingsOf('是否', text, field, context, (value) => (value.kind === 'yes-no' ? value.yes : undefined)),
  say: (value) => (value === true ? '是' : '否'),
};

export const 单选: FieldType = {
  input: 'select',
  labels: [],
  example: (field) => field.options.map(({ label }) => label).join('、'),
  read: (text, field, context) =>
    named(
      readingsOf('单选', text, field, context, (value) =>
        value.kind === 'choice' ? value.choice : undefined,
      ),
    ),
  say: (value) => String(value),
};

/** 职称中级 主治: 其他中级 gives way to the option that is named. */
function named(readings: Reading[]): Reading[] {
  const own = readings.filter(({ value }) => !String(value).startsWith('其他'));
  return own.length > 0 && own.length < readings.length ? own : readings;
}

export const 多选: FieldType = {
  input: 'multi-select',
  labels: [],
  echoes: true,
  example: (field) =>
    field.options
      .slice(0, 2)
      .map(({ label }) => label)
      .join('、'),
  read: (text, field, context) =>
    readingsOf('多选', text, field, context, (value) => {
      if (value.kind === 'choices') return value.choices;
      return value.kind === 'choice' ? [value.choice] : undefined;
    }),
  say: (value) => (Array.isArray(value) ? (value as Json[]).map(String).join('、') : String(value)),
};
