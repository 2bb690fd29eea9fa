import type { MessageContent } from '../../port.ts';
import type { Raw } from './read.ts';

/** What a decoder must know that is not in the payload. */
export interface DecodeContext {
  appId: string;
  robotCode: string;
  /** When it arrived, ms; stands in for a missing time. */
  now: number;
  /** Stands in for a missing id, so that the same bytes still have the same dedupe key. */
  fallbackId: string;
}

/** Turns one message type's payload into content. May return undefined when there is nothing in it. */
export type Converter = (message: Raw, messageId: string) => MessageContent | undefined;
