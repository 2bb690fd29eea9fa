/** The least web layer a webhook needs: raw body in, the channel's answer out. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel, WireRequest } from '../../src/channels/port.ts';

export interface Served {
  /** http://127.0.0.1:port/ */
  url: string;
  /** Everything that came, oldest first, as it stood on the wire. */
  requests: WireRequest[];
  /** The channel that answers from now on. */
  use(channel: Channel): void;
  stop(): Promise<void>;
}

export async function serve(): Promise<Served> {
  const requests: WireRequest[] = [];
  let channel: Channel | undefined;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const query = Object.fromEntries(new URL(incoming.url ?? '/', 'http://127.0.0.1').searchParams);
    const request = { headers: incoming.headers, query, body: Buffer.concat(chunks) };
    requests.push(request);
    const answer = channel ? await channel.handle(request) : { status: 503, body: {} };
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    use: (next) => {
      channel = next;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
