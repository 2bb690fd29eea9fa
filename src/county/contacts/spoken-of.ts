/** What a chat keeps of a talk with a leader. */
export interface Memory {
  /** ms of the last turn of this talk. */
  at: number;
  /** Id of the person last spoken of. */
  last?: string;
  /** The pairing whose talent is said to have left. */
  checking?: string;
  /** Ids of the contacts that were recorded last, and when, ms. */
  records?: string[];
  recordedAt?: number;
}
