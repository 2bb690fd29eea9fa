import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/county/calendar.ts';
import { defaultDuties } from '../../../src/county/duties/defaults.ts';
import { qinglanCalendar } from '../../../src/county/seed/calendar.ts';
import { isPlain, readTold } from '../../../src/dialogue/need/told.ts';

const calendar = calendarOf([...qinglanCalendar.days], qinglanCalendar.validUntil);
const now = Date.parse('2026-09-23T21:05:00+08:00');
const told = (text: string) => readTold(text, { now, calendar, topics: defaultDuties });
const plain = (text: string) =>
  told(text)
    .filter(isPlain)
    .map((one) => one.topic?.name ?? (one.conduct ? '态度' : '其他'));

describe('what somebody brings up', () => {
  it.each([
    ['我们那个公寓热水器坏了快三个礼拜了 报了三次 每次都说登记了', ['公寓维修']],
    [
      '我爱人的工作到现在还没着落，能不能帮忙问问，还有公寓申请交上去两个月了没动静',
      ['配偶就业', '住房安排'],
    ],
    ['人社局窗口那个小张态度太差了，另外补贴上半年的到现在没到账', ['态度', '补贴发放']],
    ['还有上周六带爸妈去溪口峡谷 拿绿卡人家说不认识这个卡 全价买的票', ['景区优待']],
    ['宿舍楼下的路灯坏了一个多月没人修', ['交通出行']],
    ['实验室经常跳闸，报了几次没人管', ['用电用水']],
    ['小孩插班的事教育局一直没答复 都快开学了', ['子女入学']],
  ])('%s', (text, topics) => {
    expect(plain(text)).toEqual(topics);
  });

  it.each([
    '补贴能领多少',
    '人才公寓怎么申请',
    '我想给孩子办转学',
    '那公寓呢 我没房子 女朋友在县里有套房 结婚了还能住吗',
    '谢谢',
    '今天天气真好',
    '我在县人民医院上班',
  ])('opens nothing for %s', (text) => {
    expect(plain(text)).toEqual([]);
  });

  it('keeps the family out of a matter that is not about it', () => {
    const [one] = told('热水器明天必须来人 我孩子才三岁 天天跑我妈那洗澡');
    expect(one).toMatchObject({
      words: ['家有幼儿'],
      demands: ['热水器9月24日必须来人'],
      day: '2026-09-24',
      urgent: true,
    });
    const [trip] = told('上周六带爸妈去溪口峡谷 绿卡不认');
    expect(trip?.words.join('，')).toBe('9月19日去溪口峡谷，绿卡不认');
  });

  it('drops a demand, not the matter', () => {
    const [one] = told('算了票钱就不要了 你们让他们下次认就行');
    expect(one).toMatchObject({ dropped: ['票钱'], demands: ['让他们下次认就行'], takenBack: false });
  });
});
