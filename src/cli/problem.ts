/**
 * Why a command could not do what it was asked, in words for the terminal.
 * `usage`: it was typed wrongly (exit code 2); `failed`: it was understood and
 * did not come off (exit code 1).
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: 'usage' | 'failed';

  constructor(kind: 'usage' | 'failed', words: string) {
    super(words);
    this.kind = kind;
  }
}

export const usage = (words: string): Problem => new Problem('usage', words);
export const failed = (words: string): Problem => new Problem('failed', words);
