/** Everything the platform remembers, in one place for the parts that serve it. */
import type { Faults } from '../port.ts';
import type { WireLog } from '../wirelog.ts';
import type { CardTokens } from './card/tokens.ts';
import type { History } from './history.ts';
import type { Limiter } from './limits.ts';
import type { Media } from './media.ts';
import type { People } from './people.ts';
import type { Timers } from './timers.ts';
import type { Tokens } from './tokens.ts';

export interface Credentials {
  appId: string;
  appSecret: string;
  /** Empty: pushes are neither encrypted nor signed. */
  encryptKey: string;
  verificationToken: string;
}

export interface World {
  credentials: Credentials;
  tenantKey: string;
  botOpenId: string;
  botName: string;
  now: () => number;
  timers: Timers;
  faults: Faults;
  people: People;
  history: History;
  media: Media;
  tokens: Tokens;
  cardTokens: CardTokens;
  limiter: Limiter;
  wire: WireLog;
  /** Tells those who watch that something changed. */
  changed(): void;
}
