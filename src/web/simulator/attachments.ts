/**
 * Files that can be opened from the page: what was uploaded here, and what the
 * double itself keeps. Bounded, because this is a process's memory: the oldest
 * uploads go first and then only show their name.
 */
import type { Double, DoubleFile, DoubleMessage } from '../../doubles/port.ts';
import type { Attachment } from './view.ts';

const mostBytes = 200 * 1024 * 1024;

export class Attachments {
  #files = new Map<string, DoubleFile>();
  #bytes = 0;

  keep(platform: string, message: string, file: DoubleFile): void {
    this.#files.set(`${platform}/${message}`, file);
    this.#bytes += file.bytes.length;
    for (const [key, old] of this.#files) {
      if (this.#bytes <= mostBytes) break;
      this.#files.delete(key);
      this.#bytes -= old.bytes.length;
    }
  }

  find(double: Double, message: string): DoubleFile | undefined {
    return double.file?.(message) ?? this.#files.get(`${double.name}/${message}`);
  }

  /** What the page is told about a message's file, if it has one. */
  describe(double: Double, message: DoubleMessage): Attachment | undefined {
    if (message.recalled) return undefined;
    const file = this.find(double, message.id);
    if (file === undefined) return undefined;
    const query = new URLSearchParams({ platform: double.name, message: message.id });
    return {
      name: file.name,
      mime: file.mime,
      size: file.bytes.length,
      url: `/simulator/api/file?${query}`,
    };
  }
}
