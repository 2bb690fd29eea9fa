/** Phone and ID numbers: what tells who somebody is, and is masked wherever shown (design.md 4). */
import { readIdNumber } from '../../understand/index.ts';
import type { Json } from '../flow.ts';
import { localDate } from '../time.ts';
import { readingsOf } from './reading.ts';
import type { FieldType } from './type.ts';

const text = (value: Json): string => String(value ?? '');

/** '+8613812345678' -> '13812345678', '+865782123456' -> '0578-2123456'. */
function national(phone: string): string {
  const rest = phone.replace(/^\+86/, '');
  if (rest === phone || /^1\d{10}$/.test(rest) || /^[48]00/.test(rest)) return rest;
  const area = /^(10|2\d)/.test(rest) ? 2 : 3;
  return `0${rest.slice(0, area)}-${rest.slice(area)}`;
}

const maskPhone = (value: Json): string => {
  const phone = text(value);
  if (phone === OWN_ACCOUNT) return '用您这个账号绑定的号码';
  return phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '****';
};

const digitsIn = (words: string): string => words.normalize('NFKC').replace(/\D/g, '');

/** 电话就这个号: the number the platform holds for the account, fetched when its owner allows it. */
export const OWN_ACCOUNT = '本平台账号绑定的手机号';
const SAME =
  /(?:就是?|用|打|找)(?:我)?(?:现在)?这个(?:手机)?号(?:码)?|(?:就|用)(?:钉钉|飞书|账号)(?:上)?(?:绑定)?的?(?:那个)?号/u;

export const 手机号: FieldType = {
  input: 'text',
  labels: ['手机', '手机号', '手机号码', '电话', '电话号码', '联系电话', '联系方式', '号码'],
  announces: true,
  example: () => '11 位手机号，比如 13800000000',
  read: (words, field, context) => {
    const own = SAME.exec(words);
    if (own)
      return [
        {
          value: OWN_ACCOUNT,
          span: [own.index, own.index + own[0].length],
          full: own[0].length >= words.trim().length - 2,
        },
      ];
    return readingsOf('手机号', words, field, context, (value) =>
      value.kind === 'phone' && value.mobile ? national(value.phone) : undefined,
    );
  },
  objection: (words) => {
    const digits = digitsIn(words);
    if (digits.length < 5) return undefined;
    return digits.length === 11
      ? '这个号码不像手机号，请核对一下开头几位。'
      : `手机号应为 11 位，您发的是 ${digits.length} 位，请核对一下。`;
  },
  say: text,
  mask: maskPhone,
};

export const 电话: FieldType = {
  input: 'text',
  labels: ['电话', '电话号码', '联系电话', '座机'],
  announces: true,
  example: () => '0578-2123456',
  read: (words, field, context) =>
    readingsOf('电话', words, field, context, (value) => {
      if (value.kind !== 'phone') return undefined;
      return `${national(value.phone)}${value.extension === undefined ? '' : `转${value.extension}`}`;
    }),
  objection: (words) =>
    digitsIn(words).length >= 5 ? '这个号码好像多了或少了几位，请核对一下。' : undefined,
  say: text,
  mask: maskPhone,
};

export const 身份证: FieldType = {
  input: 'text',
  labels: ['身份证', '身份证号', '身份证号码', '证件号', '证件号码'],
  announces: true,
  example: () => '身份证上的 18 位号码，最后一位可能是 X',
  read: (words, field, context) =>
    readingsOf('身份证', words, field, context, (value) =>
      value.kind === 'id-number' ? value.id : undefined,
    ),
  objection: (words, _field, context) => {
    if (digitsIn(words).length < 6) return undefined;
    const reading = readIdNumber(words, localDate(context.now));
    return reading.ok ? undefined : reading.words;
  },
  say: text,
  mask: (value) => `**************${text(value).slice(-4)}`,
  parts: {
    性别: (value) => (Number(text(value)[16]) % 2 === 1 ? '男' : '女'),
    生日: (value) => birthday(value),
    周岁: (value, now) => ageOn(birthday(value), localDate(now)),
  },
};

const birthday = (value: Json): string => text(value).replace(/^.{6}(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');

/** Full years of life on a day; the birthday itself completes one. */
const ageOn = (born: string, today: string): number =>
  Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0);
