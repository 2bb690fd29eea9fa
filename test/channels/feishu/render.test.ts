import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Card, card, cardLimits, countElements } from '../../../src/channels/feishu/render/card.ts';
import { escapeMarkdown, escapeText } from '../../../src/channels/feishu/render/escape.ts';
import { type Outgoing, plan } from '../../../src/channels/feishu/render/plan.ts';
import type { Button, FormField, Message, Part } from '../../../src/channels/port.ts';
import { checkCard } from '../../../src/doubles/feishu/card/check.ts';

// ------------------------------------------------ any message anybody could build

const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(...'县委人才办公寓申请 *_<>&[]()#`~$|\\:-1.\n😀'),
    minLength: 1,
    maxLength: 60,
  }),
);
const long = fc.integer({ min: 1, max: 12_000 }).map((n) => '人才'.repeat(n));
const button: fc.Arbitrary<Button> = fc.record(
  {
    label: words,
    token: fc.stringMatching(/^[A-Za-z0-9]{1,40}$/),
    confirm: words,
    style: fc.constantFrom('primary', 'danger', 'default'),
  },
  { requiredKeys: ['label', 'token'] },
);
const options = fc.array(words, { minLength: 1, maxLength: 80 });
const common = {
  name: words,
  label: words,
  required: fc.boolean(),
  error: words,
  hint: fc.oneof(words, long),
};
const optional = {
  requiredKeys: ['name', 'label', 'required', 'input'] as ('name' | 'label' | 'required' | 'input')[],
};
const field = fc.oneof(
  fc.record(
    {
      ...common,
      input: fc.constantFrom('text', 'paragraph'),
      value: fc.oneof(words, long),
      maxLength: fc.integer({ min: 1, max: 5000 }),
    },
    optional,
  ),
  fc.record({ ...common, input: fc.constant('date'), value: fc.constant('2026-11-23') }, optional),
  fc.record({ ...common, input: fc.constant('datetime'), value: fc.constant('2026-11-23 09:30') }, optional),
  fc
    .record({ ...common, input: fc.constantFrom('select', 'multi-select'), options }, optional)
    .map((one) => ({ ...one, options: one.options ?? ['是'] })),
) as fc.Arbitrary<FormField>;
const part: fc.Arbitrary<Part> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('text' as const),
      text: fc.oneof({ weight: 5, arbitrary: words }, long),
    }),
  },
  fc.record({
    type: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(fc.record({ label: words, text: words }, { requiredKeys: ['text'] }), { maxLength: 30 }),
  }),
  fc.record({
    type: fc.constant('table' as const),
    columns: fc.array(words, { maxLength: 8 }),
    rows: fc.array(fc.array(words, { maxLength: 8 }), { maxLength: 40 }),
  }),
  fc.record({
    type: fc.constant('figures' as const),
    items: fc.array(
      fc.record({ label: words, value: words, note: words }, { requiredKeys: ['label', 'value'] }),
      { maxLength: 20 },
    ),
  }),
  fc.record({ type: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 70 }) }),
  fc.record({
    type: fc.constant('form' as const),
    fields: fc.array(field, { maxLength: 40 }),
    submit: button,
  }),
);
const message: fc.Arbitrary<Message> = fc.record(
  {
    title: words,
    tone: fc.constantFrom('plain', 'good', 'warn', 'urgent'),
    parts: fc.array(part, { maxLength: 8 }),
  },
  { requiredKeys: ['parts'] },
);

// ------------------------------------------------ what a person would see of it

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** All that can be read, markup read back, blanks aside. */
function readable(messages: Outgoing[]): string {
  const shown = messages.map((one) => {
    if (one.as === 'text') return one.text;
    return one.as === 'card' ? strings(one.card).join(' ') : Buffer.from(one.file.bytes).toString('utf8');
  });
  return bare(shown.join(' ').replaceAll('<br>', ' '));
}

function bare(text: string): string {
  const read = text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  return read
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\s\u200b\ufeff]+/g, '');
}

/** Everything that a part says. */
function said(one: Part): string[] {
  switch (one.type) {
    case 'text':
      return [one.text];
    case 'list':
      return one.items.flatMap((item) => [item.text, item.label ?? '']);
    case 'table':
      return [...one.columns, ...one.rows.flat()];
    case 'figures':
      return one.items.flatMap((item) => [item.label, item.value, item.note ?? '']);
    case 'buttons':
      return one.buttons.flatMap((pressed) => [pressed.label, pressed.confirm ?? '']);
    case 'form':
      return [...one.fields.flatMap(fieldSaid), one.submit.label, one.submit.confirm ?? ''];
    case 'file':
      return [one.name];
  }
}

function fieldSaid(one: FormField): string[] {
  return [
    one.label,
    one.error ?? '',
    one.hint ?? '',
    ...('options' in one ? one.options : []),
    ...[one.value ?? []].flat(),
  ];
}

const cards = (messages: Outgoing[]): Card[] =>
  messages.flatMap((one) => (one.as === 'card' ? [one.card] : []));

describe('whatever a message holds', () => {
  const runs = { numRuns: 200 };

  it('its cards are within every limit and of the platform’s shape', () => {
    fc.assert(
      fc.property(
        message,
        fc.constantFrom('p2p' as const, 'group' as const),
        fc.boolean(),
        (value, chatKind, asCard) => {
          for (const one of cards(plan(value, { chatKind, asCard }))) {
            const content = JSON.stringify(one);
            expect(Buffer.byteLength(content)).toBeLessThan(30 * 1024);
            expect(countElements(one)).toBeLessThanOrEqual(200);
            expect(content.split('"tag":"table"').length - 1).toBeLessThanOrEqual(5);
            expect(checkCard(one, () => true)).toBeUndefined();
          }
        },
      ),
      runs,
    );
  });

  it('every word of it is said somewhere', () => {
    fc.assert(
      fc.property(message, (value) => {
        const text = readable(plan(value, { chatKind: 'p2p', asCard: false }));
        for (const one of [value.title ?? '', ...value.parts.flatMap(said)]) {
          if (!text.includes(bare(one))) throw new Error(`lost: ${JSON.stringify(one.slice(0, 80))}`);
        }
      }),
      runs,
    );
  });

  it('a text stays within the 150 KB of a request', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), (n) => {
        for (const one of plan(
          { parts: [{ type: 'text', text: '"<'.repeat(n) }] },
          { chatKind: 'p2p', asCard: false },
        )) {
          if (one.as === 'text')
            expect(Buffer.byteLength(JSON.stringify(JSON.stringify({ text: one.text })))).toBeLessThan(
              150 * 1024,
            );
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('what becomes what', () => {
  const planned = (value: Message, asCard = false) => plan(value, { chatKind: 'p2p', asCard });
  const elements = (value: Message): { tag: string }[] => {
    const body = card(value, 'p2p').body as { elements: { tag: string }[] };
    return body.elements;
  };

  it('words alone are a text, with markup escaped', () => {
    expect(planned({ parts: [{ type: 'text', text: '1 < 2 & <b>x</b>' }] })).toEqual([
      { as: 'text', text: '1 &lt; 2 &amp; &lt;b>x&lt;/b>' },
    ]);
  });

  it('a title makes it a card in the colour of its tone', () => {
    const header = (tone: Message['tone']) =>
      card({ title: '提醒', ...(tone ? { tone } : {}), parts: [] }, 'p2p').header;
    expect(header(undefined)).toMatchObject({ title: { content: '提醒' }, template: 'blue' });
    expect([header('good'), header('warn'), header('urgent')]).toMatchObject([
      { template: 'green' },
      { template: 'orange' },
      { template: 'red' },
    ]);
  });

  it('tables beyond the third are told in words', () => {
    const table: Part = { type: 'table', columns: ['事项'], rows: [['公寓']] };
    const tags = elements({ parts: Array.from({ length: 5 }, () => table) }).map((one) => one.tag);
    expect(tags).toEqual(['table', 'table', 'table', 'div', 'div']);
    expect(cardLimits.tables).toBe(3);
  });

  it('a complaint stands right below its field, in red', () => {
    const fields: FormField[] = [
      {
        name: 'phone',
        label: '手机号',
        required: true,
        input: 'text',
        value: '138',
        error: '手机号应为 11 位',
      },
      { name: 'day', label: '日期', required: false, input: 'date' },
    ];
    const [form] = elements({ parts: [{ type: 'form', fields, submit: { label: '提交', token: 'T' } }] });
    expect(form).toMatchObject({
      tag: 'form',
      elements: [
        { text: { content: '手机号 *' } },
        { tag: 'input', name: 'phone', required: true, default_value: '138' },
        { text: { content: '手机号应为 11 位', text_color: 'red' } },
        { text: { content: '日期' } },
        { tag: 'date_picker', name: 'day', required: false },
        {
          columns: [
            { elements: [{ form_action_type: 'submit', behaviors: [{ value: { t: 'T', k: 'p2p' } }] }] },
          ],
        },
      ],
    });
  });

  it('a form with hundreds of choices is still a form: they are typed, and listed in the file', () => {
    const options = Array.from({ length: 300 }, (_, n) => `第${n}所学校`);
    const fields: FormField[] = [
      { name: 'school', label: '学校', required: true, input: 'select', options, value: '第7所学校' },
      { name: 'kind', label: '学段', required: true, input: 'select', options: ['小学', '初中'] },
    ];
    const parts: Part[] = [{ type: 'form', fields, submit: { label: '提交', token: 'T' } }];
    const [said, file] = planned({ title: '入学', parts });
    if (said?.as !== 'card' || file?.as !== 'file') throw new Error('a card and a file are expected');
    const text = JSON.stringify(said.card);
    expect(text).toContain('"tag":"input","max_length":1000,"default_value":"第7所学校","name":"school"');
    expect(text).toContain('"tag":"select_static"');
    expect(Buffer.from(file.file.bytes).toString('utf8')).toContain('第299所学校');
  });

  it('two forms of one card have fields of different names', () => {
    const form: Part = {
      type: 'form',
      fields: [{ name: 'day', label: '日期', required: true, input: 'date' }],
      submit: { label: '提交', token: 'T' },
    };
    const names = elements({ parts: [form, form] }).map((one) =>
      JSON.stringify(one).match(/"name":"[^"]+"/g),
    );
    expect(new Set(names.flat()).size).toBe(6);
  });

  it('an empty file and one over 30 MB are said in words', () => {
    const file = (size: number): Part => ({
      type: 'file',
      name: 'a.bin',
      mime: 'x/y',
      bytes: new Uint8Array(size),
    });
    expect(planned({ parts: [file(0)] })).toMatchObject([
      { as: 'text', text: expect.stringContaining('a.bin') },
    ]);
    expect(planned({ parts: [file(31 * 1024 * 1024)] })).toMatchObject([{ as: 'text' }]);
    expect(planned({ parts: [file(1)] })).toMatchObject([{ as: 'file' }]);
  });

  it('nothing is nothing', () => {
    expect(planned({ parts: [] })).toEqual([]);
    expect(planned({ parts: [{ type: 'list', items: [] }] })).toEqual([]);
  });
});

describe('escaping', () => {
  it('leaves no markup in a text', () => {
    expect(escapeText('<at user_id="all"></at> [点我](http://x)')).not.toMatch(/<|\]\(/);
  });

  it('leaves no markup in card markdown, and ordinary words as they are', () => {
    expect(escapeMarkdown('县第一中学（2026年）10:30 3.5 万元，A-01')).toBe(
      '县第一中学（2026年）10:30 3.5 万元，A-01',
    );
    expect(escapeMarkdown('**粗** <at id=all></at> [x](y) `c` ~~d~~')).not.toMatch(/[*<>`~[\]]/);
    expect(escapeMarkdown('# 标题\n- 项\n1. 项')).not.toMatch(/(^|<br>)(#|-|1\.) /);
    expect(escapeMarkdown(':OK:')).not.toContain(':OK:');
  });
});
