import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/dialogue/commands/parse.ts';

describe('a slash command', () => {
  it.each([
    ['/帮助', '帮助', {}],
    ['／帮助', '帮助', {}],
    ['/help', '帮助', {}],
    ['@小才 /待办', '待办', {}],
    [' / 待办 ', '待办', {}],
    ['/查 张伟', '查', { 姓名或编号: '张伟' }],
    ['/查张伟', '查', { 姓名或编号: '张伟' }],
    ['／查　张伟', '查', { 姓名或编号: '张伟' }],
    ['/授权 龙敏 人才办', '授权', { 人: '龙敏', 角色: '人才办' }],
    ['/授权龙敏 人才办', '授权', { 人: '龙敏', 角色: '人才办' }],
    ['/记联系 李文博 今天下午去看望，缺设备', '记联系', { 人: '李文博', 一句话: '今天下午去看望,缺设备' }],
    ['/我联系谁', '我联系谁', {}],
    ['我这个季度还差谁', '我联系谁', {}],
    ['我这个季度还差谁？', '我联系谁', {}],
  ])('%s', (text, word, given) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'command', word, given, missing: [] });
  });

  it('says what is missing', () => {
    const parsed = parseCommand('/授权 龙敏');
    expect(parsed).toMatchObject({ given: { 人: '龙敏' }, missing: [{ name: '角色' }] });
  });

  it.each([
    ['/带办', '待办'],
    ['/帮住', '帮助'],
    ['/我联系', '我联系谁'],
    ['/记连系', '记联系'],
  ])('unknown %s is answered with the nearest', (text, nearest) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'unknown', nearest: [nearest] });
  });

  it('offers nothing where nothing is near', () => {
    expect(parseCommand('/zzz')).toEqual({ kind: 'unknown', typed: 'zzz', nearest: [] });
  });

  it.each(['帮助我填一下表', '待办的事情好多', '今天下午去看望了李教授', '查', ''])('%s is none', (text) => {
    expect(parseCommand(text)).toBeUndefined();
  });
});
