/**
 * What went wrong, in a line that may be logged and kept. Of a database error
 * the last line only: Prisma puts a piece of our code and the values it was
 * given before it.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const message = error.name.startsWith('Prisma') ? error.message.trim().split('\n').at(-1) : error.message;
  return `${error.name}: ${message}`.slice(0, 500);
}
