/** What a leader may tell in plain words, as it was said; the people it may mean are given. */
import type { WorkCalendar } from '../understand/value.ts';
import type { ContactMethod } from './methods.ts';
import type { KnownPerson } from './people.ts';
import type { HalfDay, SpokenDay } from './times.ts';

/** Somebody as said; `people` empty when nobody known fits, several when it must be asked. */
export interface Who {
  said: string;
  people: KnownPerson[];
  doubtful?: true;
}

export interface SpokenContact {
  /** Undefined while nobody was named. */
  who?: Who;
  method: ContactMethod;
  /** Said with a word that is used of nothing else: 看望, 走访. */
  sure?: boolean;
  when?: SpokenDay;
  halfDay?: HalfDay;
  place?: string;
  /** In whose place it was done, as said: 替向县长. */
  instead?: string;
  /** Who went for the speaker, as said: 委托办公室小王. */
  through?: string;
  attendees?: string;
  notes: string[];
  needs: SpokenNeed[];
  suggestions: SpokenNeed[];
}

export interface SpokenNeed {
  text: string;
  urgent: boolean;
  /** What was added to it: who, how long, since when. May be private. */
  details: string[];
}

export interface SpokenPlan {
  who: Who[];
  when?: SpokenDay;
  halfDay?: HalfDay;
  /** HH:mm */
  time?: string;
  place?: string;
  remind: boolean;
}

export interface Talk {
  contacts: SpokenContact[];
  plans: SpokenPlan[];
  /** People said to have left; `since` where it was said when. */
  moved: { who?: Who; since?: SpokenDay; words: string }[];
  ill: Who[];
  phones: (Who | undefined)[];
  matters: (Who | undefined)[];
  /** Tried, but they did not meet: not a contact. */
  missed: boolean;
  /** Said outside a contact of this message. */
  notes: string[];
  needs: SpokenNeed[];
  suggestions: SpokenNeed[];
  attendees?: string;
  urgent?: boolean;
  /** Last spoken of. */
  last?: Who;
}

export interface TalkContext {
  /** ms */
  now: number;
  calendar: WorkCalendar;
  /** Those the speaker is paired with. */
  people: readonly KnownPerson[];
  /** Others of the county whom the text may mean. */
  others?: readonly KnownPerson[];
  /** Whom the talk before was about: what 他 and a missing subject mean. */
  last?: KnownPerson;
  /** Whether the talk before was about somebody having left. */
  checking?: boolean;
}
