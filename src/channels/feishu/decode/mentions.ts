/**
 * Who was mentioned. Texts carry `@_user_1`; `mentions` says who that is. @all
 * is `@_all` and often has no entry (feishu.md 6).
 */
import { z } from 'zod';
import type { Account } from '../../port.ts';

export const mention = z.object({
  key: z.string(),
  id: z.object({ open_id: z.string().nullish(), union_id: z.string().nullish() }).nullish(),
  name: z.string().nullish(),
  mentioned_type: z.string().nullish(),
  tenant_key: z.string().nullish(),
});
export type Mention = z.infer<typeof mention>;

export interface Mentions {
  bot: boolean;
  /** Everybody but the bot. */
  people: Account[];
  /** The text with the bot's mention gone and the others' as @name. */
  name(text: string): string;
  /** What an `at` element of a rich text says. */
  nameOne(key: string, fallback: string | undefined): string;
}

/** True where only our bot's own open_id can tell whether it is meant. */
export function mayMentionBot(mentions: Mention[]): boolean {
  return mentions.some((one) => one.key !== '@_all' && one.mentioned_type !== 'user');
}

export function readMentions(mentions: Mention[], botOpenId: string | undefined): Mentions {
  const isBot = (one: Mention): boolean => botOpenId !== undefined && one.id?.open_id === botOpenId;
  const shown = (one: Mention): string => (isBot(one) ? '' : `@${one.name ?? '某人'}`);
  const byKey = new Map(mentions.map((one) => [one.key, shown(one)]));
  byKey.set('@_all', '@所有人');
  return {
    bot: mentions.some(isBot),
    people: mentions.filter((one) => !isBot(one)).flatMap(toAccount),
    name: (text) => (mentions.length > 0 || text.includes('@') ? nameAll(text, byKey) : text).trim(),
    nameOne: (key, fallback) => nameOne(key, fallback, { mentions, byKey, shown }),
  };
}

function nameAll(text: string, byKey: ReadonlyMap<string, string>): string {
  return text.replaceAll(mentionPattern([...byKey.keys()]), (whole: string, key: string) =>
    byKey.get(key) === '' ? '' : (byKey.get(key) ?? '') + whole.slice(key.length),
  );
}

/**
 * Matches any key, longest first so that @_user_1 does not eat the head of
 * @_user_10, with one blank after it; `@_allies` is no mention.
 */
function mentionPattern(keys: string[]): RegExp {
  const sorted = keys
    .toSorted((a, b) => b.length - a.length)
    .map((key) => key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(${sorted.join('|')})(?![A-Za-z0-9_])[ \\u00a0]?`, 'g');
}

function toAccount(one: Mention): Account[] {
  const id = one.id?.open_id;
  if (!id) return [];
  return [
    {
      id,
      ...(one.id?.union_id ? { unionId: one.id.union_id } : {}),
      ...(one.tenant_key ? { tenant: one.tenant_key } : {}),
      ...(one.name ? { name: one.name } : {}),
    },
  ];
}

/** Rich texts name people by key or by open_id, and everybody as `all` or `@_all`. */
function nameOne(
  key: string,
  fallback: string | undefined,
  known: { mentions: Mention[]; byKey: Map<string, string>; shown: (one: Mention) => string },
): string {
  if (key === 'all') return '@所有人';
  const byKey = known.byKey.get(key);
  if (byKey !== undefined) return byKey;
  const one = known.mentions.find((mentioned) => mentioned.id?.open_id === key);
  if (one) return known.shown(one);
  return `@${fallback ?? '某人'}`;
}
