/** Accounts by mobile number. */
import { z } from 'zod';
import type { Account } from '../port.ts';
import type { Api } from './api.ts';

const found = z.object({
  data: z.object({
    user_list: z
      .array(
        z.object({
          user_id: z.string().optional(),
          mobile: z.string().optional(),
          status: z.object({ is_resigned: z.boolean().optional() }).optional(),
        }),
      )
      .optional(),
  }),
});

/** At most this many numbers a call (feishu.md 6). */
const batch = 50;

/**
 * Numbers nobody has come back without a user_id and are left out (feishu.md 6).
 * @throws Error whose message names a code and no number.
 */
export async function findByPhone(api: Api, phones: string[]): Promise<Map<string, Account>> {
  const accounts = new Map<string, Account>();
  const unique = [...new Set(phones)];
  for (let start = 0; start < unique.length; start += batch) {
    const answer = await api.call(
      {
        method: 'POST',
        path: '/open-apis/contact/v3/users/batch_get_id?user_id_type=open_id',
        json: { mobiles: unique.slice(start, start + batch) },
      },
      found,
    );
    if (!answer.ok) throw new Error(`Accounts could not be looked up: ${answer.failure.code}`);
    for (const user of answer.value.data.user_list ?? []) {
      if (user.user_id && user.mobile && user.status?.is_resigned !== true) {
        accounts.set(user.mobile, { id: user.user_id });
      }
    }
  }
  return accounts;
}
