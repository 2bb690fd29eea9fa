/**
 * Why the service cannot start, in one sentence that says what to do: English
 * in `message`, Chinese in `chinese`. Holds no secret, so it may be printed.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly chinese: string;

  constructor(english: string, chinese: string, options?: ErrorOptions) {
    super(english, options);
    this.chinese = chinese;
  }
}

/** The message of anything thrown, for the end of a sentence. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(reason).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** The code that Node (`ECONNREFUSED`) or PostgreSQL (`57P03`) put on an error, if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
