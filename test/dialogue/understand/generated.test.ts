import { describe, expect, test } from 'vitest';
import { asked, found } from './context.ts';

/**
 * Values rendered in many of the ways people write them and read back. The
 * rendering here knows nothing of the grammar; dates come from Date.UTC.
 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const random = generator(20261118);
const below = (n: number): number => Math.floor(random() * n);
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
const two = (n: number): string => String(n).padStart(2, '0');
const DIGITS = '零一二三四五六七八九';
const each = (n: number | string): string => [...String(n)].map((d) => DIGITS[Number(d)]).join('');
const small = (n: number): string => {
  if (n < 10) return DIGITS.charAt(n);
  return `${n < 20 ? '' : DIGITS.charAt(Math.floor(n / 10))}十${n % 10 === 0 ? '' : DIGITS.charAt(n % 10)}`;
};
/** 1..99,999,999 in Chinese, as school teaches it. */
function chinese(n: number): string {
  if (n >= 10_000) {
    const rest = n % 10_000;
    return `${chinese(Math.floor(n / 10_000))}万${rest === 0 ? '' : (rest < 1000 ? '零' : '') + chinese(rest)}`;
  }
  let out = '';
  let gap = false;
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const d = Math.floor(n / unit) % 10;
    if (d === 0) gap = out !== '';
    else {
      out += `${gap ? '零' : ''}${DIGITS[d]}${name}`;
      gap = false;
    }
  }
  return out;
}
const wide = (s: string): string => s.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const around = (s: string): string =>
  pick([s, s, `${s}吧`, `就${s}`, `${s}。`, `我想${s}`, wide(s), ` ${s} `]);

/** Runs `make` many times and names every text that was read otherwise. */
function check(
  times: number,
  make: () => { text: string; want: string; got: (text: string) => string[] },
): void {
  const wrong: string[] = [];
  for (let k = 0; k < times; k++) {
    const { text, want, got } = make();
    const read = got(text);
    if (read[0] !== want) wrong.push(`${text}: ${read.join(' ') || 'none'}, not ${want}`);
  }
  expect(wrong.slice(0, 20)).toEqual([]);
}

function day(): { y: number; m: number; d: number; iso: string } {
  const at = new Date(Date.UTC(1960, 0, 1) + below(36_500) * 86_400_000);
  return {
    y: at.getUTCFullYear(),
    m: at.getUTCMonth() + 1,
    d: at.getUTCDate(),
    iso: at.toISOString().slice(0, 10),
  };
}

describe('rendered and read back', () => {
  test('a full date in a dozen notations', () => {
    check(3000, () => {
      const { y, m, d, iso } = day();
      const text = pick([
        `${y}年${m}月${d}日`,
        `${y}年${m}月${d}号`,
        `${y}-${two(m)}-${two(d)}`,
        `${y}-${m}-${d}`,
        `${y}/${m}/${d}`,
        `${y}/${two(m)}/${two(d)}`,
        `${y}.${m}.${d}`,
        `${y}${two(m)}${two(d)}`,
        `${each(y)}年${small(m)}月${small(d)}日`,
        `${y} 年 ${m} 月 ${d} 日`,
        `${each(y).replaceAll('零', '〇')}年${small(m)}月${small(d)}号`,
        `${y}年${m}月${d}`,
      ]);
      return { text: around(text), want: `date|${iso}`, got: found };
    });
  });

  test('a month of a year, and a stretch of such months', () => {
    check(2000, () => {
      const [y, m, n, k] = [1970 + below(55), 1 + below(12), 1 + below(6), 1 + below(12)];
      const from = `${y}-${two(m)}-01`;
      const next = (yy: number, mm: number): string =>
        mm === 12 ? `${yy + 1}-01-01` : `${yy}-${two(mm + 1)}-01`;
      const end = pick([
        [`${y}年${m}月`, `${y}年${m}月`],
        [`${y}.${two(m)}`, `${y}.${two(m)}`],
        [`${y}年${m}月到${y + n}年${k}月`, `${y + n}年${k}月`],
        [`${y}.${m}-${y + n}.${k}`, `x`],
        [`${y}年${small(m)}月至${y + n}年${small(k)}月`, 'x'],
        [`${y}/${m}—${y + n}/${k}`, 'x'],
        [`${y}-${two(m)}~${y + n}-${two(k)}`, 'x'],
      ]);
      const single = end[0] === end[1];
      return {
        text: end[0] as string,
        want: `daterange|${from}|${single ? next(y, m) : next(y + n, k)}`,
        got: found,
      };
    });
  });

  test('a day before or after today', () => {
    check(1500, () => {
      const n = 2 + below(90);
      const sign = pick([1, -1]);
      const size = pick([1, 7]);
      const unit = size === 1 ? pick(['天']) : pick(['周', '个星期', '个礼拜']);
      const count = pick([String(n), small(n).replace(/^二$/, '两')]);
      const iso = new Date(Date.UTC(2026, 10, 18) + sign * n * size * 86_400_000).toISOString().slice(0, 10);
      const text = `${count}${unit}${sign > 0 ? pick(['后', '以后', '之后']) : pick(['前', '以前', '之前'])}`;
      return { text, want: `date|${iso}`, got: found };
    });
  });

  test('a weekday of a near week, with a time of day', () => {
    check(3000, () => {
      const [w, rel] = [below(7), pick([-2, -1, 0, 1, 2])];
      const prefix =
        { '-2': '上上', '-1': '上', '0': pick(['这', '本']), '1': '下', '2': '下下' }[String(rel)] ?? '';
      const name = pick(['周', '星期', '礼拜']) + (w === 6 ? pick(['日', '天']) : '一二三四五六'.charAt(w));
      const iso = new Date(Date.UTC(2026, 10, 16) + (rel * 7 + w) * 86_400_000).toISOString().slice(0, 10);
      const [h, min] = [1 + below(11), pick([0, 0, 15, 30, 45, 10, 5, 50])];
      const half = h >= 9 ? pick(['上午', '下午']) : h < 6 ? '下午' : '上午';
      const hour = half === '下午' ? h + 12 : h;
      const spoken = pick([String(h), small(h).replace(/^二$/, '两')]);
      const tail =
        {
          0: pick(['点', '点整', '点钟', '时']),
          15: pick(['点一刻', '点15', '点15分', '点十五分']),
          30: pick(['点半', '点三十', '点30分']),
          45: pick(['点三刻', '点四十五']),
          10: '点十分',
          5: pick(['点零五', '点05分', '点过五分']),
          50: pick(['点五十', '点50分']),
        }[min] ?? '点';
      const time = pick([
        `${half}${spoken}${tail}`,
        `${half}${h}:${two(min)}`,
        `${two(hour)}:${two(min)}`,
        `${half} ${h}：${two(min)}`,
      ]);
      return {
        text: around(`${prefix}${name}${pick(['', ' ', '的'])}${time}`),
        want: `datetime|${iso} ${two(hour)}:${two(min)}`,
        got: found,
      };
    });
  });

  test('whole numbers', () => {
    check(3000, () => {
      const n = pick([
        1 + below(99),
        100 + below(900),
        1000 + below(9000),
        10_000 + below(90_000),
        1000 * (1 + below(9999)),
      ]);
      const text = pick([
        String(n),
        chinese(n),
        n.toLocaleString('en-US'),
        `${chinese(n)}人`,
        `${n}个`,
        `一共${n}人`,
      ]);
      return { text, want: `n|${n}`, got: (t) => asked('数字', t) };
    });
  });

  test('sums of money', () => {
    check(3000, () => {
      const tens = 1 + below(300);
      const yuan = pick([tens * 1000, tens * 10_000, tens * 100, tens]);
      const wan = yuan / 10_000;
      const forms = [
        `${yuan}元`,
        `${chinese(yuan)}元`,
        `${yuan}块`,
        `¥${yuan}`,
        `${chinese(yuan)}块钱`,
        `人民币${yuan}元`,
        `年薪${yuan}`,
      ];
      if (wan >= 0.1) forms.push(`${wan}万`, `${wan}w`, `${wan}万元`, `${yuan / 1000}k`);
      if (yuan % 1000 === 0 && yuan > 10_000 && yuan < 100_000 && yuan % 10_000 > 0)
        forms.push(`${DIGITS[Math.floor(wan)]}万${DIGITS[(yuan / 1000) % 10]}`);
      return { text: pick(forms), want: `money|${yuan}`, got: (t) => asked('金额', t) };
    });
  });

  test('stretches of money, with the unit said once or twice', () => {
    check(2000, () => {
      const low = 1 + below(60);
      const high = low + 1 + below(40);
      const unit = pick(['万', '千', 'k', 'w']);
      const size = unit === '万' || unit === 'w' ? 10_000 : 1000;
      const sep = pick(['-', '到', '至', '~', '—']);
      const cn = unit === '万' || unit === '千';
      const say = (n: number): string => (cn && pick([true, false]) ? small(n) : String(n));
      const plain = cn && unit === '千' && high >= 10;
      const u = plain ? 'k' : unit;
      const text = pick([
        `${plain ? low : say(low)}${sep}${plain ? high : say(high)}${u}`,
        `${low}${u}${sep}${high}${u}`,
      ]);
      return { text, want: `moneyrng|${low * size}|${high * size}`, got: (t) => asked('金额范围', t) };
    });
  });

  test('mobile numbers', () => {
    check(2000, () => {
      const number = `1${3 + below(7)}${String(below(1e9)).padStart(9, '0')}`;
      const [a, b, c] = [number.slice(0, 3), number.slice(3, 7), number.slice(7)];
      const text = pick([
        number,
        `${a} ${b} ${c}`,
        `${a}-${b}-${c}`,
        `+86${number}`,
        `+86 ${a} ${b} ${c}`,
        `0086${number}`,
        wide(number),
        each(number).replaceAll('一', '幺'),
        `我的电话是${number}，谢谢`,
        `手机:${number}微信同号`,
        `86-${number}`,
      ]);
      return { text, want: `phone|+86${number}`, got: (t) => asked('手机号', t) };
    });
  });
});
