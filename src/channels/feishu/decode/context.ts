import type { Log } from '../../../ports.ts';

/** What decoding needs besides the event. */
export interface DecodeContext {
  appId: string;
  /** Our bot's open_id; rejects when Feishu cannot be asked. */
  botOpenId: () => Promise<string>;
  log: Log;
}
