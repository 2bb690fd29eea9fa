import type { Source } from './source.ts';

const LOCAL = /[A-Za-z0-9._%+-]/;
const DOMAIN = /[A-Za-z0-9.-]/;

/** E-mail addresses in the folded text. Linear: it looks around each @ only. */
export function emailsIn(source: Source): { email: string; from: number; to: number }[] {
  const { s } = source;
  const out: { email: string; from: number; to: number }[] = [];
  for (let k = s.indexOf('@'); k >= 0; k = s.indexOf('@', k + 1)) {
    let from = k;
    while (from > 0 && k - from < 64 && LOCAL.test(s.charAt(from - 1))) from--;
    let to = k + 1;
    while (to < s.length && to - k < 128 && DOMAIN.test(s.charAt(to))) to++;
    while (to > k + 1 && /[.-]/.test(s.charAt(to - 1))) to--;
    const email = s.slice(from, to);
    if (/^[^.@][^@]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$/.test(email) && !email.includes('..')) {
      out.push({ email: email.toLowerCase(), from, to });
    }
  }
  return out;
}
