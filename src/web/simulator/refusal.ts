import type { NextFunction, Request, Response } from 'express';

/** An answer of 400: the sentence is shown to the person at the page. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Refusals and unreadable bodies become 400; anything else is the app's to report. */
export function refuse(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof Refusal) {
    response.status(400).json({ error: error.message });
    return;
  }
  const kind = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  if (kind === 'entity.parse.failed') response.status(400).json({ error: '请求不是有效的 JSON。' });
  else if (kind === 'entity.too.large') response.status(400).json({ error: '内容太大了，文件最多 20 MB。' });
  else next(error);
}
