/**
 * The contract between those who run turns (inbox, schedule) and the county's
 * business: what a turn is given, and what it leaves behind. A turn changes
 * business rows through `tx` only; everything else it wants is in the outcome.
 */
import type { Post, RoleName } from '../dialogue/post.ts';
import type { Payload } from '../dialogue/reply.ts';
import type { WorkCalendar } from '../dialogue/understand/value.ts';
import type { Random } from '../ports.ts';
import type { Tx } from '../store/database.ts';
import type { Secrets } from '../store/secrets.ts';
import type { Settings } from './settings.ts';

export interface SpeakerPerson {
  id: string;
  name: string;
  title: string;
  unit: string;
  unitId?: string;
  roles: RoleName[];
}

/** Whose account an event came from; `person` is absent for a stranger. */
export interface Speaker {
  identityId: string;
  accountId: string;
  name: string;
  person?: SpeakerPerson;
}

export interface CountyView {
  id: string;
  name: string;
  calendar: WorkCalendar;
  settings: Settings;
  /** When the service began to look after this county, ms. What fell due before is not told. */
  since: number;
}

/** A county's view as a transaction sees it; throws when there is no such county. */
export type View = (tx: Tx, countyId: string) => Promise<CountyView>;

/** The same outside any transaction, for those who only ask what hour it is there. */
export type ViewNow = (countyId: string) => Promise<CountyView>;

/** What came in, as far as the county cares: the platform's wrapping is off. */
export type Said =
  | { kind: 'text'; text: string }
  | {
      kind: 'files';
      files: { id: string; kind: 'image' | 'file' | 'audio' | 'video'; name: string }[];
      text?: string;
    }
  | { kind: 'press'; payload: Payload; form?: Record<string, string | string[]>; stale: boolean }
  /** The button's token is not ours, or long gone; `others`: it was shown to somebody else in the group. */
  | { kind: 'lost-press'; others?: true }
  | { kind: 'entered' }
  | { kind: 'menu'; key: string }
  | { kind: 'joined-group' }
  /** A kind of message we cannot read; `name` is its Chinese name. */
  | { kind: 'other'; name: string };

export interface Turn {
  tx: Tx;
  secrets: Secrets;
  random: Random;
  county: CountyView;
  /** When it was said (accepted), in the county's time, ms. */
  now: number;
  eventId: bigint;
  chat: { id: bigint; kind: 'p2p' | 'group'; title: string };
  speaker: Speaker;
  said: Said;
  /** Platform id of the message that was said or pressed. */
  messageId?: string;
  /** What the last turn left; undefined at first. */
  conversation: unknown;
}

export interface Outcome {
  /** Left out: as it was. */
  conversation?: unknown;
  posts: Post[];
  /** What the presser of a button sees at once. */
  answer?: { toast: string; tone: 'info' | 'success' | 'error' | 'warning' };
}

export type Decide = (turn: Turn) => Promise<Outcome>;
