/** Which cards the platform takes, and what a press of them sends. */
import { describe, expect, it } from 'vitest';
import { checkCard } from '../../../src/doubles/feishu/card/check.ts';
import { pressButton } from '../../../src/doubles/feishu/card/press.ts';

const words = (content: string) => ({ tag: 'plain_text', content });
const card = (...elements: object[]) => ({ schema: '2.0', body: { elements } });
const button = (name: string, more: object = {}) => ({ tag: 'button', name, text: words(name), ...more });
const submit = (more: object = {}) => button('提交', { form_action_type: 'submit', ...more });
const input = (name: string, more: object = {}) => ({ tag: 'input', name, ...more });
const form = (...elements: object[]) => ({ tag: 'form', name: 'f', elements });
const columns = (...elements: object[]) => ({ tag: 'column_set', columns: [{ tag: 'column', elements }] });
const table = { tag: 'table', columns: [{ name: 'a' }], rows: [{ a: '1' }] };
const markdown = { tag: 'markdown', content: '您好' };
const nested = (depth: number): object =>
  depth === 0 ? markdown : { tag: 'interactive_container', elements: [nested(depth - 1)] };
const many = (count: number, element: object = markdown) => Array.from({ length: count }, () => element);
const option = (value: string, content = value) => ({ text: words(content), value });

function subCode(value: unknown): string | undefined {
  const refusal = checkCard(value, (key) => key === 'img_v3_ours');
  if (refusal) expect(refusal.code).toBe(230099);
  return refusal && /ErrCode: (\d+)/.exec(refusal.detail ?? '')?.[1];
}

describe('a card is taken', () => {
  it.each<[string, unknown]>([
    ['with words', card(markdown)],
    [
      'with everything round it',
      {
        schema: '2.0',
        config: { update_multi: true, width_mode: 'fill', summary: { content: '摘要' } },
        header: {
          title: words('标题'),
          template: 'blue',
          text_tag_list: many(3, { tag: 'text_tag', text: words('急') }),
        },
        body: { direction: 'vertical', padding: '12px', elements: [markdown, { tag: 'hr' }] },
      },
    ],
    ['with an image of ours', card({ tag: 'img', img_key: 'img_v3_ours', alt: words('') })],
    ['with a form', card(form(input('a'), columns(submit(), button('取消', { form_action_type: 'reset' }))))],
    ['with a chart', card({ tag: 'chart', chart_spec: { type: 'bar' } })],
    ['with 5 tables', card(...many(5, table))],
    ['with 200 elements', card(...many(200))],
    ['with 5 containers in each other', card(nested(5))],
    ['of 1.0, whose unknown properties are ignored', { elements: [{ tag: 'div', nonsense: 1 }] }],
  ])('%s', (_name, value) => {
    expect(subCode(value)).toBeUndefined();
  });
});

describe('a card is refused', () => {
  it.each<[string, unknown, string]>([
    ['that is no object', [], '200621'],
    ['of a schema nobody knows', { schema: '3.0', body: { elements: [] } }, '200621'],
    ['with elements at the top', { schema: '2.0', elements: [] }, '200621'],
    ['without a body', { schema: '2.0' }, '200621'],
    ['with an unknown property of a component', card({ ...markdown, colour: 'red' }), '200621'],
    ['with an unknown property of the body', { schema: '2.0', body: { elements: [], tag: 'x' } }, '200621'],
    ['with a component of 1.0', card({ tag: 'action', actions: [] }), '200861'],
    ['with a note', card({ tag: 'note', elements: [] }), '200861'],
    ['that is not shared', { ...card(markdown), config: { update_multi: false } }, '200621'],
    [
      'with four header tags',
      {
        ...card(),
        header: { title: words('t'), text_tag_list: many(4, { tag: 'text_tag', text: words('x') }) },
      },
      '200621',
    ],
    ['with 201 elements', card(...many(201)), '300305'],
    ['with 200 components and their words', card(...many(101, { tag: 'div', text: words('x') })), '300305'],
    ['with 6 tables', card(...many(6, table)), '11310'],
    [
      'with 6 tables, one in markdown',
      card(...many(5, table), { tag: 'markdown', content: '| a | b |\n|---|---|\n| 1 | 2 |' }),
      '11310',
    ],
    ['with a table in a column', card(columns(table)), '200621'],
    ['with a table without columns', card({ tag: 'table', columns: [] }), '200914'],
    ['with 6 containers in each other', card(nested(6)), '200621'],
    ['with an image nobody uploaded', card({ tag: 'img', img_key: 'img_v3_else' }), '200570'],
    ['with a chart of nothing', card({ tag: 'chart', chart_spec: {} }), '200550'],
    [
      'with the same element_id twice',
      card({ ...markdown, element_id: 'a' }, { ...markdown, element_id: 'a' }),
      '200621',
    ],
    ['with an element_id that starts with a digit', card({ ...markdown, element_id: '1a' }), '200621'],
    ['with an element_id of 21 characters', card({ ...markdown, element_id: 'a'.repeat(21) }), '200621'],
    ['with a form in a column', card(columns(form(submit()))), '200621'],
    ['with a form in a form', card(form(submit(), form(submit()))), '200621'],
    ['with a form that has no name', card({ tag: 'form', elements: [submit()] }), '200530'],
    ['with a table in a form', card(form(submit(), table)), '200621'],
    ['with a form child without a name', card(form({ tag: 'input' }, submit())), '200530'],
    ['with two fields of one name', card(form(input('a'), input('a'), submit())), '200621'],
    ['with names that clash outside the form', card(form(input('a'), submit()), button('a')), '200621'],
    [
      'with a form that cannot be sent',
      card(form(input('a'), button('取消', { form_action_type: 'reset' }))),
      '200621',
    ],
    ['with a submit of 1.0', card(form(input('a'), button('b', { action_type: 'form_submit' }))), '200621'],
    ['with a submit outside a form', card(submit()), '200621'],
    ['with an input too long', card(input('a', { max_length: 1001 })), '200621'],
    ['with an option that has no words', card({ tag: 'select_static', options: [{ value: 'x' }] }), '200621'],
    [
      'with an option whose value is a number',
      card({ tag: 'select_static', options: [{ text: words('x'), value: 1 }] }),
      '200621',
    ],
    ['with a date that is none', card({ tag: 'date_picker', initial_date: '2026/5/1' }), '200621'],
    ['with a behavior nobody knows', card(button('b', { behaviors: [{ type: 'jump' }] })), '200621'],
  ])('%s', (_name, value, code) => {
    expect(subCode(value)).toBe(code);
  });
});

describe('a press', () => {
  const fields = [
    input('说明', { required: true, max_length: 5 }),
    input('备注'),
    {
      tag: 'select_static',
      name: '类型',
      options: [option('1', '住房'), option('2', '子女入学')],
      initial_index: 1,
    },
    { tag: 'multi_select_static', name: '方式', options: [option('a', '走访'), option('b', '电话')] },
    { tag: 'date_picker', name: '日期' },
    columns({ tag: 'picker_datetime', name: '时间', initial_datetime: '2026-05-12 09:30' }),
    submit({ behaviors: [{ type: 'callback', value: { token: 't1' } }] }),
    button('清空', { form_action_type: 'reset' }),
  ];
  const filled = { 说明: '漏水', 类型: '子女入学', 方式: ['走访', 'b'], 日期: '2026-05-11' };

  it('sends the value of a button, wherever it stands', () => {
    const callback = { behaviors: [{ type: 'callback', value: { token: 't2' } }] };
    const pressed = pressButton(card(markdown, columns(nested(1), button('好', callback))), '好');
    expect(pressed).toEqual({
      sent: true,
      action: { tag: 'button', name: '好', value: { token: 't2' }, timezone: 'Asia/Shanghai' },
    });
  });

  it('sends a form in the formats of the wire', () => {
    expect(pressButton(card(form(...fields)), '提交', filled)).toEqual({
      sent: true,
      action: {
        tag: 'button',
        name: '提交',
        timezone: 'Asia/Shanghai',
        value: { token: 't1' },
        form_value: {
          说明: '漏水',
          备注: '',
          类型: '2',
          方式: ['a', 'b'],
          日期: '2026-05-11 +0800',
          时间: '2026-05-12 09:30 +0800',
        },
      },
    });
  });

  it('sends initial values when nothing was changed', () => {
    const pressed = pressButton(card(form(...fields)), '提交', { 说明: '漏水' });
    expect(pressed).toMatchObject({ action: { form_value: { 类型: '1', 时间: '2026-05-12 09:30 +0800' } } });
  });

  it.each<[string, Record<string, string>]>([
    ['a required field is empty', {}],
    ['a text is too long', { 说明: '很长很长的话' }],
    ['an option does not exist', { 说明: '漏水', 类型: '其他' }],
    ['a date is malformed', { 说明: '漏水', 日期: '5月11日' }],
    ['a field does not exist', { 说明: '漏水', 电话: '1' }],
  ])('is stopped by the client when %s', (_name, given) => {
    expect(pressButton(card(form(...fields)), '提交', given)).toHaveProperty('error');
  });

  it('of nothing, a disabled, a clearing, a linking or a mute button sends nothing', () => {
    const open = { behaviors: [{ type: 'open_url', default_url: 'https://example.cn' }] };
    const all = card(
      form(...fields),
      button('看', open),
      button('灰', { disabled: true }),
      button('旧', { value: { a: 1 } }),
    );
    expect(pressButton(all, '没有')).toHaveProperty('error');
    expect(pressButton(all, '灰')).toHaveProperty('error');
    expect(pressButton(all, '清空')).toEqual({ sent: false });
    expect(pressButton(all, '看')).toEqual({ sent: false });
    expect(pressButton(all, '旧')).toEqual({ sent: false });
  });

  it('takes menu lines, and buttons of 1.0', () => {
    const menu = {
      tag: 'overflow',
      options: [option('x', '更多')],
      behaviors: [{ type: 'callback', value: { m: 1 } }],
    };
    expect(pressButton(card(menu), '更多')).toMatchObject({
      action: { tag: 'overflow', option: 'x', value: { m: 1 } },
    });
    const first = { elements: [{ tag: 'action', actions: [button('好', { value: { k: 'v' } })] }] };
    expect(pressButton(first, '好')).toMatchObject({ action: { value: { k: 'v' } } });
  });
});
