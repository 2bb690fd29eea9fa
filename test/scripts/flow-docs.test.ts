import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileRows, questionRows, refreshed } from '../../scripts/flow-keys.ts';
import { tryFlow } from '../../scripts/try-flow.ts';
import { sentenceOf } from '../../src/dialogue/flow/flow.ts';
import { loadBook, loadFlow } from '../../src/dialogue/flow/load.ts';
import { loadSuite, runSuite } from '../../src/dialogue/flow/runner.ts';
import { loadPolicies } from '../../src/dialogue/policy/policy.ts';

const page = readFileSync(new URL('../../docs/flows.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```yaml\n(.*?)```/gsu)].map((match) => match[1] ?? '');
const matters = blocks
  .filter((text) => text.startsWith('事项:'))
  .map((text) => ({ file: `${/^编号: (.+)$/mu.exec(text)?.[1]}.yaml`, text }));

describe('docs/flows.md', () => {
  it('holds the tables that the schema makes (npm run flows -- docs writes them)', () => {
    expect(refreshed(page)).toBe(page);
  });

  it('says of every key what it is for', () => {
    const silent = [...fileRows(), ...questionRows()].filter(({ words }) => words === '');
    expect(silent.map(({ key }) => key)).toEqual([]);
  });

  it('shows three matters that pass as they stand, beside each other', () => {
    const { book, faults } = loadBook(matters);
    expect(faults.map(sentenceOf)).toEqual([]);
    expect([...book.keys()]).toEqual(['book-lecture', 'home-visit', 'borrow-room']);
  });

  it('shows a conversation test that passes, and a policy that loads', () => {
    const { book } = loadBook(matters);
    const loaded = loadSuite('x.test.yaml', blocks.find((text) => text.startsWith('测试:')) ?? '');
    if (!loaded.ok) throw new Error(loaded.faults.map(sentenceOf).join());
    expect(runSuite(loaded.suite, book).flatMap(({ failures }) => failures)).toEqual([]);
    const policy = blocks.find((text) => text.startsWith('名称:')) ?? '';
    expect(loadPolicies([{ file: 'p.yaml', text: policy }]).faults).toEqual([]);
  });

  it('tries a matter in the terminal without doing anything', async () => {
    const { book } = loadBook(matters);
    const flow = book.get('book-lecture');
    if (!flow) throw new Error('no matter');
    const said: string[] = [];
    const lines = (async function* () {
      yield* ['王小明', '13900001111', '没有', '/等 很久', '确认', '还在吗', '/退出', '不会再听'];
    })();
    const now = Date.parse('2026-11-18T10:00:00+08:00');
    await tryFlow({ book, flow, now, out: (text) => said.push(text) }, lines);
    const talk = said.join('\n');
    expect(talk).toContain('> 预约讲座');
    expect(talk).toContain('会做：立案');
    expect(talk).toContain('约好了，编号 试-0001');
    expect(talk).toContain('“/等”后面写多久');
    expect(said.at(-1)).toContain('没有在办的事');
  });
});

/** What somebody new wrote with nothing but the page at hand. */
const WRITTEN = `事项: 借书
编号: borrow-book
版本: 1
触发: [借书, 我要借书]
权限: {谁: 所有人, 场合: 私聊}
问题:
  - 姓名(人名): 请问您的姓名？
  - 手机(手机号): 请留一个手机号。
  - 借阅证(单选): {问: 有借阅证吗？, 选: {有证: [办过], 没证: [没办]}}
  - 证号(文字):
      当: 借阅证 是 有证
      问: 证号是多少？
  - 还书(日期):
      问: 哪天还？
      偏向: 将来
      检查:
        - 还书 晚于 今天: 还书要在今天以后。
提交: {做: 立案}
办理:
  待取书:
    谁: 人才办
    时限: 2个工作日
    操作:
      取走: {到: 已借出}
  已借出:
    谁: 人才办
    操作: {归还: {到: 已归还}}
  已归还: {终: 是}
完成: 记下了，编号 {编号}。
`;

/** [what was done wrong, from, to, how the sentence begins, the change it asks for]. */
const MISTAKES: [string, string, string, string, [string, string]][] = [
  [
    'a Chinese colon',
    '姓名(人名): 请问',
    '姓名(人名)：请问',
    'borrow-book.yaml 第 7 行：“姓名(人名)”后面是中文冒号“：”，请改成英文冒号加一个空格“: ”',
    ['姓名(人名)：', '姓名(人名): '],
  ],
  [
    'a Tab',
    '      问: 证号是多少？',
    '\t问: 证号是多少？',
    'borrow-book.yaml 第 12 行：行首有 Tab，请把它换成空格（一层两个）',
    ['\t', '      '],
  ],
  [
    'a type that does not exist',
    '姓名(人名)',
    '姓名(名字)',
    'borrow-book.yaml 第 7 行：不认识类型“名字”，',
    ['名字)', '人名)'],
  ],
  [
    'no type at all',
    '手机(手机号): 请留',
    '手机: 请留',
    'borrow-book.yaml 第 8 行：“手机”没写类型，要写成“名称(类型): 问句”，比如“姓名(人名): 请问您的姓名？”',
    ['手机: 请留', '手机(手机号): 请留'],
  ],
  [
    'an option nobody offered',
    '当: 借阅证 是 有证',
    '当: 借阅证 是 有',
    'borrow-book.yaml 第 11 行：“借阅证”没有“有”这个选项，',
    ['当: 借阅证 是 有', '当: 借阅证 是 有证'],
  ],
  [
    'a word for two options',
    '没证: [没办]',
    '没证: [没办, 办过]',
    'borrow-book.yaml 第 9 行：“办过”同时指“有证”和“没证”，请只留在一个选项下',
    ['[没办, 办过]', '[没办]'],
  ],
  [
    'an action misspelt',
    '{做: 立案}',
    '{做: 立按}',
    'borrow-book.yaml 第 18 行：不认识动作“立按”，是不是想写“立案”？',
    ['立按', '立案'],
  ],
  [
    'a way to a stage that is not there',
    '取走: {到: 已借出}',
    '取走: {到: 已借走}',
    'borrow-book.yaml 第 24 行：没有“已借走”这个环节，是不是想写“已借出”？',
    ['已借走', '已借出'],
  ],
  [
    'a key misspelt',
    '触发: [',
    '触法: [',
    'borrow-book.yaml 第 4 行：不认识“触法”，是不是想写“触发”？',
    ['触法', '触发'],
  ],
  [
    'a number that is not the file’s name',
    '编号: borrow-book',
    '编号: book',
    'borrow-book.yaml 第 2 行：“编号”要和文件名一样，请写成 borrow-book',
    ['编号: book', '编号: borrow-book'],
  ],
  [
    'a length of time in words',
    '时限: 2个工作日',
    '时限: 两天',
    'borrow-book.yaml 第 22 行：“时限”要写成“2小时”“30天”“3个工作日”这样',
    ['时限: 两天', '时限: 2天'],
  ],
  [
    'a number that begins with 0',
    '没证: [没办]',
    '没证: [没办, 010]',
    'borrow-book.yaml 第 9 行：“010”以 0 开头，会被当成数字丢掉前面的 0，请加上引号："010"',
    ['010', '"010"'],
  ],
];

describe('a newcomer who writes a matter from the page alone', () => {
  const load = (text: string) => loadFlow('borrow-book.yaml', text);

  it('is understood', () => {
    expect(load(WRITTEN).faults.map(sentenceOf)).toEqual([]);
  });

  it.each(MISTAKES)('is told how to mend %s', (_name, from, to, sentence, cure) => {
    const broken = WRITTEN.replace(from, to);
    expect(broken).not.toBe(WRITTEN);
    const [first] = load(broken).faults.map(sentenceOf);
    expect(first?.slice(0, sentence.length)).toBe(sentence);
    const [wrong, right] = cure;
    const mended = broken.replace(wrong, right);
    expect(load(mended).faults.map(sentenceOf)).toEqual([]);
  });
});
