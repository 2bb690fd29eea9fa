import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../src/dialogue/flow/flow.ts';
import { loadBook, loadFlow } from '../../../src/dialogue/flow/load.ts';

const HEAD = '事项: 试\n编号: t\n触发: [试一试]\n问题:\n';
const TAIL = '提交: {做: 立案}\n';
/** A file whose questions begin on line 5. */
const withQuestions = (lines: string): string => `${HEAD}${lines}\n${TAIL}`;
const faultsOf = (text: string): string[] => {
  const loaded = loadFlow('t.yaml', text);
  return loaded.ok ? [] : loaded.faults.map(sentenceOf);
};

/** [what is wrong, the file, the line it is on, words of the sentence]. */
const table: [string, string, number, string[]][] = [
  [
    'a full-width colon after a key',
    withQuestions('  - 姓名(人名)：请问您的姓名？'),
    5,
    ['中文冒号', '英文冒号'],
  ],
  ['a full-width colon in braces', withQuestions('  - 姓名(人名): {问：您是？}'), 5, ['“问”', '英文冒号']],
  ['a Tab', withQuestions('  - 姓名(人名):\n\t问: 您是？'), 6, ['Tab', '空格']],
  ['an unknown type', withQuestions('  - 姓名(名字): 您是？'), 5, ['不认识类型“名字”', '人名']],
  ['no type', withQuestions('  - 姓名: 您是？'), 5, ['没写类型', '姓名(人名)']],
  ['an unknown key', withQuestions('  - 姓名(人名): {门: 您是？}'), 5, ['不认识“门”', '可以写']],
  [
    'an unknown key at the top',
    `权线: 所有人\n${withQuestions('  - 姓名(人名): 您是？')}`,
    1,
    ['不认识“权线”', '权限'],
  ],
  [
    'an unknown action',
    `${HEAD}  - 姓名(人名): 您是？\n提交: {做: 写入人材库}\n`,
    6,
    ['写入人材库', '写入人才库'],
  ],
  [
    'a 当 on a later field',
    withQuestions('  - 甲(文字): {问: 甲？, 当: 乙 是 一}\n  - 乙(单选): {问: 乙？, 选: [一, 二]}'),
    5,
    ['后面才问', '移到“甲”前面'],
  ],
  ['a 当 on an unknown field', withQuestions('  - 甲(文字): {问: 甲？, 当: 丙 是 一}'), 5, ['丙']],
  [
    'a 当 on an option that is none',
    withQuestions('  - 乙(单选): {问: 乙？, 选: [一, 二]}\n  - 甲(文字): {问: 甲？, 当: 乙 是 三}'),
    6,
    ['没有“三”这个选项', '一 二'],
  ],
  [
    'a 当 that can never hold',
    withQuestions(
      '  - 乙(单选): {问: 乙？, 选: [一, 二]}\n  - 甲(文字): {问: 甲？, 当: 乙 是 一 且 乙 是 二}',
    ),
    6,
    ['永远问不到'],
  ],
  [
    'a 认 that does not say where the value is',
    withQuestions('  - 甲(文字):\n      问: 甲？\n      认: [老家在]'),
    7,
    ['“老家在”没写值在哪里', '“老家在{}”'],
  ],
  ['a 认 with half a pair', withQuestions('  - 甲(文字): {问: 甲？, 认: ["老家{"]}'), 5, ['写一对']],
  [
    'a 认 that takes a name of a question for a place to fill in',
    withQuestions('  - 老家(文字): {问: 哪里？, 认: ["我是{老家}的"]}'),
    5,
    ['“{老家}”是说值要以“老家”结尾', '“我是{}的”'],
  ],
  ['a 认 of nothing but the value', withQuestions('  - 甲(文字): {问: 甲？, 认: ["{}"]}'), 5, ['认不出来']],
  [
    'a 认 that is in everything',
    withQuestions('  - 甲(文字): {问: 甲？, 认: ["是{}"]}'),
    5,
    ['几乎每句话里都有'],
  ],
  [
    'a 认 of two questions',
    withQuestions('  - 甲(日期): {问: 甲？, 认: ["{}到"]}\n  - 乙(日期): {问: 乙？, 认: ["{}到"]}'),
    6,
    ['已经是“甲”的说法（第 5 行）'],
  ],
  ['a 认 said twice', withQuestions('  - 甲(日期): {问: 甲？, 认: ["{}到", "{}到"]}'), 5, ['写了两遍']],
  ['two fields of one name', withQuestions('  - 甲(文字): 一？\n  - 甲(文字): 二？'), 6, ['第 5 行已经用过']],
  [
    'synonyms that collide',
    withQuestions('  - 甲(单选): {问: 甲？, 选: {高: [专家], 低: [专家]}}'),
    5,
    ['“专家”同时指“高”和“低”'],
  ],
  ['a choice without options', withQuestions('  - 甲(单选): 哪个？'), 5, ['选: [甲, 乙]']],
  ['options on something else', withQuestions('  - 甲(文字): {问: 哪个？, 选: [一, 二]}'), 5, ['改成单选']],
  [
    'a number with a leading zero',
    withQuestions('  - 甲(单选): {问: 哪个？, 选: [007, 二]}'),
    5,
    ['“007”', '引号'],
  ],
  [
    'a sensitive field in a group',
    `权限: {场合: 群聊}\n${withQuestions('  - 证(身份证): {问: 证号？, 敏感: 是}')}`,
    6,
    ['敏感', '私聊'],
  ],
  [
    'a check on a part that is not there',
    withQuestions('  - 薪(金额范围): {问: 多少？, 检查: [{薪.中 > 3: 不行}]}'),
    5,
    ['薪.中', '低'],
  ],
  [
    'a condition that cannot be read',
    withQuestions('  - 甲(数字): {问: 几？, 检查: [{甲 == 3: 不行}]}'),
    5,
    ['“是”'],
  ],
  [
    '得出 of a part that is not there',
    withQuestions('  - 证(身份证): {问: 证号？, 得出: {属相: 证.属相}}'),
    5,
    ['属相', '生日'],
  ],
  ['a list without items', withQuestions('  - 甲(列表): 有哪些？'), 5, ['每条']],
  [
    '唯一 on an unknown field',
    `${HEAD}  - 甲(文字): 一？\n提交: {做: 立案, 唯一: 乙}\n`,
    6,
    ['“唯一”', '乙'],
  ],
  ['nothing to do at the end', `${HEAD}  - 甲(文字): 一？\n`, 1, ['提交', '办理']],
  [
    'a name that is not the file’s',
    withQuestions('  - 甲(文字): 一？').replace('编号: t', '编号: u'),
    2,
    ['文件名', 't'],
  ],
  ['a bad span', `时限: {草稿: 一个月}\n${withQuestions('  - 甲(文字): 一？')}`, 1, ['草稿', '30天']],
  [
    'a bad window',
    `时限: {时段: 早八到晚八}\n${withQuestions('  - 甲(文字): 一？')}`,
    1,
    ['时段', '8:30-20:30'],
  ],
  ['an unclosed bracket', withQuestions('  - 甲(单选): {问: 一？, 选: [一, 二}'), 5, ['括号']],
  ['a missing key', '编号: t\n问题:\n  - 甲(文字): 一？\n提交: {做: 立案}\n', 1, ['少了“事项”']],
  [
    'a stage nobody can leave',
    `${HEAD}  - 甲(文字): 一？\n办理:\n  受理: {谁: 人才办}\n  办结: {终: 是}\n`,
    7,
    ['出不来'],
  ],
  [
    'an action that leads nowhere',
    `${HEAD}  - 甲(文字): 一？\n办理:\n  受理: {谁: 人才办, 操作: {办: {到: 办节}}}\n  办结: {终: 是}\n`,
    7,
    ['没有“办节”这个环节', '办结'],
  ],
];

const DATES = '  - 到期(日期): 哪天到期？\n  - 甲(文字): 一？\n';
const reminding = (reminder: string, action = '立案'): string =>
  `${HEAD}${DATES}提交: {做: ${action}}\n提醒:\n  - ${reminder}\n`;

/** 占用 stands on line 8, the stages on lines 9 to 11. */
const occupying = (pool: string, action = '立案'): string =>
  `${HEAD}  - 入住(日期): 哪天入住？\n  - 甲(文字): 一？\n提交: {做: ${action}}\n占用: ${pool}\n办理:\n  在住: {谁: 人才办, 操作: {离店: {到: 已离店}}}\n  已离店: {终: 是}\n`;

/** 造册 stands on line 8, the stages on lines 9 to 12. */
const listing = (roster: string, action = '立案'): string =>
  `${HEAD}  - 甲(文字): 一？\n提交: {做: ${action}, 唯一: 甲}\n#\n造册: ${roster}\n办理:\n  审核: {谁: 人才办, 操作: {核准: {到: 已核准}, 退回: {到: 已退回}, 催一催: {告知: 本人}}}\n  已核准: {终: 是}\n  已退回: {终: 是}\n`;

/** [what is wrong, the file, the sentence]. */
const sentences: [string, string, string][] = [
  [
    'a reminder about an unknown question',
    reminding('{前: 90天, 关于: 合同到期, 告知: [本人]}'),
    't.yaml 第 9 行：“提醒”用到的“合同到期”不存在，请写一个问日期的问题',
  ],
  [
    'a reminder about something that is no day',
    reminding('{前: 90天, 关于: 甲, 告知: [本人]}'),
    't.yaml 第 9 行：“甲”是文字，数不出是哪一天；“提醒”要“关于”一个日期',
  ],
  [
    'a reminder before and after',
    reminding('{前: 1天, 后: 1天, 关于: 到期, 告知: [本人]}'),
    't.yaml 第 9 行：“前”和“后”只能写一个',
  ],
  [
    'a reminder to somebody the case does not know',
    reminding('{前: 1天, 关于: 到期, 告知: [全体]}'),
    't.yaml 第 9 行：“提醒”不认识“全体”，可以写：本人 人才办 主任 承办单位 转达领导',
  ],
  [
    'a reminder where no case is kept',
    reminding('{前: 1天, 关于: 到期, 告知: [本人]}', '写入人才库'),
    't.yaml 第 8 行：“提醒”只对立案的事项起作用，“做: 写入人才库”不立案，请删掉“提醒”',
  ],
  [
    'a stay that ends on an unknown question',
    occupying('{池: 驿站, 从: 入住, 到: 入店}'),
    't.yaml 第 8 行：“占用”的“到”用到的“入店”不存在，是不是想写“入住”？请写一个问日期的问题',
  ],
  [
    'a stay that begins on something that is no day',
    occupying('{池: 驿站, 从: 甲, 到: 入住}'),
    't.yaml 第 8 行：“甲”是文字，数不出是哪一天；“从”要写一个问日期的问题',
  ],
  [
    'a stay without a night',
    occupying('{池: 驿站, 从: 入住, 到: 入住}'),
    't.yaml 第 8 行：“从”和“到”是同一个问题，一天也占不上；“到”要写另一个日期',
  ],
  [
    'a stay that is left by an unknown action',
    occupying('{池: 驿站, 从: 入住, 到: 离店日, 让出: 离开}').replace(
      '  - 甲(文字): 一？',
      '  - 离店日(日期): 哪天离店？',
    ),
    't.yaml 第 8 行：“让出”用到的“离开”不是哪个环节的操作，是不是想写“离店”？可以写：离店',
  ],
  ['a stay without a pool', occupying('{从: 入住, 到: 甲}'), 't.yaml 第 8 行：少了“池”，请补上'],
  [
    'a stay where no case is kept',
    occupying('{池: 驿站, 从: 入住, 到: 离店日}', '写入人才库').replace(
      '  - 甲(文字): 一？',
      '  - 离店日(日期): 哪天离店？',
    ),
    't.yaml 第 8 行：“占用”只对立案的事项起作用，“做: 写入人才库”占不了，请改成“做: 立案”，或删掉“占用”',
  ],
  [
    'a roster that is left by an unknown action',
    listing('{册: 补贴册, 除名: [退件]}'),
    't.yaml 第 8 行：“除名”用到的“退件”不是哪个环节的操作，是不是想写“退回”？可以写：核准 退回 催一催',
  ],
  [
    'a roster that is left by an action that leads nowhere',
    listing('{册: 补贴册, 除名: 催一催}'),
    't.yaml 第 8 行：“催一催”没有“到”，除了名还停在原来的环节；请在“办理”里给它写上“到”',
  ],
  [
    'a roster where no case is kept',
    listing('补贴册', '写入人才库'),
    't.yaml 第 8 行：“造册”只对立案的事项起作用，“做: 写入人才库”编不进名册，请改成“做: 立案”，或删掉“造册”',
  ],
  [
    'a roster whose name cannot be that of a sheet',
    listing('补贴/发放册'),
    't.yaml 第 8 行：“造册”要写名册的名字，1 到 20 个字，不要空格和 : * ? / [ ] 这些符号',
  ],
  [
    'a period that nobody knows',
    `${withQuestions(DATES.trimEnd())}每: 每季\n`,
    't.yaml 第 8 行：“每”只能写：年 半年 季度 月',
  ],
  [
    'a matter that comes round and is never submitted',
    `${HEAD}${DATES}每: 年\n`,
    't.yaml 第 1 行：没有写“提交”也没有写“办理”，填完之后不知道做什么；请加“提交: {做: …}”',
  ],
  [
    'a Tab',
    withQuestions('  - 姓名(人名):\n\t问: 您是？'),
    't.yaml 第 6 行：行首有 Tab，请把它换成空格（一层两个）',
  ],
  [
    'a full-width colon',
    withQuestions('  - 姓名(人名)：您是？'),
    't.yaml 第 5 行：“姓名(人名)”后面是中文冒号“：”，请改成英文冒号加一个空格“: ”',
  ],
  [
    'two synonyms',
    withQuestions('  - 甲(单选): {问: 甲？, 选: {高: [专家], 低: [专家]}}'),
    't.yaml 第 5 行：“专家”同时指“高”和“低”，请只留在一个选项下',
  ],
  [
    'a 当 on a later question',
    withQuestions('  - 甲(文字): {问: 甲？, 当: 乙 是 一}\n  - 乙(单选): {问: 乙？, 选: [一, 二]}'),
    't.yaml 第 5 行：“当”用到的“乙”在后面才问，请把“乙”移到“甲”前面',
  ],
  [
    'a question nobody is ever asked',
    withQuestions(
      '  - 乙(单选): {问: 乙？, 选: [一, 二]}\n  - 甲(文字): {问: 甲？, 当: 乙 是 一 且 乙 是 二}',
    ),
    't.yaml 第 6 行：“甲”永远问不到：“当”里的条件不能同时成立',
  ],
  [
    'a sensitive question in a group',
    `权限: {场合: 群聊}\n${withQuestions('  - 证(身份证): {问: 证号？, 敏感: 是}')}`,
    't.yaml 第 6 行：“证”是敏感信息，不能在群里问；请把“场合”改成私聊，或去掉这个问题',
  ],
];

describe('lint', () => {
  for (const [what, text, sentence] of sentences)
    it(`says of ${what} exactly what to do`, () => {
      expect(faultsOf(text)).toEqual([sentence]);
    });

  it('says plainly what a file asks for and cannot be carried out, and lets it run', () => {
    const loaded = loadFlow(
      't.yaml',
      `${withQuestions(DATES.trimEnd())}每: 季度\n权限: {谁: [人才], 场合: 群聊}\n`,
    );
    expect(loaded.ok && loaded.hints.map(sentenceOf)).toEqual([
      't.yaml 第 8 行：“每”到期是私下提醒本人的，这件事却只能在群里办；请把“场合”改成“私聊”或“不限”',
    ]);
  });

  it('asks which ends of a matter leave its people on the roster', () => {
    const hints = (roster: string) =>
      loadBook([{ file: 't.yaml', text: listing(roster) }]).hints.map(sentenceOf);
    expect(hints('补贴册')).toEqual([
      't.yaml 第 8 行：有 2 种结局（已核准、已退回），办成哪一种都留在册上；没办成的请写明，比如“造册: {册: 补贴册, 除名: [退回]}”',
    ]);
    expect(hints('{册: 补贴册, 除名: [退回]}')).toEqual([]);
    expect(hints('{册: 补贴册, 除名: []}')).toEqual([]);
  });

  it('asks whether two rosters that are nearly called the same are one', () => {
    const files = ['补贴发放册', '补帖发放册', '补贴发放册'].map((roster, index) => {
      const id = 'abc'.charAt(index);
      const text = listing(`{册: ${roster}, 除名: [退回]}`).replace('编号: t', `编号: ${id}`);
      return { file: `${id}.yaml`, text: text.replace('试一试', id) };
    });
    expect(loadBook(files).hints.map(sentenceOf)).toEqual([
      'b.yaml 第 8 行：名册“补帖发放册”和“补贴发放册”（a.yaml）只差一点，是同一个名册就请写成一样',
    ]);
  });

  it('asks whether two pools that are nearly called the same are one', () => {
    const file = (id: string, pool: string) => ({
      file: `${id}.yaml`,
      text: occupying(`{池: ${pool}, 从: 入住, 到: 离店日}`)
        .replace('编号: t', `编号: ${id}`)
        .replace('试一试', id)
        .replace('  - 甲(文字): 一？', '  - 离店日(日期): 哪天离店？'),
    });
    const hints = (...pools: string[]) =>
      loadBook(pools.map((pool, index) => file('abc'.charAt(index), pool))).hints.map(sentenceOf);
    expect(hints('人才公寓', '人材公寓')).toEqual([
      'b.yaml 第 8 行：池“人材公寓”和“人才公寓”（a.yaml）只差一点，是同一个池就请写成一样',
    ]);
    expect(hints('人才公寓', '人才公寓', '青年驿站')).toEqual([]);
  });

  for (const [what, text, line, words] of table)
    it(`names the line and the cure of ${what}`, () => {
      const faults = faultsOf(text);
      const found = faults.filter((fault) => fault.startsWith(`t.yaml 第 ${line} 行：`));
      expect(found.length, faults.join('\n') || 'no fault').toBeGreaterThan(0);
      for (const word of words) expect(faults.join('\n')).toContain(word);
    });

  it('finds nothing wrong with a good file, and with colons inside sentences', () => {
    const text = withQuestions(
      '  - 甲(文字?):\n      问: 请说：是什么事？\n      例: |\n        比如：\n        这样写\n  - 乙(文字): "备注：一"',
    );
    expect(faultsOf(text)).toEqual([]);
  });

  it('misses a question that vanished without 曾用名, and a 版本 that did not rise', () => {
    const former = withQuestions('  - 联系电话(手机号): 号码？\n  - 姓名(人名): 您是？');
    const text = withQuestions('  - 手机(手机号): 号码？\n  - 姓名(人名): 您是？');
    const loaded = loadFlow('t.yaml', text, { former: { text: former } });
    const sentences = loaded.ok ? '' : loaded.faults.map(sentenceOf).join('\n');
    expect(sentences).toContain('曾用名: [联系电话]');
    expect(sentences).toContain('版本: 2');
    const cured = text
      .replace('编号: t', '编号: t\n版本: 2')
      .replace('号码？', '{问: 号码？, 曾用名: [联系电话]}');
    expect(loadFlow('t.yaml', cured, { former: { text: former } }).ok).toBe(true);
  });

  it('misses a trigger that two matters share', () => {
    const one = withQuestions('  - 甲(文字): 一？');
    const { faults, book } = loadBook([
      { file: 't.yaml', text: one },
      { file: 'u.yaml', text: one.replace('编号: t', '编号: u').replace('事项: 试', '事项: 另一个') },
    ]);
    expect(book.size).toBe(2);
    expect(faults.map(sentenceOf)).toEqual([
      'u.yaml 第 3 行：触发语“试一试”已经归“试”（t.yaml），请只留一处',
    ]);
  });
});
