import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask, maskText, openLog } from '../src/log.ts';
import type { Log } from '../src/ports.ts';

const PHONE = '13800138000';
const ID = '11010519491231002X';
const CARD = '6222021234567894';

/** What a log writes. */
function written(write: (log: Log) => void, level = 'debug'): string {
  let lines = '';
  const destination = {
    write(line: string) {
      lines += line;
    },
  };
  write(openLog(level, destination));
  return lines;
}

describe('what looks personal never comes out', () => {
  const before = fc.string().filter((text) => !/\d\.?$/.test(text));
  const after = fc.string().filter((text) => !/^\d/.test(text));
  const personal = fc.tuple(before, fc.constantFrom(PHONE, ID, CARD), after).map((parts) => parts.join(''));
  const { data } = fc.letrec((tie) => ({
    data: fc.dictionary(fc.string(), tie('value'), { minKeys: 1 }),
    value: fc.oneof(
      { maxDepth: 4 },
      personal,
      fc.constant(Number(PHONE)),
      fc.array(tie('value')),
      tie('data'),
    ),
  }));

  test('at any depth of the data', () => {
    fc.assert(
      fc.property(data, (given) => {
        const line = written((log) => log.info(Object(given), 'Something happened.'));
        for (const value of [PHONE, ID, CARD]) expect(line).not.toContain(value);
      }),
    );
  });

  test('in the sentence', () => {
    const line = written((log) => log.warn({}, `Could not reach ${PHONE} of ${ID}.`));
    expect(line).toContain('Could not reach [hidden] of [hidden].');
  });

  test('in an error, its cause and its fields', () => {
    const cause = Object.assign(new Error(`Key (phone)=(${PHONE}) exists`), { detail: ID });
    const error = new Error(`insert failed for ${PHONE}`, { cause });
    const line = written((log) => log.error({ error }, 'A turn failed.'));
    expect(line).toContain('insert failed for [hidden]');
    expect(line).not.toContain(PHONE);
    expect(line).not.toContain(ID);
  });

  test('in an error given as all of the data', () => {
    const line = written((log) => log.error(new Error(`no answer from ${PHONE}`), 'A turn failed.'));
    expect(line).not.toContain(PHONE);
    expect(line).toContain('no answer from');
  });

  test.each([
    ['+8613800138000'],
    ['86 138 0013 8000'],
    ['138-0013-8000'],
    ['电话13800138000。'],
    ['110105 19491231 002x'],
    ['6222 0212 3456 7894'],
  ])('written as %s', (text) => {
    const left = maskText(text).replaceAll('[hidden]', '');
    expect(left).not.toMatch(/\d{3}/);
  });

  test.each([
    'appSecret',
    'app_secret',
    'accessToken',
    'Authorization',
    'set-cookie',
    'phone',
    'mobileNumber',
    'idNumber',
    'id_card',
    'bankAccount',
    'name',
    'realName',
    'nick',
    'text',
    'body',
    'answers',
  ])('under the key %s', (key) => {
    expect(mask({ outer: [{ [key]: '张三' }] })).toEqual({ outer: [{ [key]: '[hidden]' }] });
  });

  test('in addresses', () => {
    expect(maskText('postgresql://jinyue:pw@host/db')).toBe('postgresql://[hidden]@host/db');
    expect(maskText('GET /robot/send?access_token=abc&timestamp=1')).toBe(
      'GET /robot/send?access_token=[hidden]&timestamp=1',
    );
  });

  test('as bytes', () => {
    expect(mask({ file: Buffer.from(PHONE) })).toEqual({ file: '[11 bytes]' });
  });
});

describe('what a reader needs stays', () => {
  test('ids, counts, times, codes', () => {
    const data = {
      countyId: 'C4K2',
      queue: 'inbox',
      ms: 1_795_406_234_123,
      at: '2026-11-23T03:58:10.123Z',
      caseNumber: 'RC-2026-0042',
      openId: 'ou_7d8a6e6df7621556ce0d21922b676706',
      ratio: 0.138001380001,
      ok: true,
      nothing: null,
    };
    expect(mask(data)).toEqual(data);
  });

  test('one JSON line with level, time and sentence', () => {
    const line = written((log) => log.info({ turns: 3 }, 'Turns were committed.'));
    expect(JSON.parse(line)).toMatchObject({
      level: 'info',
      turns: 3,
      msg: 'Turns were committed.',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  test('nothing below the level', () => {
    expect(written((log) => log.debug({}, 'Detail.'), 'info')).toBe('');
  });

  test('data that goes in circles or very deep', () => {
    const circle: Record<string, unknown> = { id: 1 };
    circle.self = circle;
    expect(mask(circle)).toEqual({ id: 1, self: '[circle]' });
    let deep: object = { phone: PHONE };
    for (let level = 0; level < 20; level += 1) deep = { deep };
    expect(JSON.stringify(mask(deep))).toContain('[deep]');
  });
});
