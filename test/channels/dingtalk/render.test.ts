import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pressedToken } from '../../../src/channels/dingtalk/decode/press.ts';
import { cutNotice, cutWords } from '../../../src/channels/dingtalk/render/cut.ts';
import {
  maxMsgParamBytes,
  maxWebhookBytes,
  robotMessage,
  sessionBody,
} from '../../../src/channels/dingtalk/render/encode.ts';
import { fileKind, fileMessage } from '../../../src/channels/dingtalk/render/file.ts';
import { pressLink } from '../../../src/channels/dingtalk/render/link.ts';
import { plainMarkdown } from '../../../src/channels/dingtalk/render/markdown.ts';
import { renderWords } from '../../../src/channels/dingtalk/render/words.ts';
import type { Button, FormField, Message, Part } from '../../../src/channels/port.ts';

const session = { route: 'session', group: false } as const;
const openapi = { route: 'openapi', group: false } as const;
const button = (label: string, n = 0): Button => ({ label, token: `T0k3nT0k3n${n}` });
const buttons = (count: number): Part => ({
  type: 'buttons',
  buttons: Array.from({ length: count }, (_, n) => button(`选项${n + 1}`, n)),
});
const text = (words: string): Part => ({ type: 'text', text: words });
const param = (message: Message, group = false): { msgKey: string } & Record<string, string> => {
  const { msgKey, msgParam } = robotMessage(renderWords(message, { ...openapi, group }));
  return { msgKey, ...(JSON.parse(msgParam) as Record<string, string>) };
};

describe('what a message becomes', () => {
  test('plain words stay plain words', () => {
    expect(renderWords({ parts: [text('第一行\n* 不是列表 *'), text('再见')] }, session)).toEqual({
      kind: 'text',
      text: '第一行\n* 不是列表 *\n\n再见',
    });
  });

  test('a title, a list or figures make it markdown', () => {
    const message: Message = {
      title: '结对名单',
      parts: [{ type: 'list', items: [{ label: '王小明', text: '县医院' }] }],
    };
    expect(renderWords(message, session)).toEqual({
      kind: 'markdown',
      title: '结对名单',
      text: '### 结对名单\n\n· 王小明：县医院',
    });
  });

  test('a table is told line by line, each cell with its column', () => {
    const table: Part = {
      type: 'table',
      columns: ['姓名', '单位'],
      rows: [
        ['王小明', '县医院'],
        ['李四', '一中'],
      ],
    };
    expect(renderWords({ parts: [table] }, session)).toMatchObject({
      text: expect.stringContaining('姓名：王小明；单位：县医院  \n'),
    });
  });

  test('an urgent message says so', () => {
    expect(
      renderWords({ title: '超期', tone: 'urgent', parts: [text('请尽快联系')] }, session),
    ).toMatchObject({ title: '【紧急】超期' });
    expect(renderWords({ tone: 'warn', parts: [text('请留意')] }, session)).toMatchObject({
      kind: 'text',
      text: '【提醒】请留意',
    });
  });

  test('a message of nothing still says something', () => {
    expect(renderWords({ parts: [] }, session)).toEqual({ kind: 'text', text: '（无内容）' });
  });

  test('a form asks item by item and offers its button', () => {
    const form: Part = {
      type: 'form',
      fields: [{ name: 'a', label: '到岗日期', required: true, input: 'date', error: '日期看不懂' }],
      submit: button('提交'),
    };
    const rendered = renderWords({ parts: [form] }, session);
    expect(rendered).toMatchObject({
      kind: 'actionCard',
      text: expect.stringMatching(/到岗日期.*必填.*日期看不懂/s),
      buttons: [{ title: '提交' }],
    });
  });
});

describe('buttons', () => {
  test('over a session stand one under the other, however many', () => {
    const body = sessionBody(renderWords({ title: '请选择', parts: [buttons(7)] }, session), 'k1', []);
    expect(body).toMatchObject({
      msgtype: 'actionCard',
      msgUuid: 'k1',
      actionCard: { title: '请选择', btnOrientation: '0' },
    });
    expect((body.actionCard as { btns: unknown[] }).btns).toHaveLength(7);
  });

  test.each([
    [1, 'sampleActionCard'],
    [2, 'sampleActionCard2'],
    [5, 'sampleActionCard5'],
    [6, 'sampleMarkdown'],
  ])('%i of them go by the OpenAPI as %s', (count, msgKey) => {
    const sent = param({ parts: [text('请选择'), buttons(count)] });
    expect(sent.msgKey).toBe(msgKey);
    for (let n = 1; n <= count; n += 1) expect(JSON.stringify(sent)).toContain(`选项${n}`);
    expect(JSON.stringify(sent).match(/dtmd:\/\/dingtalkclient\/sendMessage\?content=/g)).toHaveLength(count);
  });

  test('the links of many buttons outlive a text that is too long', () => {
    const sent = param({ title: '名单', parts: [text('很长。'.repeat(5000)), buttons(8)] });
    expect(sent.text).toContain(cutNotice);
    expect(sent.text?.match(/\[选项\d\]\(dtmd:/g)).toHaveLength(8);
  });

  test('a tap sends words that are read as a press, whatever the label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (label) => {
        const url = new URL(pressLink({ label, token: 'T0k3nT0k3n' }));
        expect(pressedToken(url.searchParams.get('content') ?? '')).toBe('T0k3nT0k3n');
      }),
    );
    expect(pressLink(button('同意 (1)'))).toBe(
      'dtmd://dingtalkclient/sendMessage?content=%E5%90%8C%E6%84%8F+%281%29+%23T0k3nT0k3n0',
    );
  });

  test('in a group the answer can be typed as well, and a question asked first is told', () => {
    const parts: Part[] = [{ type: 'buttons', buttons: [{ ...button('退回'), confirm: '确定退回吗？' }] }];
    const rendered = renderWords({ parts }, { route: 'session', group: true });
    expect(rendered.text).toContain('请 @我 回复：  \n1. 退回');
    expect(rendered.text).toContain('确定退回吗？');
  });
});

describe('what people wrote', () => {
  test('cannot become a link, a picture, a heading or a tag', () => {
    const trick = plainMarkdown(
      '# 大字\n[点我](dtmd://dingtalkclient/sendMessage?content=x)\n![](http://x)\n<font size=99>',
    );
    expect(trick).not.toMatch(/\]\(/);
    expect(trick).not.toMatch(/^#/m);
    expect(trick).not.toMatch(/<font/);
  });

  test('keeps its line breaks and masked numbers', () => {
    expect(plainMarkdown('电话 138****1234\n证件 330***********123X')).toBe(
      '电话 138∗∗∗∗1234  \n证件 330∗∗∗∗∗∗∗∗∗∗∗123X',
    );
  });
});

describe('a message that is too long', () => {
  test('is cut after a whole sentence and says where the rest is', () => {
    const cut = cutWords(`${'一句话。'.repeat(100)}`, 300);
    expect(cut.endsWith(`。\n\n${cutNotice}`)).toBe(true);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(300);
  });

  test('is left alone as long as it fits', () => {
    const words = '字'.repeat(4900);
    expect(param({ parts: [text(words)] }).content).toBe(words);
    expect(param({ parts: [text('字'.repeat(5100))] }).content).toContain(cutNotice);
  });
});

describe('files', () => {
  const file = (name: string, mime: string, size = 4) => ({
    type: 'file' as const,
    name,
    mime,
    bytes: new Uint8Array(size),
  });
  test.each([
    ['名单.xlsx', 'application/vnd.ms-excel', 4, 'file'],
    ['名单.PDF', 'application/pdf', 4, 'file'],
    ['照片.png', 'image/png', 4, 'image'],
    ['名单.csv', 'text/csv', 4, undefined],
    ['无名', 'application/octet-stream', 4, undefined],
    ['空.pdf', 'application/pdf', 0, undefined],
    ['大.pdf', 'application/pdf', 20 * 1024 * 1024 + 1, undefined],
  ])('%s of %s, %i bytes, goes as %s', (name, mime, size, kind) => {
    expect(fileKind(file(name, mime, size))).toBe(kind);
  });

  test('carry their type; what cannot go is told in words', () => {
    expect(fileMessage(file('名单.XLSX', 'x'), 'file', '@m')).toEqual({
      msgKey: 'sampleFile',
      msgParam: '{"mediaId":"@m","fileName":"名单.XLSX","fileType":"xlsx"}',
    });
    expect(renderWords({ parts: [file('名单.csv', 'text/csv')] }, session).text).toContain(
      '名单.csv（请到管理台下载）',
    );
  });
});

describe('any message at all', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((it) => it.trim() !== '');
  const aButton = label.map((it) => button(it));
  const field: fc.Arbitrary<FormField> = fc.record({
    name: fc.constant('f'),
    label,
    required: fc.boolean(),
    input: fc.constant('select' as const),
    options: fc.array(words, { maxLength: 4 }),
  });
  const part: fc.Arbitrary<Part> = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text: words }),
    fc.record({
      type: fc.constant('list' as const),
      ordered: fc.boolean(),
      items: fc.array(fc.record({ label, text: words }), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      type: fc.constant('table' as const),
      columns: fc.tuple(words, words),
      rows: fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      type: fc.constant('figures' as const),
      items: fc.array(fc.record({ label, value: words, note: words }), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      type: fc.constant('buttons' as const),
      buttons: fc.array(aButton, { minLength: 1, maxLength: 8 }),
    }),
    fc.record({
      type: fc.constant('form' as const),
      fields: fc.array(field, { minLength: 1, maxLength: 4 }),
      submit: aButton,
    }),
  );
  const message: fc.Arbitrary<Message> = fc.record(
    {
      title: label,
      tone: fc.constantFrom('plain', 'good', 'warn', 'urgent'),
      parts: fc.array(part, { minLength: 1, maxLength: 5 }),
    },
    { requiredKeys: ['parts'] },
  );
  const place = fc.record({
    route: fc.constantFrom('session' as const, 'openapi' as const),
    group: fc.boolean(),
  });

  /** What is left of words when spacing and the channel's own disguises are set aside. */
  const bare = (it: string) =>
    it
      .replace(/[\s\u200B]/g, '')
      .replaceAll('*', '∗')
      .replaceAll('[', '［')
      .replaceAll(']', '］');

  test('shows every one of its texts', () => {
    fc.assert(
      fc.property(message, place, (given, where) => {
        const rendered = renderWords(given, where);
        const shown = bare(
          [
            rendered.text,
            rendered.kind === 'markdown' ? (rendered.tail ?? '') : '',
            ...(rendered.kind === 'actionCard' ? rendered.buttons.map(({ title }) => title) : []),
          ].join('\n'),
        );
        for (const said of textsOf(given)) expect(shown).toContain(bare(said));
      }),
    );
  });

  test('keeps within the sizes, however long', () => {
    const long = fc.tuple(
      message,
      fc.constantFrom('长', '"', '\n', '😀', '\u0001', 'a。'),
      fc.integer({ min: 1, max: 30_000 }),
    );
    fc.assert(
      fc.property(long, ([given, unit, count]) => {
        const huge = { ...given, parts: [text(unit.repeat(count)), ...given.parts] };
        const { msgParam } = robotMessage(renderWords(huge, openapi));
        expect(Buffer.byteLength(msgParam)).toBeLessThanOrEqual(maxMsgParamBytes);
        const body = sessionBody(renderWords(huge, session), 'k', []);
        expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(maxWebhookBytes);
      }),
      { numRuns: 60 },
    );
  });

  test('with forty long buttons still fits, and names each', () => {
    const many: Part = {
      type: 'buttons',
      buttons: Array.from({ length: 40 }, (_, n) => button(`${n}号${'很长的选项'.repeat(6)}`, n)),
    };
    for (const where of [openapi, session]) {
      const rendered = renderWords({ parts: [many] }, where);
      const { msgParam } = robotMessage(renderWords({ parts: [many] }, openapi));
      expect(Buffer.byteLength(msgParam)).toBeLessThanOrEqual(maxMsgParamBytes);
      expect(rendered.text).toContain('40. 39号');
    }
  });
});

function textsOf({ title, parts }: Message): string[] {
  const of = (part: Part): string[] => {
    switch (part.type) {
      case 'text':
        return [part.text];
      case 'list':
        return part.items.flatMap((item) => [item.label ?? '', item.text]);
      case 'table':
        return [...part.columns, ...part.rows.flat()];
      case 'figures':
        return part.items.flatMap((item) => [item.label, item.value, item.note ?? '']);
      case 'buttons':
        return part.buttons.map((it) => it.label);
      case 'form':
        return [
          ...part.fields.flatMap((it) => [it.label, ...('options' in it ? it.options : [])]),
          part.submit.label,
        ];
      case 'file':
        return [part.name];
    }
  };
  return [title ?? '', ...parts.flatMap(of)];
}
