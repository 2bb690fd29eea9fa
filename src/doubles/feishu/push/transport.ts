/** How a push got on, whichever way it went. */

export type Delivery =
  /** The bot took it: HTTP 200, or an ack of code 200. `answer` is what it said. */
  | { result: 'taken'; status: number; answer: unknown; malformed?: boolean }
  /** It answered, but not with 200. */
  | { result: 'refused'; status: number; answer: unknown }
  | { result: 'timeout' }
  /** There was nobody to connect to. */
  | { result: 'unreachable' }
  /** No callback address, or no long connection open. */
  | { result: 'unconfigured' };

export interface Transport {
  /** Never rejects; at most 3 s long. */
  deliver(event: object): Promise<Delivery>;
}

/** The whole exchange has this long (feishu.md 1). */
export const answerWithinMs = 3000;
