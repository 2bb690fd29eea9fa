/** What every type of question must know about itself (flow-format.md 1). */
import type { ReadContext } from '../../understand/value.ts';
import type { Field, Json } from '../flow.ts';

/** One way to understand a stretch of a message. `full`: nothing else of weight was said. */
export interface Reading {
  value: Json;
  /** [from, to) in the text as given. */
  span: [number, number];
  full: boolean;
}

export interface FieldType {
  /** How a form asks for it; undefined where only the chat can. */
  input?: 'text' | 'paragraph' | 'select' | 'multi-select' | 'date' | 'datetime';
  /** A good answer, shown when one was not understood. */
  example(field: Field): string;
  /** Every reading, best first. */
  read(text: string, field: Field, context: ReadContext): Reading[];
  /** Why words that were meant as this type will not do; undefined when they were not meant so. */
  objection?(text: string, field: Field, context: ReadContext): string | undefined;
  /** The value in words, absolute and as exact as it was meant. */
  say(value: Json, field?: Field): string;
  /** What is shown in place of `say` wherever others might look. */
  mask?(value: Json): string;
  /** Parts that a path can name: 期望年薪.低, 身份证.周岁. */
  parts?: Record<string, (value: Json, now: number) => Json | undefined>;
  /** What a comparison looks at when no part is named. */
  plain?(value: Json): Json | undefined;
  /** Other words people put before such a value. */
  labels: string[];
  /** The value tells by its looks what it is; it may be volunteered without a label. */
  announces?: boolean;
  /** Understood from other words than it is kept in, so it is read back. */
  echoes?: boolean;
  /** Any words are a good answer. */
  free?: boolean;
}

/** Fields of an object value, typed. */
export const objectOf = (value: Json): { [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};

/** The named field of an object value as a part. */
export const part =
  (key: string) =>
  (value: Json): Json | undefined =>
    objectOf(value)[key];
