/** What is nobody's business but the family's is left out of what is recorded (PIPL 6: no more than is needed). */

const kin =
  '(?:爸妈|父母|爸爸|妈妈|爸|妈|爷爷|奶奶|外公|外婆|老人家?|岳父母?|岳母|公公|婆婆|公婆|老婆|老公|爱人|妻子|丈夫|对象|女朋友|男朋友|孩子|小孩|娃儿?|宝宝|儿子|女儿|家人|一家人?|亲戚|朋友|同学)';

/** 带爸妈, 和老婆孩子一起: who was there beside the speaker. */
const company = new RegExp(
  `(?:带|陪|和|跟|同|领)(?:着|了)?(?:我|我们|老家的?)?${kin}(?:[和跟、]?${kin})*(?:一起|一块儿?|们)?`,
  'gu',
);

const family = new RegExp(`${kin}|怀孕|孕妇|坐月子|生病|手术|住院|过敏|抑郁`, 'u');
const age = /(?:才|刚|都|快)?(?:\d{1,2}|[一两二三四五六七八九十]{1,3})(?:岁半?|个月大|周岁)/gu;
const little = /(?:[一两二三四五六1-6])(?:岁|周岁)|个月大|幼儿|宝宝|婴儿|刚出生|月子/u;

/** Without company and ages. */
export const withoutCompany = (clause: string): string =>
  clause
    .replace(company, '')
    .replace(age, '')
    .replace(/^(?:我|我们)?(?:那天|当时)?(?=去|到)/u, '');

/** Whether a clause tells of the speaker's family or of health. */
export const tellsOfFamily = (clause: string): boolean => family.test(clause);

/** All that may be kept of such a clause where the family is not the matter. */
export const inBrief = (clause: string): string | undefined =>
  little.test(clause) && /孩子|小孩|娃|宝|儿子|女儿/u.test(clause) ? '家有幼儿' : undefined;
