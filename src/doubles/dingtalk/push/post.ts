/** One HTTP POST to the bot, over kept-alive sockets, with the platform's patience. */
import { Agent, request } from 'node:http';

/** `status` is 'timeout' or 'closed' when no answer came. */
export interface Posted {
  status: number | 'timeout' | 'closed';
  body: Buffer;
}

export class Poster {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  /** Never rejects. `after` is the timer the time-out runs on; it returns what takes it back. */
  post(
    url: string,
    headers: Record<string, string>,
    body: string,
    timeoutMs: number,
    after: (ms: number, run: () => void) => () => void,
  ): Promise<Posted> {
    return new Promise((resolve) => {
      const bytes = Buffer.from(body);
      const call = request(url, {
        method: 'POST',
        agent: this.#agent,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': bytes.length,
          ...headers,
        },
      });
      const end = (posted: Posted): void => {
        cancel();
        resolve(posted);
      };
      const cancel = after(timeoutMs, () => {
        end({ status: 'timeout', body: Buffer.alloc(0) });
        call.destroy();
      });
      call.on('error', () => end({ status: 'closed', body: Buffer.alloc(0) }));
      call.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => end({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
        response.on('error', () => end({ status: 'closed', body: Buffer.alloc(0) }));
      });
      call.end(bytes);
    });
  }

  stop(): void {
    this.#agent.destroy();
  }
}
