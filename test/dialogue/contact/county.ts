/** The people a leader of the tests may know, and what was understood of a sentence in one line. */
import { calendarOf } from '../../../src/county/calendar.ts';
import type { KnownPerson } from '../../../src/dialogue/contact/people.ts';
import type { SpokenContact, Talk } from '../../../src/dialogue/contact/spoken.ts';
import { readTalk } from '../../../src/dialogue/contact/talk.ts';

export const paired: KnownPerson[] = [
  { id: '1', name: '李文博', title: '教授', unit: '华科高新专家工作站' },
  { id: '2', name: '吴昊', title: '博士', unit: '茶叶研究所' },
  { id: '3', name: '石磊', title: '总工程师', unit: '青岚新材料' },
  { id: '4', name: '田雨桐', title: '特级教师', unit: '县一中' },
  { id: '5', name: '苏晚晴', title: '省级传承人', unit: '土家织锦传习所' },
  { id: '6', name: '欧阳晴', title: '副教授', unit: '乡村振兴研究院' },
];

export const others: KnownPerson[] = [
  { id: '7', name: '李春和', title: '教授', unit: '县职业中专' },
  { id: '8', name: '郑可', title: '教师', unit: '县二中' },
  { id: '9', name: '薛明哲', title: '副主任医师', unit: '县人民医院' },
];

/** Thursday. */
const now = Date.parse('2026-09-17T17:55:00+08:00');

export const talk = (text: string, more: { last?: string; checking?: boolean } = {}): Talk => {
  const last = [...paired, ...others].find(({ name }) => name === more.last);
  return readTalk(text, {
    now,
    calendar: calendarOf([], '2026-12-31'),
    people: paired,
    others,
    ...(last ? { last } : {}),
    ...(more.checking ? { checking: true } : {}),
  });
};

/** 李文博 走访 09-17 下午 @华科高新 +陪同 | 诉求 … | 建议 … | 情况 … */
export function line(contact: SpokenContact): string {
  const who = contact.who?.people.map(({ name }) => name).join('/') || contact.who?.said || '？';
  const head = [
    who,
    contact.method,
    contact.when
      ? `${contact.when.date.slice(5)}${contact.when.precision === '日' ? '' : contact.when.precision}`
      : '',
    contact.halfDay,
    contact.place ? `@${contact.place}` : '',
    contact.attendees ? `+${contact.attendees}` : '',
    contact.instead ? `替${contact.instead}` : '',
    contact.through ? `托${contact.through}` : '',
  ];
  const said = [
    ...contact.needs.map(
      ({ text, urgent, details }) => `诉求 ${[text, ...details].join('；')}${urgent ? '！' : ''}`,
    ),
    ...contact.suggestions.map(({ text, urgent }) => `建议 ${text}${urgent ? '！' : ''}`),
    ...contact.notes.map((text) => `情况 ${text}`),
  ];
  return [head.filter(Boolean).join(' '), ...said].join(' | ');
}

export const lines = (text: string, more?: { last?: string }): string[] =>
  talk(text, more).contacts.map(line);
