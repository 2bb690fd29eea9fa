/** Server-sent events that only say "something changed": the page then asks for what it shows. */
import type { Request, Response } from 'express';
import type { Double } from '../../doubles/port.ts';

/** Changes within this time make one notice. */
const gatherMs = 60;
const heartbeatMs = 20_000;

export interface Notices {
  /** Tells every open page that something outside the doubles changed. */
  announce(): void;
  /** Answers one page's GET and keeps it told until it goes away. */
  follow(request: Request, response: Response): void;
}

export function notices(doubles: Double[]): Notices {
  const pages = new Set<() => void>();
  return {
    announce: () => {
      for (const page of pages) page();
    },
    follow: (request, response) => {
      response.set({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.flushHeaders();
      response.write('retry: 1500\n\nevent: change\ndata: 0\n\n');
      const notice = gathered((count) => response.write(`event: change\ndata: ${count}\n\n`));
      const heartbeat = setInterval(() => response.write(': \n\n'), heartbeatMs);
      pages.add(notice.call);
      const leave = [...doubles.map((double) => double.onChange(notice.call))];
      request.on('close', () => {
        pages.delete(notice.call);
        for (const unsubscribe of leave) unsubscribe();
        clearInterval(heartbeat);
        notice.stop();
      });
    },
  };
}

function gathered(tell: (count: number) => void): { call: () => void; stop: () => void } {
  let waiting: NodeJS.Timeout | undefined;
  let count = 0;
  return {
    call: () => {
      count += 1;
      waiting ??= setTimeout(() => {
        waiting = undefined;
        tell(count);
      }, gatherMs);
    },
    stop: () => clearTimeout(waiting),
  };
}
