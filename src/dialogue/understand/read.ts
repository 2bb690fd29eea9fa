import { readChoice } from './choices.ts';
import { settle } from './corrections.ts';
import { isoOf, wallClock } from './dates/civil.ts';
import { emailsIn } from './emails.ts';
import { candidatesOf, type Hit } from './hits.ts';
import { idNumbersIn, readIdNumber } from './id-number.ts';
import { moneyIn } from './money.ts';
import { readName } from './names.ts';
import { agesIn, numbersIn } from './numbers.ts';
import { percentsIn } from './percents.ts';
import { phonesIn } from './phones.ts';
import { type Source, sourceOf } from './source.ts';
import { type Asked, temporalsIn } from './temporals.ts';
import type { Candidate, Choice, ReadContext, Value, ValueType } from './value.ts';
import { yesNoIn } from './yes-no.ts';

type Kind = Value['kind'];

/** Which values of time answer a question of each type. */
const TIME_TYPES: Partial<Record<ValueType, { asked: Asked; kinds: Kind[] }>> = {
  日期: { asked: 'date', kinds: ['date', 'daterange', 'unknown'] },
  年月: { asked: 'date', kinds: ['daterange', 'date', 'unknown'] },
  起止年月: { asked: 'date', kinds: ['daterange', 'unknown'] },
  时间: { asked: 'time', kinds: ['time', 'timerange'] },
  日期时间: {
    asked: 'date',
    kinds: ['datetime', 'datetimerange', 'date', 'daterange', 'time', 'timerange', 'unknown'],
  },
  时间段: { asked: 'date', kinds: ['datetimerange', 'timerange', 'daterange', 'date', 'unknown'] },
  时长: { asked: 'duration', kinds: ['duration', 'durationrange', 'workdays'] },
};

/** A moment answers a question for a day, or for an hour, with that part of it. */
function fitted(value: Value, type: ValueType): Value {
  if (type === '日期' && value.kind === 'datetime')
    return { kind: 'date', date: value.datetime.slice(0, 10), precision: '日' };
  if (
    type === '日期' &&
    value.kind === 'datetimerange' &&
    value.from !== undefined &&
    value.from.slice(0, 10) === value.to?.slice(0, 10)
  ) {
    return { kind: 'date', date: value.from.slice(0, 10), precision: '日' };
  }
  if (type === '时间' && value.kind === 'datetime') {
    return { kind: 'time', time: value.datetime.slice(11), ...(value.about ? { about: true as const } : {}) };
  }
  if (
    type === '时间' &&
    value.kind === 'datetimerange' &&
    value.from !== undefined &&
    value.to !== undefined
  ) {
    return { kind: 'timerange', from: value.from.slice(11), to: value.to.slice(11) };
  }
  return value;
}

function times(type: ValueType, s: string, context: ReadContext): Hit[] {
  const wanted = TIME_TYPES[type];
  if (wanted === undefined) return [];
  return temporalsIn(s, context, wanted.asked).map((hit) => ({
    ...hit,
    values: distinct(hit.values.map((v) => fitted(v, type)).filter((v) => wanted.kinds.includes(v.kind))),
  }));
}

function distinct(values: Value[]): Value[] {
  if (values.length < 2) return values;
  const seen = new Set<string>();
  return values.filter((v) => !seen.has(JSON.stringify(v)) && seen.add(JSON.stringify(v)));
}

function ids(source: Source, text: string, context: ReadContext): Candidate[] {
  const today = isoOf(wallClock(context.now).today);
  const strict = idNumbersIn(source.s);
  if (strict.length > 0) return candidatesOf(source, strict);
  const found = readIdNumber(text, today);
  if (!found.ok) return [];
  const { id, birthday, gender, span } = found;
  return [{ value: { kind: 'id-number', id, birthday, gender }, span, full: /^[\s\d Xx×叉*-]+$/.test(text) }];
}

function hitsOf(type: ValueType, source: Source, context: ReadContext): Hit[] {
  const { s } = source;
  switch (type) {
    case '数字':
      return numbersIn(s);
    case '金额':
    case '金额范围':
      return moneyIn(s, true);
    case '百分比':
      return percentsIn(s, true);
    case '年龄':
      return agesIn(s, true);
    case '邮箱':
      return emailsIn(source).map(({ email, from, to }) => ({
        values: [{ kind: 'email', email }],
        from,
        to,
      }));
    case '手机号':
      return phonesIn(source).flatMap(({ value, from, to }) =>
        value.mobile ? [{ values: [value], from, to }] : [],
      );
    case '电话':
      return phonesIn(source)
        .filter((hit) => !hit.short || /^\D{0,8}\d+\D{0,3}$/.test(s))
        .map(({ value, from, to }) => ({ values: [value], from, to }));
    default:
      return times(type, s, context);
  }
}

/**
 * All readings of that type in the text, best first, each with its span. A
 * reading that is the whole message (`full`) precedes a partial one. Types
 * that are not read from words (文件, 照片, 列表, 说明) give none.
 */
export function read(
  type: ValueType,
  text: string,
  context: ReadContext,
  options: { choices?: readonly Choice[] } = {},
): Candidate[] {
  const whole: [number, number] = [0, text.length];
  const choices = options.choices ?? [];
  switch (type) {
    case '是否': {
      const found = yesNoIn(text);
      return found === undefined
        ? []
        : [{ value: { kind: 'yes-no', yes: found.yes }, span: whole, full: found.full }];
    }
    case '人名':
      return readName(text).map(({ name, span, full }) => ({ value: { kind: 'name', name }, span, full }));
    case '单选':
      return readChoice(text, choices).map(({ choice, span, full }) => ({
        value: { kind: 'choice', choice },
        span,
        full,
      }));
    case '多选': {
      const found = readChoice(text, choices);
      const list = found.map((hit) => hit.choice);
      return found.length === 0
        ? []
        : [{ value: { kind: 'choices', choices: list }, span: whole, full: found.every((hit) => hit.full) }];
    }
    case '身份证':
      return ids(sourceOf(text), text, context);
    case '文件':
    case '照片':
    case '列表':
    case '说明':
      return [];
    case '文字':
    case '长文':
    case '地址':
    case '人员':
    case '单位': {
      const words = text.trim();
      return words === '' ? [] : [{ value: { kind: 'text', text: words }, span: whole, full: true }];
    }
    default: {
      const source = sourceOf(text);
      const found = candidatesOf(source, settle(source.s, hitsOf(type, source, context)));
      return [...found.filter((c) => c.full), ...found.filter((c) => !c.full)];
    }
  }
}
