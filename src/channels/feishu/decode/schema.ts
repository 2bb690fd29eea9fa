/** Shapes that many events share, and how they become accounts. */
import { z } from 'zod';
import type { Account } from '../../port.ts';

/** `{open_id, union_id, user_id}`: user_id needs a permission and is not used (feishu.md 6). */
export const userId = z.object({ open_id: z.string().min(1), union_id: z.string().nullish() });

export function account(
  id: z.infer<typeof userId>,
  more: { tenant?: string | null | undefined; name?: string | null | undefined } = {},
): Account {
  return {
    id: id.open_id,
    ...(id.union_id ? { unionId: id.union_id } : {}),
    ...(more.tenant ? { tenant: more.tenant } : {}),
    ...(more.name ? { name: more.name } : {}),
  };
}
