/** The faults of the port; `deadSocket` acts the moment it is switched on. */
import { type Faults, noFaults } from '../port.ts';

/** `onDead` is called when `deadSocket` changes: only connections that are open then go dead. */
export function createFaults(onDead: (dead: boolean) => void): Faults {
  let dead = false;
  return Object.defineProperty({ ...noFaults }, 'deadSocket', {
    enumerable: true,
    get: () => dead,
    set(value: boolean) {
      if (value === dead) return;
      dead = value;
      onDead(value);
    },
  });
}

/** Counts one occurrence of a fault down; false when it is used up. */
export function spend(
  faults: Faults,
  fault: 'dropAcks' | 'serverErrors' | 'rateLimited' | 'cutAfterSend',
): boolean {
  if (faults[fault] <= 0) return false;
  faults[fault] -= 1;
  return true;
}

/** The provoked error code, if one is still due. */
export function spendErrorCode(faults: Faults): number | string | undefined {
  const due = faults.errorCode;
  if (!due || due.times <= 0) return undefined;
  faults.errorCode = due.times > 1 ? { code: due.code, times: due.times - 1 } : null;
  return due.code;
}
