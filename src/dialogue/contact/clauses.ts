/**
 * A message in clauses: at punctuation and, because speech turned to text has
 * none, where people begin anew (然后, 下午又, 他说, 吴昊那边).
 */
import type { KnownPerson } from './people.ts';

/** Words that begin a new thing to say. */
const openers =
  /(?:然后|后来|接着|完了以后|之后又|随后|紧接着|另外|同时|再就是|再一个|还有就是|还有(?=[他她一个件]|[一-龥]{2,3}(?:说|那边|反映|提))|对了|顺便|顺路|(?<!和|跟|给|与|同|把|叫|让|请|向)[他她](?=也?(?:跟我|和我|给我|还|就|又|主要)?(?:说|讲|反映|提到|提出|建议|希望|想|爱人|老婆|老公|孩子|小孩))|(?<!和|跟|给|与|同|把|叫|让|请|向|看|见|到|了)[他她](?=那个|那边|这个|的|家里)|(?:别的|其他的?|其它)(?=都|还|没|倒)|(?:反映|建议|提出)(?=[一-龥]{3}))/gu;

/** A time of day that begins a new doing; 今天下午 is one word of time. */
const times =
  /(?<=[一-龥]{8})(?<![天日午周末号早晚一二三四五六初,，。\s今昨前明个])(?:今天|昨天|前天|大前天|上午|中午|下午|晚上|今早|昨晚|傍晚)(?=[一-龥])/gu;

/** Family matters that follow something else without a pause. */
const matters =
  /(?<=[一-龥]{8})(?<![的他她和跟给说让连为是把给几个有])(?:孩子|小孩|爱人|老婆|老公|配偶|家属|住房)(?=[一-龥]{2,})/gu;

const saying =
  '(?:同志|博士|教授|老师|总工)?(?:那边|这边|那里|这里)?(?:也|就|还|又|则|主要|跟我|和我|给我|他|她)*(?:说|讲|反映|提[出到了]|建议|希望|想|觉得|认为|表示|最近|目前|现在|家里|家的|的孩子|的爱人|的实验|实验室|缺|没什么|一切|挺好|都好|都还)';

/** Voice transcripts carry these without meaning. */
const fillers =
  /^(?:嗯+|啊+|呃+|额+|哦+|唉|哎+|那个|这个(?=[我他她今昨上下])|就是说|怎么说呢|我想想|是这样|小才|你好|您好|跟你说|给你说|我跟你讲|汇报一下)+/u;

/** The clauses of a text in order, trimmed and without what means nothing; at most 200. */
export function clausesOf(text: string, people: readonly KnownPerson[]): string[] {
  const plain = text.replace(/^\s*[[［【]语音[^\]］】]*[\]］】]\s*/u, '');
  const names = namesIn(plain, people);
  return plain
    .split(/[，,。；;！!\n\r…]+|(?<=[?？])|(?<=[一-龥0-9A-Za-z])\s+(?=[一-龥0-9A-Za-z])/u)
    .flatMap((part) => broken(part, names))
    .map((clause) => clause.trim().replace(fillers, '').trim())
    .filter(Boolean)
    .slice(0, 200);
}

/** Short stretches are one clause; longer ones break where something new begins. */
function broken(part: string, names: RegExp | undefined): string[] {
  if (part.length < 8) return [part];
  const cuts = new Set<number>();
  for (const pattern of names ? [openers, times, matters, names] : [openers, times, matters]) {
    for (const hit of part.matchAll(pattern)) cuts.add(hit.index);
  }
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), part.length];
  return joined(bounds.slice(1).map((end, index) => part.slice(bounds[index] ?? 0, end)));
}

/** A few characters are the subject of what follows: 吴昊 | 反映… */
function joined(pieces: string[]): string[] {
  const whole: string[] = [];
  let stub = '';
  for (const piece of pieces) {
    if (piece.trim().length <= 4) stub += piece;
    else {
      whole.push(stub + piece);
      stub = '';
    }
  }
  return stub ? [...whole, stub] : whole;
}

/** Where a known person begins to speak or to be spoken of: 吴昊说, 石总那边. */
function namesIn(text: string, people: readonly KnownPerson[]): RegExp | undefined {
  const words = people
    .flatMap(({ name }) => [name, name.slice(1), `老${name[0]}`, `小${name[0]}`])
    .concat(people.map(({ name }) => `${name[0]}(?:教授|博士|老师|总工|总|工|医生|主任)`))
    .filter((word) => word.length >= 2 && (word.includes('(') || text.includes(word)));
  if (words.length === 0) return undefined;
  const unique = [...new Set(words)].sort((a, b) => b.length - a.length);
  return new RegExp(
    `(?<![和跟与同给请约到去见看望访了的、老小从在问家])(?:${unique.join('|')})(?=${saying})`,
    'gu',
  );
}
