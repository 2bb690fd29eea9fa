/** Files on the platform: what people sent (by download code) and what the bot uploaded (by media id). */
import type { DoubleFile } from '../port.ts';
import { codeOf, hexOf, mediaIdOf } from './ids.ts';

/** Bytes kept in all; the oldest files give way. */
const keptBytes = 256 * 1024 * 1024;
/** How long a temporary address lives. The platform says only that it is temporary. */
const linkLifeMs = 15 * 60_000;

export class Files {
  readonly #files = new Map<string, DoubleFile>();
  readonly #links = new Map<string, { key: string; until: number }>();
  readonly #now: () => number;
  #bytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Keeps what a person sent; returns its download code. */
  send(file: DoubleFile): string {
    return this.#keep(codeOf(), file);
  }

  /** Keeps what the bot uploaded; returns its media id. */
  upload(file: DoubleFile): string {
    return this.#keep(mediaIdOf(), file);
  }

  get(key: string): DoubleFile | undefined {
    return this.#files.get(key);
  }

  /** A path at which the file can be had for a while, without a token. */
  link(key: string): string {
    for (const [old, { until }] of this.#links) {
      if (until > this.#now()) break;
      this.#links.delete(old);
    }
    const name = hexOf(12);
    const until = this.#now() + linkLifeMs;
    this.#links.set(name, { key, until });
    return `/download/${name}.file?Expires=${Math.floor(until / 1000)}`;
  }

  /** The file behind a path of `link`, while it lives. */
  follow(path: string): DoubleFile | undefined {
    const found = this.#links.get(path.slice('/download/'.length, -'.file'.length));
    return found && found.until > this.#now() ? this.#files.get(found.key) : undefined;
  }

  #keep(key: string, file: DoubleFile): string {
    this.#files.set(key, file);
    this.#bytes += file.bytes.length;
    for (const [old, { bytes }] of this.#files) {
      if (this.#bytes <= keptBytes || old === key) break;
      this.#files.delete(old);
      this.#bytes -= bytes.length;
    }
    return key;
  }
}
