/** Who else was there, kept as said: 教育局老周、园区小彭. */
import { ending } from '../understand/words.ts';

type Namer = (text: string) => { said: string; span: [number, number] }[];

const listed =
  /(?:陪同|同行|随行|同去|一同去|一起去|一块去|在场|参加)(?:走访|看望|参加|前往)?(?:的|人员|人|同志|干部)*(?:还|也)?(?:有|是|：|:)+([^。；;\n]+)/u;
const brought =
  /(?:带着|带上|带了|叫上|拉上)([一-龥、]{2,20}?)(?:一起|一块儿?|一道|一同)?(?=去|到|来|走访|看望|拜访)/u;
const together =
  /(?:和|跟|同|与)([一-龥、和]{2,20}?)(?:一起|一块儿?|一道|一同)(?=去|到|来|走访|看望|拜访|看)/u;
const beside =
  /([一-龥]{2,4}(?:局|办|委|镇|乡|园区|部|公司|站|院|科)的?[一-龥]{1,4}(?:、[一-龥]{2,8})*)(?:陪同|陪着|陪我|一起陪同|也在|也去了)(?:去的|的|去)?/u;
const by = /(?:在|由)([一-龥、]{2,20}?)(?:的)?陪同下?/u;

const PARTICLES = ending('[的了吧啊，,]', 'u');

/**
 * The attendees a clause names and what is left of it. A group that holds the
 * talent is no attendance: 和吴昊一起去了企业.
 */
export function attendeesIn(clause: string, names: Namer): { attendees?: string; rest: string } {
  for (const pattern of [listed, by, brought, together, beside]) {
    const found = pattern.exec(clause);
    const said = found?.[1]?.replace(PARTICLES, '').trim();
    if (!found || !said) continue;
    if (
      pattern !== listed &&
      pattern !== beside &&
      names(said).some(({ said: name }) => name.length >= 2 && !/^[老小]/u.test(name))
    )
      continue;
    return {
      attendees: said.replace(/的(?=[老小][一-龥]|[一-龥]{1,2}(?:局长|主任|科长))/gu, ''),
      rest: clause.replace(found[0], ''),
    };
  }
  return { rest: clause };
}

/** Nothing but names of two to eight letters, parted by 、 or 和; 和 may be a letter of a name too. */
export const isListOfNames = (clause: string): boolean =>
  clause
    .split('、')
    .every((part) => /^[一-龥]{2,}$/u.test(part) && part.split('和').every((name) => name.length <= 8));
