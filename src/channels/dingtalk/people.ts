/** Accounts by mobile number; DingTalk looks up one number a call, free of quota (dingtalk.md 6). */
import type { Account } from '../port.ts';
import type { Api } from './api.ts';
import { judge } from './errors.ts';
import type { Timers } from './wires.ts';

const atOnce = 8;
const tries = 4;

/**
 * Numbers nobody has are left out. A look-up that was too fast is tried again.
 * Rejects with an Error that holds no number when DingTalk refuses.
 */
export async function findByPhone(phones: string[], api: Api, timers: Timers): Promise<Map<string, Account>> {
  const waiting = [...new Set(phones)].filter((phone) => /^1\d{10}$/.test(phone));
  const found = new Map<string, Account>();

  async function lookUp(phone: string): Promise<void> {
    for (let left = tries; left > 0; left -= 1) {
      const answer = await api.userByMobile(phone);
      if (answer.ok) return void (answer.body !== undefined && found.set(phone, { id: answer.body }));
      const verdict = judge(answer.failure);
      if (verdict.do !== 'retry' || left === 1) {
        throw new Error(`DingTalk could not look up a mobile number: ${answer.failure.code}`);
      }
      await pause(timers, verdict.afterMs);
    }
  }

  async function work(): Promise<void> {
    for (let phone = waiting.pop(); phone !== undefined; phone = waiting.pop()) await lookUp(phone);
  }

  await Promise.all(Array.from({ length: atOnce }, work));
  return found;
}

function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => void timers.after(ms, resolve));
}
