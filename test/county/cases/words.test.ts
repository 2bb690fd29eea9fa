import { describe, expect, it } from 'vitest';
import { isDelicate } from '../../../src/county/cases/actions.ts';
import { withoutNumbers } from '../../../src/county/cases/cards.ts';
import { guardOf, isMeant } from '../../../src/county/cases/guard.ts';
import { daysIn, judgementIn } from '../../../src/county/cases/take.ts';
import { parseCommand } from '../../../src/dialogue/commands/parse.ts';

describe('what a text asks for', () => {
  it.each([
    ['公寓热水器坏了快三个礼拜', ''],
    ['希望领导关心一下实验室用电', ''],
    ['我要投诉物业，报了三次都不来', '回避'],
    ['物业那个小李还跟我说爱住不住', '回避'],
    ['窗口的人态度很差', '回避'],
    ['窗口故意拖着不办', '回避'],
    ['我要举报某局长收了红包', '限主任'],
    ['教育局周海涛受贿', '限主任'],
    ['有干部吃拿卡要', '限主任'],
    ['检举李某以权谋私', '限主任'],
    ['举报楼下半夜装修', '回避'],
  ])('%s: “%s”', (text, guard) => {
    expect(guardOf(text, ['周海涛', '谭军'])).toBe(guard);
  });

  it.each([
    ['小谭态度差', '谭军', true],
    ['谭股长不理人', '谭军', true],
    ['姓谭的', '谭军', true],
    ['谭军说不办', '谭军', true],
    ['欧阳主任没接电话', '欧阳海', true],
    ['公寓漏水', '谭军', false],
    ['小田态度差', '谭军', false],
  ])('%s may mean %s: %s', (text, name, meant) => {
    expect(isMeant(text, name)).toBe(meant);
  });

  it.each([
    ['孩子上初一', true],
    ['爱人还在长沙', true],
    ['做了手术', true],
    ['公寓漏水', false],
  ])('tells of a child, health or family: %s %s', (text, delicate) => {
    expect(isDelicate(text)).toBe(delicate);
  });

  it('masks numbers that were typed into it', () => {
    expect(withoutNumbers('电话13900002003，身份证110105194912310021')).toBe(
      '电话139****2003，身份证110****0021',
    );
  });
});

describe('an answer to the call-back', () => {
  it.each([
    ['满意', '满意'],
    ['挺满意的，谢谢', '满意'],
    ['已经修好了', '满意'],
    ['基本满意', '基本满意'],
    ['还行吧', '基本满意'],
    ['不满意', '不满意'],
    ['不太满意', '不满意'],
    ['还是没解决', '不满意'],
    ['问题没有解决，来了一趟就走了', '不满意'],
    ['你们满意吗', undefined],
    ['今天下午去看望了李教授', undefined],
    ['好的', undefined],
  ])('%s: %s', (words, judgement) => {
    expect(judgementIn(words)).toBe(judgement);
  });

  it.each([
    ['5', 5],
    ['５天', 5],
    ['10个工作日', 10],
    ['供货商', undefined],
  ])('reads %s as days: %s', (words, days) => {
    expect(daysIn(words)).toBe(days);
  });
});

describe('the commands as people type them', () => {
  it.each([
    ['／催 0345', { word: '催', given: { 单号: '0345' } }],
    ['/催0345', { word: '催', given: { 单号: '0345' } }],
    ['/派 0352 人社局 3', { word: '派', given: { 单号: '0352', 单位: '人社局', 时限: '3' } }],
    ['/派0352人社局', { word: '派', given: { 单号: '0352', 单位: '人社局' } }],
    ['/派 N-2026-0352 人社局', { word: '派', given: { 单号: 'N-2026-0352', 单位: '人社局' } }],
    [
      '/延0350 5 供货商十号才发货',
      { word: '延', given: { 单号: '0350', 天数: '5', 理由: '供货商十号才发货' } },
    ],
    ['/结 0345 已经安排到实验小学了', { word: '结', given: { 单号: '0345', 结果: '已经安排到实验小学了' } }],
    ['/退0352 不属于 我局', { word: '退', given: { 单号: '0352', 理由: '不属于 我局' } }],
    ['/回访 0345 满意', { word: '回访', given: { 单号: '0345', 评价: '满意' } }],
    ['/牌 0345 黄', { word: '牌', given: { 单号: '0345', 颜色: '黄' } }],
    ['/签收 0345', { word: '签收', given: { 单号: '0345' } }],
    ['@小才 /派', { word: '派', given: {} }],
  ])('%s', (text, expected) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'command', ...expected });
  });

  it('takes no word that only begins like a command', () => {
    expect(parseCommand('/派出所电话')).toMatchObject({ kind: 'unknown' });
    expect(parseCommand('/结对')).not.toMatchObject({ kind: 'command', word: '结' });
  });
});
