/** The people of 青岚县 as the simulator lists them, and what a newcomer may try as each. */
import { mayBeCalled, surnameOf } from '../../dialogue/contact/people.ts';
import {
  leaderPeople,
  nativePeople,
  type SeedPerson,
  staffPeople,
  talentPeople,
  unitPeople,
} from './people.ts';
import { type SeedTalent, talents } from './talents.ts';

export interface CastPerson {
  name: string;
  role: '县领导' | '人才' | '人才办' | '成员单位' | '在外乡贤' | '路人';
  /** Post, or unit and title. */
  title: string;
  /** 11 digits, unique in the cast. */
  phone: string;
  suggestions: string[];
}

/** Known to nobody yet: they are not in the database. */
const passersBy: CastPerson[] = [
  ['何思雨', '求职青年', '13900005678'] as const,
  ['覃晓霖', '新来的医生', '13800001234'] as const,
].map(([name, title, phone]) => ({
  name,
  role: '路人',
  title,
  phone,
  suggestions: ['人才登记', '你好', '/帮助'],
}));

/** Everybody, those first whom a newcomer will want to be. */
export function castOf(): CastPerson[] {
  return [
    ...leaderPeople.map((person) => member(person, '县领导', leaderSuggestions(person.name))),
    ...staffPeople.map((person) => member(person, '人才办', staffSuggestions(person))),
    ...talentPeople.map((person) => member(person, '人才', ['人才登记', '/帮助', '为什么要填这个'])),
    ...unitPeople.map((person) => member(person, '成员单位', ['/待办', '/帮助', '你好'])),
    ...nativePeople.map((person) => member(person, '在外乡贤', ['你好', '人才登记', '/帮助'])),
    ...passersBy,
  ];
}

const member = (person: SeedPerson, role: CastPerson['role'], suggestions: string[]): CastPerson => ({
  name: person.name,
  role,
  title: [person.unit, person.title].filter(Boolean).join(' '),
  phone: person.phone,
  suggestions,
});

function leaderSuggestions(leader: string): string[] {
  const own = talents.find((talent) => talent.leader === leader);
  const visit = own ? [`今天下午去${own.place ?? own.unit}看望了${called(own)}`] : [];
  return ['我这个季度还差谁', ...visit, '/我联系谁', '/待办'];
}

function staffSuggestions({ roles }: SeedPerson): string[] {
  if (!roles.includes('人才办')) return ['你好', '/帮助', '人才登记'];
  const grant = roles.includes('主任') ? ['/授权 龙敏 主任'] : ['/帮助'];
  return ['/待办', '/查 李文博', '/查 张伟', ...grant];
}

/** How one speaks of a talent: 李教授, 田老师; by the full name where the title lends none. */
function called({ name, title }: SeedTalent): string {
  const form = ['教授', '博士', '总工', '医生', '老师', '总', '工', '师傅'].find((word) =>
    mayBeCalled(title, word),
  );
  return form ? surnameOf(name) + form : name;
}
