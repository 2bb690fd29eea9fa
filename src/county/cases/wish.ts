/** What is wanted of a case, as a chat remembers it while a word is missing. */

/** What somebody wants done. The words of an action's needs are in `note`. */
export interface Wish {
  no: string;
  action: string;
  unit?: string;
  /** Working days: of an extension, or as a time limit at dispatch. */
  days?: number;
  /** 咨询, 一般, 复杂 in place of days. */
  kind?: string;
  note?: string;
}

/** An action that waits for one more word. */
export interface PendingAct {
  wish: Wish;
  asks: 'unit' | 'days' | 'note';
  /** Identity of the one who was asked: in a group nobody else answers for them. */
  by: string;
}
