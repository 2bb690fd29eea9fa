/** Files on the platform: what people sent, and what the bot uploaded. */
import type { DoubleFile } from '../port.ts';
import { newId } from './ids.ts';

export interface StoredFile extends DoubleFile {
  kind: 'image' | 'file';
  owner: 'bot' | 'user';
}

export class Media {
  #files = new Map<string, StoredFile>();

  /** Keeps a file and returns its key: img_v3_… or file_v3_…. */
  add(file: StoredFile): string {
    const key = newId(file.kind === 'image' ? 'img_v3' : 'file_v3');
    this.#files.set(key, file);
    return key;
  }

  get(key: string): StoredFile | undefined {
    return this.#files.get(key);
  }
}
