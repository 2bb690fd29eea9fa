/** Any matter a file can describe, and what may become of the file while drafts are open. */
import fc from 'fast-check';
import { type Flow, sentenceOf, TYPE_NAMES, type TypeName } from '../../../../src/dialogue/flow/flow.ts';
import { loadBook, loadFlow } from '../../../../src/dialogue/flow/load.ts';

export type Askable = Exclude<TypeName, '列表'>;
export const ASKABLE = TYPE_NAMES.filter((type): type is Askable => type !== '列表');

/** One question; `id` stays when the name changes. */
export interface Ask {
  id: number;
  name: string;
  former: string[];
  type: Askable;
  optional: boolean;
  /** On the first choice, on an earlier question's answer, or always shown. */
  when: 'always' | 'first' | 'other' | { id: number };
  known: boolean;
  sensitive: boolean;
  checked: boolean;
}

export interface Matter {
  version: number;
  asks: Ask[];
  list: boolean;
  confirmed: boolean;
  /** Misses until a person is called. */
  tries: number;
  /** Names of questions that were dropped. */
  dropped: string[];
}

export const ask = (id: number): fc.Arbitrary<Ask> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(`问${id}`),
    former: fc.constant<string[]>([]),
    type: fc.constantFrom(...ASKABLE),
    optional: fc.boolean(),
    when: fc.oneof(
      { weight: 4, arbitrary: fc.constant('always' as const) },
      { weight: 1, arbitrary: fc.constantFrom('first' as const, 'other' as const) },
      ...(id > 0 ? [{ weight: 1, arbitrary: fc.record({ id: fc.nat(id - 1) }) }] : []),
    ),
    known: fc.boolean(),
    sensitive: fc.nat(3).map((n) => n === 0),
    checked: fc.boolean(),
  });

/** A matter of one to six questions beside the first choice. */
export const matter: fc.Arbitrary<Matter> = fc.integer({ min: 1, max: 6 }).chain((count) =>
  fc.record({
    version: fc.constant(1),
    asks: fc.tuple(...Array.from({ length: count }, (_, id) => ask(id))),
    list: fc.boolean(),
    tries: fc.constant(3),
    confirmed: fc.nat(4).map((n) => n > 0),
    dropped: fc.constant<string[]>([]),
  }),
);

/** A rule every good answer of words.ts keeps. */
const RULES: Partial<Record<Askable, (name: string) => string>> = {
  数字: (name) => `${name} <= 1000: 太多了，请再核对。`,
  金额: (name) => `${name} <= 5000000: 这个数有点大。`,
  金额范围: (name) => `${name}.低 <= 5000000: 这个数有点大。`,
  日期时间: (name) => `${name} 晚于 现在: 这个时间已经过去了。`,
  起止年月: (name) => `${name}.起 早于 ${name}.止: 开始要早于结束。`,
};

function conditionOf({ when }: Ask, { asks }: Matter): string | undefined {
  if (when === 'always') return undefined;
  if (when === 'first') return '首选 是 一类';
  if (when === 'other') return '非 (首选 是 一类) 且 首选 已填';
  const other = asks.find(({ id }) => id === when.id);
  return other && other.type !== '说明' ? `${other.name} 已填 或 首选 是 二类` : undefined;
}

function lineOf(one: Ask, matter: Matter): string {
  const when = conditionOf(one, matter);
  const rule = one.checked ? RULES[one.type]?.(one.name) : undefined;
  const details = [
    `问: 请说${one.name}。`,
    ...(one.type === '单选' || one.type === '多选'
      ? [`选: {甲类${one.id}: [头等${one.id}], 乙类${one.id}: [], 其他: []}`]
      : []),
    ...(when ? [`当: ${when}`] : []),
    ...(one.known ? [`来自: 档案.${one.type}`] : []),
    ...(one.sensitive ? ['敏感: 是'] : []),
    ...(one.type === '身份证' ? [`得出: {周岁${one.id}: ${one.name}.周岁}`] : []),
    ...(rule ? [`检查: [{${rule}}]`] : []),
    ...(one.former.length > 0 ? [`曾用名: [${one.former.join(', ')}]`] : []),
  ];
  return `  - ${one.name}(${one.type}${one.optional ? '?' : ''}): {${details.join(', ')}}`;
}

const LIST = [
  '  - 经历(列表):',
  '      每条:',
  '        - 起止(起止年月): 起止？',
  '        - 学校(文字): 学校？',
  '        - 证书号(文字?): {问: 证书号？, 敏感: 是}',
  '      最多: 3',
];

/** The file. */
export const textOf = (matter: Matter): string =>
  [
    '事项: 甲事',
    '编号: a',
    `版本: ${matter.version}`,
    '触发: [办甲事]',
    '时限: {催办: [2小时, 1天], 草稿: 30天}',
    `容错: {次数: ${matter.tries}}`,
    '问题:',
    '  - 首选(单选): {问: 哪一类？, 选: {一类: [头一类], 二类: []}}',
    ...matter.asks.map((one) => lineOf(one, matter)),
    ...(matter.list ? LIST : []),
    ...(matter.confirmed ? [] : ['确认: 不用']),
    ...(matter.dropped.length > 0 ? [`停用: [${matter.dropped.join(', ')}]`] : []),
    '提交: {做: 立案}',
  ].join('\n');

export const OTHER =
  '事项: 乙事\n编号: b\n触发: [乙事]\n问题:\n  - 内容(长文): 什么事？\n确认: 不用\n提交: {做: 立案}\n';

/** The matter and another one, as the service would load them; throws where the lint objects. */
export function bookOf(matter: Matter, former?: Matter): ReadonlyMap<string, Flow> {
  const file = { file: 'a.yaml', text: textOf(matter) };
  const { book, faults } = loadBook([file, { file: 'b.yaml', text: OTHER }]);
  const changed = former && loadFlow(file.file, file.text, { former: { text: textOf(former) } });
  const all = [...faults, ...(changed?.faults ?? [])].map(sentenceOf);
  if (all.length > 0) throw new Error(`${all.join('\n')}\n${file.text}`);
  return book;
}

/** What a clerk does to a file in use. */
export type Edit =
  | { kind: 'rename'; which: number }
  | { kind: 'retype'; which: number; type: Askable }
  | { kind: 'add'; type: Askable }
  | { kind: 'require'; which: number }
  | { kind: 'drop'; which: number };

export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('rename' as const), which: fc.nat(5) }),
  fc.record({
    kind: fc.constant('retype' as const),
    which: fc.nat(5),
    type: fc.constantFrom(...ASKABLE),
  }),
  fc.record({ kind: fc.constant('add' as const), type: fc.constantFrom(...ASKABLE) }),
  fc.record({ kind: fc.constantFrom('drop' as const, 'require' as const), which: fc.nat(5) }),
);

/** The next version of the file. */
export function edited(matter: Matter, edit: Edit): Matter {
  const next = { ...matter, version: matter.version + 1 };
  const target = 'which' in edit ? matter.asks[edit.which % matter.asks.length] : undefined;
  const change = (more: Partial<Ask>): Matter => ({
    ...next,
    asks: matter.asks.map((one) => (one === target ? { ...one, ...more } : one)),
  });
  if (edit.kind === 'add') {
    const id = Math.max(0, ...matter.asks.map((one) => one.id)) + 10;
    const fresh: Ask = {
      id,
      name: `问${id}`,
      former: [],
      type: edit.type,
      optional: false,
      when: 'always',
      known: false,
      sensitive: false,
      checked: false,
    };
    return { ...next, asks: [...matter.asks, fresh] };
  }
  if (!target) return next;
  if (edit.kind === 'rename')
    return change({ name: `新${target.name}`, former: [...target.former, target.name] });
  if (edit.kind === 'retype') return change({ type: edit.type });
  if (edit.kind === 'require') return change({ optional: false });
  if (matter.asks.length === 1) return next;
  return {
    ...next,
    dropped: [...matter.dropped, target.name, ...target.former],
    asks: matter.asks
      .filter((one) => one !== target)
      .map((one) =>
        typeof one.when === 'object' && one.when.id === target.id ? { ...one, when: 'always' as const } : one,
      ),
  };
}
