/** Who hears what: a reply with its addressee. */
import type { Reply } from './reply.ts';

/** 人才 talent, 领导 leader, 专员 officer, 人才办 staff, 主任 head of the office, 成员单位 unit contact, 乡贤 native. */
export const roleNames = ['人才', '领导', '专员', '人才办', '主任', '成员单位', '乡贤'] as const;
export type RoleName = (typeof roleNames)[number];

/** A person is reached in the one-to-one chat of the account they used last; a role, everybody who has it. */
export type Addressee = { chat: bigint } | { person: string } | { role: RoleName };

export interface Post {
  to: Addressee;
  reply: Reply;
  /** Platform id of the card this one takes the place of. */
  replaces?: string;
  /** Platform id of the message this answers. */
  replyTo?: string;
  /** In a group: only this account's presses count. */
  only?: string;
}
