import type { Hit } from './hits.ts';

const CUE =
  /不对|[哦噢啊]不|不不|说错|写错|打错|搞错|弄错|记错|改成|改为|改到|改在|换成|换到|更正|应该是|错了|改(?=周|下|明|后|今|本|星|\d|[一二三四五六七八九十])/g;
const DENIED = /(?:不是|不要|不在|并非|而非|别|别[约选定在]|不选|不去|非)$/;
const REJECTED =
  /^(?:那天|的话|我)?(?:不行|没空|不方便|不可以|不合适|有事|没时间|没有时间|去不了|来不了|不得空|不太方便|不太行|没得空|要开会|要出差|不是|也不行|错了|不对)/;

/**
 * What is left after somebody corrected himself: what follows the last 不对,
 * 改成 wins over what came before; what was denied (不是周三) or ruled out
 * (周三不行) goes.
 */
export function settle(s: string, hits: readonly Hit[]): Hit[] {
  if (hits.length === 0) return [];
  const left = hits.filter((hit) => !isDenied(s, hit) && !isRejected(s, hit));
  let from = 0;
  const last = left.at(-1)?.from ?? -1;
  for (const cue of s.matchAll(CUE)) if (last >= cue.index) from = cue.index;
  return left.filter((hit) => hit.from >= from);
}

/** The last letters of what denies and the first of what rejects, so that most hits are let through at a look. */
const DENIED_LAST = new Set('是要在非别约选定去');
const REJECTED_FIRST = new Set('那的我不没有去来要也错');

function isDenied(s: string, { from }: Hit): boolean {
  return DENIED_LAST.has(s.charAt(from - 1)) && DENIED.test(s.slice(Math.max(0, from - 3), from));
}

function isRejected(s: string, { to }: Hit): boolean {
  return REJECTED_FIRST.has(s.charAt(to)) && REJECTED.test(s.slice(to, to + 8));
}
