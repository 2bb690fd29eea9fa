const COLLATOR = new Intl.Collator('zh-u-co-pinyin');
/** The first character of each initial in pinyin order. */
const FIRSTS = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀';
const LETTERS = 'abcdefghjklmnopqrstwxyz';

function initialOf(c: string): string {
  if (/[a-z0-9]/i.test(c)) return c.toLowerCase();
  if (!/\p{Script=Han}/u.test(c)) return '';
  let found = '';
  for (let k = 0; k < FIRSTS.length; k++) {
    if (COLLATOR.compare(FIRSTS.charAt(k), c) > 0) break;
    found = LETTERS.charAt(k);
  }
  return found;
}

/** The first letters of a word's pinyin: 高层次 -> gcc. A character with several readings gets the commonest. */
export function initialsOf(word: string): string {
  return [...word].map(initialOf).join('');
}
