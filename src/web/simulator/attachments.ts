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

  /** A double knows a file by its message, or by the platform's own key in the content. */
  find(double: Double, message: DoubleMessage): DoubleFile | undefined {
    if (message.recalled) return undefined;
    const known = this.#files.get(`${double.name}/${message.id}`);
    return known ?? [message.id, ...keysIn(message.content)].map((id) => double.file?.(id)).find(Boolean);
  }

  /** What the page is told about a message's file, if it has one. */
  describe(double: Double, message: DoubleMessage): Attachment | undefined {
    const file = this.find(double, message);
    if (file === undefined) return undefined;
    const query = new URLSearchParams({ platform: double.name, chat: message.chatId, message: message.id });
    return {
      name: file.name,
      mime: file.mime,
      size: file.bytes.length,
      url: `/simulator/api/file?${query}`,
    };
  }
}

function keysIn(content: unknown): string[] {
  if (typeof content !== 'object' || content === null) return [];
  const { image_key, file_key } = content as Record<string, unknown>;
  return [image_key, file_key].filter((key) => typeof key === 'string');
}
