/** Whether much is being sent of late: then it pays to keep lanes for what comes next. */

/** Lanes begun within a second from which on a process is busy. */
const BUSY_FROM = 50;
const SECOND = 1_000;

export interface Busyness {
  /** A lane was begun. */
  begun(): void;
  busy(): boolean;
}

/** @param now ms that only go forward. */
export function openBusyness(now: () => number): Busyness {
  let since = now();
  let before = 0;
  let lately = 0;

  function turnPage(): void {
    const passed = now() - since;
    if (passed < SECOND) return;
    before = passed < 2 * SECOND ? lately : 0;
    lately = 0;
    since = now();
  }

  return {
    begun() {
      turnPage();
      lately += 1;
    },
    busy() {
      turnPage();
      return Math.max(before, lately) >= BUSY_FROM;
    },
  };
}
