import type { Double } from '../../doubles/port.ts';
import type { CastMember } from './view.ts';

/** What the simulator is given to live on. */
export interface SimulatorDeps {
  doubles: Double[];
  /** `moveTo` resolves when everything that became due on the way has been done. */
  clock: { now(): number; moveTo(ms: number): Promise<void> };
  /** The people of the invented county, in the order they are listed. */
  cast: () => CastMember[];
  botName: string;
  /** Display name of the county, shown in the page's head. */
  county?: string;
  /** Waited for after the clock was moved, so that the page shows what came of it. */
  settle?: () => Promise<void>;
  /** Whether a county day (yyyy-MM-dd) is worked; Monday to Friday when absent. */
  workday?: (day: string) => boolean;
}
