import { describe, expect, it } from 'vitest';
import { mentionsIn } from '../../../src/dialogue/contact/people.ts';
import { others, paired } from './county.ts';

const called = (text: string): string[][] =>
  mentionsIn(text, paired, others).map(({ people }) => people.map(({ name }) => name));

describe('who is meant', () => {
  it.each([
    ['去看望了李文博', '李文博'],
    ['和石总工座谈', '石磊'],
    ['老吴那边去看了', '吴昊'],
    ['昊子打来电话', '吴昊'],
    ['吴博说增容好了', '吴昊'],
    ['雨桐老师的课', '田雨桐'],
    ['欧阳教授来了', '欧阳晴'],
    ['看望李老', '李文博'],
    ['郑可的公寓', '郑可'],
    // Polite, whatever the title.
    ['刚和田总通了话', '田雨桐'],
  ])('%s', (text, name) => {
    expect(called(text)).toEqual([[name]]);
  });

  it('takes all that are named, in their order', () => {
    expect(called('跟石总和吴博士通电话')).toEqual([['石磊'], ['吴昊']]);
  });

  it('leaves two who fit one name to be asked about', () => {
    const both = [...paired, { id: '9', name: '李春和', title: '教授', unit: '县职业中专' }];
    expect(mentionsIn('看望了李教授', both)[0]?.people.map(({ name }) => name)).toEqual(['李文博', '李春和']);
  });

  it('takes the whole name before the surname', () => {
    expect(called('看望了李文博教授')).toEqual([['李文博']]);
  });

  it('is not sure of somebody who is not paired and only fits by title', () => {
    expect(
      mentionsIn('看望了薛主任医师', paired, [{ id: '9', name: '郑可', title: '教师', unit: '' }]),
    ).toEqual([]);
    expect(mentionsIn('和郑老师聊了', paired, others)[0]).toMatchObject({ doubtful: true });
  });

  it.each(['老师们都好', '小学的事', '李老板来了', '过了一小时'])('%s names nobody', (text) => {
    expect(called(text)).toEqual([]);
  });
});
