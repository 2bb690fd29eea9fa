/**
 * One channel's callback, from the request to the channel and back. It stands
 * before Express: the platform waits for the answer, and the raw bytes are all
 * a channel wants.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Channel, WireAnswer } from '../channels/port.ts';
import type { Log } from '../ports.ts';

/** No callback of either platform comes near this. */
const LARGEST = 1024 * 1024;

const tooLarge: WireAnswer = { status: 400, body: { error: 'the body is larger than 1 MB' } };
const failed: WireAnswer = {
  status: 500,
  body: { error: 'something went wrong here; please try again' },
};

/** Answers every request; one that the platform cuts off is dropped. */
export function callbackOf(channel: Channel, log: Log): RequestListener {
  return (request, response) => {
    readBody(request, async (body) => {
      const answer = body ? await handle(channel, log, request, body) : tooLarge;
      if (answer.status >= 400) {
        const { status, body: told } = answer;
        log.warn({ channel: channel.name, status, answer: told }, 'A callback was refused');
      }
      write(response, answer);
    });
  };
}

async function handle(
  channel: Channel,
  log: Log,
  request: IncomingMessage,
  body: Buffer,
): Promise<WireAnswer> {
  try {
    return await channel.handle({ headers: request.headers, query: queryOf(request.url ?? ''), body });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    log.error({ channel: channel.name, reason }, 'A callback failed');
    return failed;
  }
}

/** Calls back once with the whole body, or with nothing as soon as it is too large. */
function readBody(request: IncomingMessage, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST) chunks.push(chunk);
    else if (size - chunk.length <= LARGEST) done(undefined);
  });
  request.on('end', () => {
    if (size <= LARGEST) done(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
  // Cut off in the middle: there is nobody to answer, and the platform delivers again.
  request.on('error', () => {});
}

function queryOf(url: string): Record<string, string | undefined> {
  const mark = url.indexOf('?');
  return mark < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark + 1)));
}

function write(response: ServerResponse, { status, body }: WireAnswer): void {
  // As a string: head and body then go out in one piece.
  const text = JSON.stringify(body ?? {});
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    // The rest of a body that nobody reads must not be taken for the next request.
    ...(response.req.complete ? {} : { connection: 'close' }),
  });
  response.end(text);
}
