/** What a piece of work costs: time, processor time of the service and of its PostgreSQL, statements. */
import { serverUsage } from './server-usage.ts';
import { countStatements } from './statements.ts';

export interface Cost {
  /** How many things were done. */
  count: number;
  perSecond: number;
  /** Processor time of each, of this process and of PostgreSQL, µs. */
  service: number;
  server: number;
  /** Statements of each; a statement is a round trip. */
  statements: number;
}

export interface Costs {
  /** @param work resolves with how many things it did */
  of(work: () => Promise<number>): Promise<Cost>;
  /** Memory of this process and of PostgreSQL, MB. */
  memory(): { service: number; server: number };
}

export function openCosts(dataDir: string): Costs {
  const counted = countStatements();
  return {
    async of(work) {
      const before = { cpu: process.cpuUsage(), server: serverUsage(dataDir).cpuMs, sent: counted.sent };
      const started = performance.now();
      const count = await work();
      const seconds = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(before.cpu);
      return {
        count,
        perSecond: count / seconds,
        service: (user + system) / count,
        server: ((serverUsage(dataDir).cpuMs - before.server) * 1000) / count,
        statements: (counted.sent - before.sent) / count,
      };
    },
    memory: () => ({ service: process.memoryUsage.rss() / 2 ** 20, server: serverUsage(dataDir).memory }),
  };
}
