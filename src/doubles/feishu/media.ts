/** Files on the platform: what people sent, and what the bot uploaded. */
import type { DoubleFile } from '../port.ts';
import { Fifo } from './fifo.ts';
import { newId } from './ids.ts';

const keptBytes = 256 * 1024 * 1024;

export interface StoredFile extends DoubleFile {
  kind: 'image' | 'file';
  owner: 'bot' | 'user';
}

export class Media {
  #files = new Map<string, StoredFile>();
  #oldest = new Fifo<string>();
  #bytes = 0;

  /** Keeps a file and returns its key: img_v3_… or file_v3_…. Beyond 256 MB the oldest give way. */
  add(file: StoredFile): string {
    const key = newId(file.kind === 'image' ? 'img_v3' : 'file_v3');
    this.#files.set(key, file);
    this.#oldest.push(key);
    this.#bytes += file.bytes.length;
    while (this.#bytes > keptBytes && this.#oldest.size > 1) this.#drop(this.#oldest.shift() ?? '');
    return key;
  }

  get(key: string): StoredFile | undefined {
    return this.#files.get(key);
  }

  #drop(key: string): void {
    this.#bytes -= this.#files.get(key)?.bytes.length ?? 0;
    this.#files.delete(key);
  }
}
