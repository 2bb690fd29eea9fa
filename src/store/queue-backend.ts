/** What BullMQ's two backends have in common, as far as it is used. */
import type { JobsOptions } from 'bullmq';

/** The little of BullMQ's `Queue` that is used, whatever its backend. */
export interface WakeQueue {
  readonly name: string;
  add(name: string, data: null, options: JobsOptions): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** The little of BullMQ's `Worker` that is used. */
export interface WakeWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What a backend gives: queues and workers on it, and its own life. */
export interface QueueBackend {
  queue(name: string): WakeQueue;
  worker(name: string, handler: () => Promise<unknown>, concurrency: number): WakeWorker;
  /** Rejects when it does not answer. */
  ping(): Promise<unknown>;
  close(): Promise<void>;
}
