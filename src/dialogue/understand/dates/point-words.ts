import { lexicon, words } from '../words.ts';
import type { Part } from './point.ts';

export const YEARS = lexicon<number>([
  ...words(0, '今年度', '今年', '本年度', '本年', '当年', '这一年', '这年'),
  ...words(1, '明年度', '明年', '来年', '次年', '下一年', '翌年', '下年度', '开年'),
  ...words(2, '后年'),
  ...words(3, '大后年'),
  ...words(-1, '去年度', '去年', '上一年', '上年度', '上年', '旧年'),
  ...words(-2, '前年'),
  ...words(-3, '大前年'),
]);
export const DAYS = lexicon<number>([
  ...words(0, '今天', '今日', '今儿个', '今儿', '当天', '当日', '即日', '本日'),
  ...words(1, '明天', '明日', '明儿个', '明儿', '次日', '翌日', '第二天', '隔天'),
  ...words(2, '后天', '后日', '后儿'),
  ...words(3, '大后天', '大后日'),
  ...words(4, '大大后天'),
  ...words(-1, '昨天', '昨日', '昨儿'),
  ...words(-2, '前天', '前日', '前儿'),
  ...words(-3, '大前天'),
]);
/** 今晚, 明早: the day is said, the half-day follows as its own word. */
export const DAY_BEFORE_PART = lexicon<number>([
  ...words(0, '今'),
  ...words(1, '明'),
  ...words(2, '后'),
  ...words(-1, '昨'),
]);
export const RELATIVE = lexicon<number>([
  ...words(0, '这一', '这个', '这', '本', '当'),
  ...words(1, '下一个', '下一', '下个', '下'),
  ...words(2, '下下个', '下下'),
  ...words(3, '下下下个', '下下下'),
  ...words(-1, '上一个', '上一', '上个', '上'),
  ...words(-2, '上上个', '上上'),
]);
export const WEEK = lexicon([...words(true, '星期', '礼拜', '周')]);
export const WEEKDAYS: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  日: 7,
  天: 7,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  '5': 5,
  '6': 6,
  '7': 7,
};
export const PARTS = lexicon<Part>([
  ...words<Part>('上旬', '上旬'),
  ...words<Part>('中旬', '中旬'),
  ...words<Part>('下旬', '下旬'),
  ...words<Part>('初', '月初', '年初', '季初', '初期', '初'),
  ...words<Part>('中', '月中', '年中', '中期'),
  ...words<Part>('底', '月底', '月末', '月尾', '年底', '年末', '年尾', '季末', '季度末', '季底', '底', '末'),
  ...words<Part>('上半月', '上半月', '上半个月'),
  ...words<Part>('下半月', '下半月', '下半个月'),
]);
export const BARE_PARTS = lexicon<{ part: Part; of: 'month' | 'year' | 'quarter' }>([
  ...words({ part: '初' as Part, of: 'month' as const }, '月初'),
  ...words({ part: '中' as Part, of: 'month' as const }, '月中'),
  ...words({ part: '底' as Part, of: 'month' as const }, '月底', '月末', '月尾'),
  ...words({ part: '上旬' as Part, of: 'month' as const }, '上旬'),
  ...words({ part: '中旬' as Part, of: 'month' as const }, '中旬'),
  ...words({ part: '下旬' as Part, of: 'month' as const }, '下旬'),
  ...words({ part: '上半月' as Part, of: 'month' as const }, '上半月', '上半个月'),
  ...words({ part: '下半月' as Part, of: 'month' as const }, '下半月', '下半个月'),
  ...words({ part: '初' as Part, of: 'year' as const }, '年初'),
  ...words({ part: '中' as Part, of: 'year' as const }, '年中'),
  ...words({ part: '底' as Part, of: 'year' as const }, '年底', '年末', '岁末', '年尾'),
  ...words({ part: '初' as Part, of: 'quarter' as const }, '季度初', '季初'),
  ...words({ part: '底' as Part, of: 'quarter' as const }, '季度末', '季末', '季度底', '季底'),
]);
export const SEASONS: Record<string, number> = { 春: 1, 夏: 2, 秋: 3, 冬: 4 };
export const HALVES_OF_YEAR = lexicon<1 | 2>([
  ...words<1 | 2>(1, '上半年', '前半年'),
  ...words<1 | 2>(2, '下半年', '后半年'),
]);
export const VACATION = lexicon(words(true, '暑假', '暑期'));
