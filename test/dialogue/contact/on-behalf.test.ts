/** What an officer tells of leaders, put as the leader would tell it. */
import { describe, expect, it } from 'vitest';
import { anotherIn, leadersIn, tellingsOf } from '../../../src/dialogue/contact/on-behalf.ts';

const zhang = { id: '张', name: '张明远', title: '县委常委、副县长' };
const wang = { id: '王', name: '王仁和', title: '县委副书记' };
const cui = { id: '翠', name: '张翠', title: '副县长' };

const told = (text: string, leaders = [zhang]): string[] =>
  tellingsOf(text, leaders).map((one) => `${one.leaders.map(({ id }) => id).join('/')}：${one.text}`);

describe('a telling', () => {
  it.each([
    ['今天下午张县长去看望了李教授', '张：今天下午我去看望了李教授'],
    ['张副县长和李教授通了电话', '张：我和李教授通了电话'],
    ['副县长张明远9月16日走访了李文博', '张：我9月16日走访了李文博'],
    ['今天我陪张县长去看望了李教授', '张：今天我去看望了李教授'],
    ['李教授昨天来找张县长谈了项目的事', '张：李教授昨天来找我谈了项目的事'],
    ['替张县长记一下：今天去看望了李教授', '张：今天去看望了李教授'],
    ['张县长：今天去看望了李教授', '张：今天去看望了李教授'],
    ['今天上午领导去看了李教授', '：今天上午我去看了李教授'],
    ['代张县长去看望了李教授', '张：代张县长去看望了李教授'],
    ['去看望了李教授，他感谢张县长上次帮忙', '：去看望了李教授，他感谢张县长上次帮忙'],
    ['去看望了李教授，张县长陪同', '：去看望了李教授，张县长陪同'],
  ])('%s', (text, expected) => expect(told(text)).toEqual([expected]));

  it('begins anew where another leader does something', () => {
    const both = [zhang, wang];
    expect(told('上午张县长去看了吴昊，他说都好，下午王书记又电话联系了李教授，他缺设备', both)).toEqual([
      '张：上午我去看了吴昊，他说都好，',
      '王：下午我又电话联系了李教授，他缺设备',
    ]);
    expect(told('今天上午张县长去茶叶所看了吴昊他说用电不够下午王书记又去看了李教授', both)).toEqual([
      '张：今天上午我去茶叶所看了吴昊他说用电不够',
      '王：下午我又去看了李教授',
    ]);
  });

  it('leaves open which of two is meant by one name', () => {
    expect(told('张县长昨天给李教授打了电话', [zhang, cui])).toEqual(['张/翠：我昨天给李教授打了电话']);
    expect(leadersIn('张翠副县长', [zhang, cui])).toEqual([cui]);
  });

  it('knows the doing of somebody who is not served', () => {
    expect(anotherIn('今天下午石主席去看望了李教授', [zhang])).toBe('石主席');
    expect(anotherIn('今天下午张县长去看望了李教授', [zhang])).toBeUndefined();
    expect(anotherIn('去看望了李教授，王部长陪同', [zhang])).toBeUndefined();
  });
});
