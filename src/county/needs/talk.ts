/** What a chat keeps of somebody who is bringing up what is wrong: the cases it became, and what was asked last. */

export interface RaisedCase {
  no: string;
  /** 公寓维修, 服务态度 … */
  topic: string;
  kind: 'need' | 'suggestion';
}

export interface NeedTalk {
  /** ms of the last turn of this talk. */
  at: number;
  cases: RaisedCase[];
  /** Number of the case last spoken of. */
  last: string;
  /** What is still to be known of a case. */
  asks?: { no: string; what: 'place' | 'hours'; day?: string };
  /** Cases whose details wait for consent, as the last answer asked. */
  consent?: string[];
}
