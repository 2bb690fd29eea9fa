/**
 * Matters about a person (domain.md 2.5, 5.2). A complaint never reaches whom
 * it may be about. An accusation of a cadre (检举控告) stops here: it is for the
 * head of the office alone (信访工作条例 30).
 */
import { surnameOf } from '../../dialogue/contact/people.ts';
import { complainsOfConduct } from '../../dialogue/need/conduct.ts';

export type Guard = '' | '回避' | '限主任';

const accusing =
  /举报|检举|控告|贪污|受贿|索贿|行贿|回扣|好处费|吃拿卡要|以权谋私|滥用职权|权钱交易|(?:收|送|要|塞)(?:了|过|我|受)?.{0,10}(?:红包|礼金|好处|烟酒)|违纪|渎职/u;
const cadre =
  /局长|主任|书记|股长|科长|处长|所长|院长|校长|镇长|乡长|县长|部长|经理|干部|领导|公务员|办事员|经办人|工作人员|那个人|某/u;
/** What a text asks for. `names` are those of people the county knows. */
export function guardOf(text: string, names: readonly string[]): Guard {
  const aboutSomebody = cadre.test(text) || names.some((name) => isMeant(text, name));
  if (accusing.test(text)) return aboutSomebody ? '限主任' : '回避';
  return complainsOfConduct(text) ? '回避' : '';
}

/** Whether a complaint may be about the head of a unit, who would be the one to look into it. */
export const isAboutHead = (text: string): boolean =>
  /负责人|局长|院长|校长|所长|站长|主任|总经理|经理|董事长|书记|一把手/u.test(text);

/** Whether a text may speak of a person: by name, or by a surname as people use it (小李, 李某, 李股长). Rather one too many. */
export function isMeant(text: string, name: string): boolean {
  if (text.includes(name)) return true;
  const surname = surnameOf(name);
  return new RegExp(
    `(?:小|老|阿|姓)${surname}|${surname}(?:某|总|工|哥|姐|局|主任|书记|科长|股长|所长|院长|校长|部长|经理|师傅|老师|医生|干事|镇长|乡长)`,
    'u',
  ).test(text);
}
