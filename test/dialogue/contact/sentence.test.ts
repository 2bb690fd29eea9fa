import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/county/calendar.ts';
import { mentionsIn } from '../../../src/dialogue/contact/people.ts';
import { readContact } from '../../../src/dialogue/contact/sentence.ts';

const context = {
  now: Date.parse('2026-09-17T17:55:00+08:00'),
  bias: '过去' as const,
  calendar: calendarOf([], '2026-12-31'),
};

describe("a leader's sentence about a contact", () => {
  it('gives up day, half-day, way, place and what was said', () => {
    expect(readContact('今天下午去华科高新看望了李教授，他说孩子上学的事还没落实', context)).toEqual({
      method: '走访',
      when: { date: '2026-09-17', precision: '日' },
      halfDay: '下午',
      place: '华科高新',
      notes: '他说孩子上学的事还没落实',
      missed: false,
    });
  });

  it.each([
    ['昨天跟吴博士通了个电话', '电话', '2026-09-16'],
    ['上午在县委办公楼和石总工座谈，谈了园区的事', '座谈', undefined],
    ['刚和田老师微信聊了聊', '微信', undefined],
    ['前天请李教授来我办公室聊了一个小时', '谈话', '2026-09-15'],
    ['上周三慰问了陈博士', '慰问', '2026-09-09'],
    ['9月10号去所里看了吴昊', '走访', '2026-09-10'],
  ])('%s', (text, method, date) => {
    const contact = readContact(text, context);
    expect(contact?.method).toBe(method);
    expect(contact?.when?.date).toBe(date);
  });

  it.each([
    '周四上午我去所里看他，提醒我一下',
    '我想去看看吴昊',
    '吴昊电话多少',
    '明天去看望李教授',
    '我这个季度还差谁',
    '石磊不是调走了吗',
    '准备下周去拜访王总',
    '人才登记',
  ])('%s is none', (text) => {
    expect(readContact(text, context)).toBeUndefined();
  });

  it('tells a try from a contact', () => {
    expect(readContact('今天去看望李教授，他不在单位', context)).toMatchObject({ missed: true });
    expect(readContact('下午打了电话给吴昊，没人接', context)).toMatchObject({ missed: true });
  });
});

describe('who is meant', () => {
  const people = [
    { id: '1', name: '李文博', title: '教授', unit: '华科高新专家工作站' },
    { id: '2', name: '吴昊', title: '博士、茶叶研究', unit: '茶叶研究所' },
    { id: '3', name: '石磊', title: '总工程师', unit: '青岚新材料' },
    { id: '4', name: '李春和', title: '教授', unit: '县职业中专' },
  ];

  it.each([
    ['去看望了李文博', ['李文博']],
    ['和石总工座谈', ['石磊']],
    ['跟吴博士和石总通电话', ['吴昊', '石磊']],
    ['老吴那边去看了', ['吴昊']],
  ])('%s', (text, names) => {
    expect(
      mentionsIn(text, people).flatMap((mention) => mention.people.map((person) => person.name)),
    ).toEqual(names);
  });

  it('leaves two who fit one name to be asked about', () => {
    const [mention] = mentionsIn('看望了李教授', people);
    expect(mention?.people.map((person) => person.name)).toEqual(['李文博', '李春和']);
  });

  it('takes the whole name before the surname', () => {
    expect(mentionsIn('看望了李文博教授', people).map((mention) => mention.people.length)).toEqual([1]);
  });
});
