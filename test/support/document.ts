/** What a Word document says. */
import { inflateRawSync } from 'node:zlib';

/** @param bytes of a .docx */
export const wordsOfDocument = (bytes: Uint8Array): string =>
  partOf(Buffer.from(bytes), 'word/document.xml').replaceAll(/<[^>]+>/gu, '');

/** A part of a .zip, found by its central directory. */
function partOf(zip: Buffer, name: string): string {
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16);
  for (;;) {
    const nameLength = zip.readUInt16LE(at + 28);
    const own = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (own === name) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString('utf8');
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}
