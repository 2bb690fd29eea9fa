/**
 * A matter's file, checked and compiled. Everything here is data: conditions
 * are syntax trees, durations are numbers with a unit, names are the file's own.
 */
import type { Condition } from './condition.ts';
import type { HoursOfDay, Span } from './time.ts';

export type { Span } from './time.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const TYPE_NAMES = [
  '是否',
  '人名',
  '文字',
  '长文',
  '单选',
  '多选',
  '数字',
  '金额',
  '金额范围',
  '百分比',
  '日期',
  '时间',
  '日期时间',
  '时间段',
  '年月',
  '起止年月',
  '时长',
  '手机号',
  '电话',
  '身份证',
  '邮箱',
  '地址',
  '人员',
  '单位',
  '文件',
  '照片',
  '列表',
  '说明',
] as const;
export type TypeName = (typeof TYPE_NAMES)[number];

/** One option and the other words people use for it. */
export interface Option {
  label: string;
  words: string[];
}

/** A rule an answer must satisfy, and what the person hears when it does not. */
export interface Check {
  condition: Condition;
  message: string;
}

/** One question. `line` is where the file states it. */
export interface Field {
  name: string;
  type: TypeName;
  optional: boolean;
  line: number;
  ask?: string;
  /** List: asked after each item. */
  askMore?: string;
  why?: string;
  example?: string;
  when?: Condition;
  options: Option[];
  sensitive: boolean;
  /** Values computed from this answer: name -> path such as 身份证.周岁. */
  derives: { name: string; path: string[] }[];
  checks: Check[];
  /** Where an answer may already be known, such as 档案.手机. */
  from?: string;
  formerNames: string[];
  /** A 否 ends the matter with this sentence and nothing is kept. */
  endOnNo?: string;
  min: number;
  max?: number;
  maxBytes?: number;
  formats: string[];
  unit?: string;
  bias?: '将来' | '过去';
  /** The field whose words may already hold this choice. */
  inferFrom?: string;
  fallback?: Json;
  item: Field[];
  itemChecks: Check[];
  /** 认: turns of phrase that carry the value. */
  phrases: string[];
  /** 句: words that mark a clause as this field's, kept as it was said. */
  clauses: string[];
  /** 接话: said once after the value was noted unasked. */
  remark?: string;
  /** 默许: going on after the notice counts as a yes. */
  tacit: boolean;
}

/** One way out of a stage, at once a slash command, a card button and a console button. */
export interface StageAction {
  name: string;
  /** Missing: the case stays where it is. */
  to?: string;
  needs: string[];
  may: string[];
  /** How often it may be used on one case. */
  times?: number;
  atMost?: Span;
  limit?: Span;
  tells: string[];
}

export interface Stage {
  name: string;
  line: number;
  who: string[];
  /** One limit, or one by the kind of case (一般, 复杂). */
  limit?: Span | Record<string, Span>;
  warnings: Span[];
  overdue: { after: Span; do: string }[];
  actions: StageAction[];
  final: boolean;
}

/** A figure read out in a report: what it counts, under which condition, by which stated rule. */
export interface Figure {
  name: string;
  counts: string;
  where: Condition;
  rule: string;
}

/** A reminder that hangs on a date of the record. */
export interface DateReminder {
  before?: Span;
  after?: Span;
  about: string;
  tells: string[];
  says?: string;
}

export interface Flow {
  /** The file's name without .yaml. */
  id: string;
  name: string;
  version: number;
  summary: string;
  triggers: string[];
  /** 关于: words by which a message that names no trigger is known to be about this. */
  about: string[];
  /** 问答: what people ask about the matter, and what to say. */
  answers: { words: string[]; says: string }[];
  /** Roles that may use it; 所有人 for anybody. */
  who: string[];
  place: '私聊' | '群聊' | '不限';
  timing: {
    nudges: Span[];
    window: HoursOfDay;
    expiry: Span;
  };
  tolerance: { tries: number; fallback: '转人工' | '取消' | '稍后再填' };
  render: '自动' | '对话' | '卡片';
  fields: Field[];
  /** 停用: questions of earlier versions that are asked no more. */
  dropped: string[];
  confirm: '自动' | '不用';
  submit?: { action: string; key?: string; copyTo: string[] };
  done: string;
  stages: Stage[];
  figures: Figure[];
  reminders: DateReminder[];
  /** 占用: it takes a unit of a pool from one date of the record to another, or until one of the actions `yields`. */
  occupies?: { pool: string; from: string; to: string; yields: string[] };
  /** 造册: its cases are people on this roster, until one of the actions `drops`; undefined: the file does not say which. */
  roster?: { name: string; drops?: string[] };
  /** 每: it is submitted anew in every such period, and whoever did in one is told when the next begins. */
  every?: '年' | '半年' | '季度' | '月';
}

/** Every flow that is loaded, by id. */
export type FlowBook = ReadonlyMap<string, Flow>;

/** Something wrong with a file, in words for the clerk who wrote it. `message` says what and how to put it right. */
export interface Fault {
  file: string;
  line: number;
  message: string;
}

/** '第 12 行：…', the form in which a fault is shown. */
export const sentenceOf = (fault: Fault): string => `${fault.file} 第 ${fault.line} 行：${fault.message}`;
