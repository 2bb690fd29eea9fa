/** Who we are: our bot's open_id, asked for when it is first needed and then kept. */
import { z } from 'zod';
import type { Api } from './api.ts';

const info = z.object({ bot: z.object({ open_id: z.string().min(1) }) });

/**
 * @returns a function that resolves with the open_id, and rejects when Feishu
 * cannot be asked within 2 s (an event must be answered within 3 s, feishu.md 1).
 */
export function createBotIdentity(api: Api): () => Promise<string> {
  let known: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const answer = await api.call({ method: 'GET', path: '/open-apis/bot/v3/info', timeoutMs: 2000 }, info);
    if (answer.ok) return answer.value.bot.open_id;
    throw new Error(`Who the bot is could not be asked: ${answer.failure.code} ${answer.failure.reason}`);
  };
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
