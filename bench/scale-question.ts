/** A leader's question as it comes from Feishu. */
import type { Event } from '../src/channels/port.ts';
import { accountOf, appOf } from './scale-seed.ts';

export const question = (county: number, leader: number, id: string, now: number): Event => ({
  channel: 'feishu',
  appId: appOf(county).slice('feishu:'.length),
  dedupeKey: id,
  at: now,
  kind: 'message',
  chat: { id: `oc_${accountOf(county, leader)}`, kind: 'p2p' },
  sender: { id: accountOf(county, leader) },
  messageId: id,
  content: { type: 'text', text: '我这个季度还差谁' },
  toBot: true,
  mentions: [],
});
