/**
 * What a person's words can mean. Every value says how exact it was meant;
 * an approximate value stays approximate.
 *
 * Local dates and times are of the county (Asia/Shanghai) and written as
 * ISO strings without a zone: '2026-11-25', '15:00', '2026-11-25 15:00'.
 */
export type Precision = '日' | '旬' | '月' | '季度' | '半年' | '年' | '约';

export type Value =
  | { kind: 'date'; date: string; precision: Precision }
  /** `about`: said with 左右, 大概. */
  | { kind: 'time'; time: string; about?: true }
  | { kind: 'datetime'; datetime: string; about?: true }
  /** `to` is exclusive. A missing side is open. */
  | { kind: 'daterange'; from?: string; to?: string; precision: Precision }
  | { kind: 'datetimerange'; from?: string; to?: string }
  /** `to` is exclusive and may be '24:00'. */
  | { kind: 'timerange'; from: string; to: string }
  | { kind: 'duration'; seconds: number }
  | { kind: 'durationrange'; low?: number; high?: number }
  /** `most`: the upper end, where a range was said (3到5个工作日). */
  | { kind: 'workdays'; days: number; most?: number }
  /** A recurrence as TIMEX: XXXX-WXX-1, P1D... */
  | { kind: 'set'; timex: string }
  | { kind: 'number'; n: number }
  | { kind: 'numberrange'; low?: number; high?: number; approximate: boolean }
  /** Yuan. */
  | { kind: 'money'; yuan: number }
  | { kind: 'moneyrange'; low?: number; high?: number; approximate: boolean }
  | { kind: 'percent'; percent: number }
  /** E.164 for lines that have it ('+8613812345678'), short numbers bare ('12345'). */
  | { kind: 'phone'; phone: string; mobile: boolean; extension?: string }
  | { kind: 'id-number'; id: string; birthday: string; gender: '男' | '女' }
  | { kind: 'email'; email: string }
  | { kind: 'name'; name: string }
  | { kind: 'choice'; choice: string }
  | { kind: 'choices'; choices: string[] }
  | { kind: 'yes-no'; yes: boolean }
  | { kind: 'text'; text: string }
  /** Recognised, but the knowledge it needs is missing (a holiday calendar not yet published). `reason` is Chinese. */
  | { kind: 'unknown'; reason: string };

/** One reading of a stretch of the text. `span` is [from, to) in UTF-16 units of the text as given. */
export interface Candidate<V extends Value = Value> {
  value: V;
  span: [number, number];
  /** The whole message is this value; fillers (吧, 我想, 谢谢) and a label aside. */
  full: boolean;
}

/**
 * What the office's calendar says of a day ('2026-10-01'). `unknown` past the
 * date the calendar is valid until; never a guess.
 */
export interface WorkCalendar {
  /** Last day the table covers, inclusive. */
  validUntil: string;
  isWorkday(date: string): boolean | 'unknown';
}

/** What a reading depends on beside the words. */
export interface ReadContext {
  /** ms since the epoch. */
  now: number;
  /** Which way a bare weekday or month leans. */
  bias?: '将来' | '过去';
  calendar: WorkCalendar;
  /** What the office calls 上午 and 下午, as ['09:00', '12:00']; others keep their usual hours. */
  halfDays?: Partial<Record<string, readonly [string, string]>>;
}

/** The types a question may have (flow-format.md 1), and 年龄. */
export type ValueType =
  | '是否'
  | '人名'
  | '文字'
  | '长文'
  | '单选'
  | '多选'
  | '数字'
  | '金额'
  | '金额范围'
  | '百分比'
  | '年龄'
  | '日期'
  | '时间'
  | '日期时间'
  | '时间段'
  | '年月'
  | '起止年月'
  | '时长'
  | '手机号'
  | '电话'
  | '身份证'
  | '邮箱'
  | '地址'
  | '人员'
  | '单位'
  | '文件'
  | '照片'
  | '列表'
  | '说明';

/** An option of a 单选 or 多选 question. */
export interface Choice {
  name: string;
  synonyms: string[];
}
