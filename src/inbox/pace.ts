/**
 * Lets turns keep up with what is accepted: while much waits to be decided on,
 * accepting waits for the round under way. What is accepted faster than it can
 * be answered is answered later than it need be, and is held in memory until then.
 */

/** A platform waits three seconds for its answer (feishu.md 1); accepting takes no more than a small part of them. */
export const PATIENCE_MS = 500;

export interface Pace {
  /** Resolves when more may be accepted: at once, after a round, or when patience ends. Called by one at a time. */
  room(): Promise<void>;
  /** To be called whenever a round has ended. */
  roundEnded(): void;
}

/** @param behind whether enough waits for now and a round is under way. */
export function openPace(behind: () => boolean): Pace {
  let goOn: (() => void) | undefined;
  return {
    async room() {
      if (!behind()) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const late = setTimeout(resolve, PATIENCE_MS);
      goOn = resolve;
      await promise;
      goOn = undefined;
      clearTimeout(late);
    },
    roundEnded: () => goOn?.(),
  };
}
