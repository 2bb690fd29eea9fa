/** What the parts of the double share. */
import type { DoubleMessage, Faults } from '../port.ts';
import type { WireLog } from '../wirelog.ts';
import type { Alarms } from './alarms.ts';
import type { Files } from './files.ts';
import type { Credentials } from './options.ts';
import type { CustomRobots, Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';
import type { Traffic } from './traffic.ts';
import type { World } from './world.ts';

export interface Core {
  /** Known once the server listens. */
  url: string;
  readonly credentials: Credentials;
  readonly now: () => number;
  readonly alarms: Alarms;
  readonly faults: Faults;
  readonly world: World;
  readonly files: Files;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly robots: CustomRobots;
  readonly traffic: Traffic;
  readonly wire: WireLog;
  /** One-to-one sends still to be held back, by user id. */
  readonly flowControlled: Map<string, number>;
  /** Messages of one OpenAPI send, by processQueryKey. */
  readonly sent: Map<string, DoubleMessage[]>;
}

/** The name people see on the bot. */
export const botName = '近悦';
/** The bot as the wire calls it. */
export const botSenderId = '$:LWCP_v1:$b0tb0tb0t/jinyue+talent==';
