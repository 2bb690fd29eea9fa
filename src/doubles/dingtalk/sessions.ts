/** Addresses that need no token: session webhooks of messages, and custom robots of groups. */
import { hexOf } from './ids.ts';

/** Every sample from 2019 to 2026 has 90 minutes (dingtalk.md 3). */
export const sessionLifeMs = 5_400_000;
const blockedMs = 600_000;

export class Sessions {
  readonly #sessions = new Map<string, { chatId: string; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new session of a chat. */
  open(chatId: string): { session: string; until: number } {
    this.#forgetExpired();
    const session = hexOf(16);
    const until = this.#now() + sessionLifeMs;
    this.#sessions.set(session, { chatId, until });
    return { session, until };
  }

  /** The chat of a session while it lives. */
  chatOf(session: string): string | undefined {
    const found = this.#sessions.get(session);
    return found && this.#now() < found.until ? found.chatId : undefined;
  }

  #forgetExpired(): void {
    for (const [session, { until }] of this.#sessions) {
      if (until > this.#now()) return;
      this.#sessions.delete(session);
    }
  }
}

export interface CustomRobot {
  chatId: string;
  secret: string | undefined;
  minute: number;
  sent: number;
  blockedUntil: number;
}

export class CustomRobots {
  readonly #robots = new Map<string, CustomRobot>();

  /** Returns the access token in the robot's webhook. */
  add(chatId: string, secret: string | undefined): string {
    const token = hexOf(32);
    this.#robots.set(token, { chatId, secret, minute: 0, sent: 0, blockedUntil: 0 });
    return token;
  }

  get(token: string): CustomRobot | undefined {
    return this.#robots.get(token);
  }

  /** Counts one message; false when the robot went over its limit and is blocked. */
  take(robot: CustomRobot, perMinute: number, now: number): boolean {
    if (now < robot.blockedUntil) return false;
    const minute = Math.floor(now / 60_000);
    if (robot.minute !== minute) {
      robot.minute = minute;
      robot.sent = 0;
    }
    robot.sent += 1;
    if (robot.sent <= perMinute) return true;
    robot.blockedUntil = now + blockedMs;
    return false;
  }
}
