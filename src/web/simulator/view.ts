/** What the simulator's server tells its page. Plain JSON, times in ms since the epoch. */
import type { DoubleMessage, Faults, WireEntry } from '../../doubles/port.ts';

export type Platform = 'feishu' | 'dingtalk';
export type Role = '县领导' | '人才' | '人才办' | '成员单位' | '在外乡贤' | '路人';

/** One of the invented county's people, as the app that seeded them describes them. */
export interface CastMember {
  name: string;
  role: Role;
  /** Post or unit, shown under the name. */
  title: string;
  /** Ids on the doubles: Feishu open_id, DingTalk userId. */
  accounts: { feishu?: string; dingtalk?: string };
  /** Sentences a newcomer may try as this person; by role when left out. */
  suggestions?: string[];
}

export interface PersonView extends CastMember {
  /** Stable while the accounts are; goes into the page's address. */
  key: string;
  suggestions: string[];
}

export interface ChatView {
  id: string;
  kind: 'p2p' | 'group';
  title: string;
  members: string[];
  /** Messages so far, recalled ones included. */
  total: number;
  last?: { from: string; at: number; preview: string };
}

export interface PlatformView {
  name: Platform;
  chats: ChatView[];
  faults: Faults;
}

export interface ClockPreset {
  label: string;
  /** Where the button leads, ms. */
  to: number;
}

export interface StateView {
  county: string;
  botName: string;
  now: number;
  presets: ClockPreset[];
  people: PersonView[];
  platforms: PlatformView[];
}

/** A file that can be opened from the page. */
export interface Attachment {
  name: string;
  mime: string;
  size: number;
  url: string;
}

export interface MessageView extends DoubleMessage {
  attachment?: Attachment;
}

export interface MessagesView {
  /** Oldest first; only the last ones of a long chat. */
  messages: MessageView[];
  total: number;
}

export interface WireView {
  /** Newest first. */
  entries: WireEntry[];
}
