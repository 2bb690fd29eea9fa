import { describe, expect, test } from 'vitest';
import {
  checkIdNumber,
  readChoice,
  readIdNumber,
  readName,
  readYesNo,
} from '../../../src/dialogue/understand/index.ts';
import { asked, found } from './context.ts';

const names = (text: string): string[] => readName(text).map((hit) => hit.name);

describe('names in answer to 请问您的姓名', () => {
  test.each([
    ['刘洋', ['刘洋']],
    ['您好，我叫刘洋', ['刘洋']],
    ['欧阳 娜娜', ['欧阳娜娜']],
    ['司马相如', ['司马相如']],
    ['本人姓名：陈静', ['陈静']],
    ['我姓刘，叫刘备', ['刘备']],
    ['不是张三，是李四', ['李四']],
    ['写错了，是张珊', ['张珊']],
    ['姓名张三电话13812345678', ['张三']],
    ['我叫覃晓霖 覃是西早覃 在县人民医院', ['覃晓霖']],
    ['我是岩板镇桐子坪的老周 周德发 在东莞', ['周德发']],
    ['迪丽热巴·迪力木拉提', ['迪丽热巴·迪力木拉提']],
    ['格桑梅朵', ['格桑梅朵']],
    ['易烊千玺', ['易烊千玺']],
    ['John Smith', ['John Smith']],
    ['小李', []],
    ['李教授', []],
    ['谢谢', []],
    ['明天', []],
    ['方便的时候', []],
    ['高层次', []],
    ['跳过', []],
    ['你是谁', []],
    ['马上到', []],
    ['问一下流程', []],
  ] as [string, string[]][])('%s', (text, want) => expect(names(text)).toEqual(want));

  test('is not looked for where none was asked, unless it announces itself', () => {
    expect(found('张三')).toEqual([]);
    expect(found('我叫张三，电话13812345678')).toEqual(['name|张三', 'phone|+8613812345678']);
  });
});

describe('yes or no', () => {
  test.each(
    '是 对 嗯 好吧 行吧 可以可以 要得 中 没问题 没意见 不反对 不是不行 不错 不是不可以 我同意 好的谢谢 对两晚 可以，我想回来办厂 ok 都行 当然可以 不能不同意'.split(
      ' ',
    ),
  )('%s is a yes', (text) => expect(readYesNo(text)).toBe(true));

  test.each(
    '不是 不对 不行 不行不行 不用了 不用谢谢 算了 好，算了 冇得 没有了 不同意 我不愿意 肯定不行 先不填 不太方便 不了不了 好像不是 不会'.split(
      ' ',
    ),
  )('%s is a no', (text) => expect(readYesNo(text)).toBe(false));

  test.each(
    '可以吗 是不是 不知道 不一定 不好意思 对不起 要多久 我想一下 随便 张三 行政岗 好几个 中学'.split(' '),
  )('%s is neither', (text) => expect(readYesNo(text)).toBeUndefined());
});

describe('choices', () => {
  const choices = [
    { name: '高层次', synonyms: ['高层次人才', '专家', '博士'] },
    { name: '技能', synonyms: ['技能人才', '师傅', '技工'] },
    { name: '应届', synonyms: ['应届生', '刚毕业', '毕业生'] },
    { name: '其他', synonyms: [] },
  ];
  test.each([
    ['高层次', ['高层次']],
    ['我是博士', ['高层次']],
    ['第二个', ['技能']],
    ['2', ['技能']],
    ['B', ['技能']],
    ['最后一个', ['其他']],
    ['倒数第二个', ['应届']],
    ['高层次吧，不对，我是技工', ['技能']],
    ['不是高层次是技能', ['技能']],
    ['高层', ['高层次']],
    ['gcc', ['高层次']],
    ['技能人材', ['技能']],
    ['高层次或者技能', ['高层次', '技能']],
    ['1、3', ['高层次', '应届']],
    ['都不是', []],
    ['不是技工', []],
    ['第5个', []],
    ['今天天气不错', []],
  ] as [string, string[]][])('%s', (text, want) =>
    expect(readChoice(text, choices).map((hit) => hit.choice)).toEqual(want),
  );
});

describe('ID numbers', () => {
  const today = '2026-11-18';
  test('a good one, however it is set apart', () => {
    expect(checkIdNumber('11010519491231002X', today)).toMatchObject({
      ok: true,
      birthday: '1949-12-31',
      gender: '女',
    });
    expect(readIdNumber('身份证是 110105 19491231 002x 谢谢', today)).toMatchObject({
      ok: true,
      id: '11010519491231002X',
    });
    expect(asked('身份证', '１１０１０５１９４９１２３１００２Ｘ')).toEqual(['id|11010519491231002X']);
  });

  test.each([
    ['11010519491231002', '位数', '17 位'],
    ['110105194912310021', '校验位', '最后一位'],
    ['11010519491331002X', '日期', '第 7 到 14 位'],
    ['110105202812310021', '日期', '还没有到'],
    ['忘了', '位数', '18 位'],
  ])('%s: which group of digits is wrong', (text, fault, words) => {
    const reading = readIdNumber(text, today);
    expect(reading).toMatchObject({ ok: false, fault });
    expect(reading.ok ? '' : reading.words).toContain(words);
  });

  test('a residence code of 港澳台 is no reason to refuse', () => {
    const body = '83000019900101001';
    const all = [...'0123456789X'].map((c) => checkIdNumber(body + c, today)).filter((r) => r.ok);
    expect(all).toHaveLength(1);
  });
});
