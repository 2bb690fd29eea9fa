/** A message row's body: JSON that is sealed, in which the bytes of files stand as base64. */
import type { Message, Part } from '../channels/port.ts';

/** What a message row's sealed body holds. */
export interface Body {
  message: Message;
  replaces?: string;
  replyTo?: string;
}

type FilePart = Extract<Part, { type: 'file' }>;
type KeptFile = Omit<FilePart, 'bytes'> & { base64: string };
type KeptPart = Exclude<Part, { type: 'file' }> | KeptFile;
type KeptBody = Omit<Body, 'message'> & { message: Omit<Message, 'parts'> & { parts: KeptPart[] } };

/** To be sealed. */
export function packBody(body: Body): Uint8Array {
  const parts = body.message.parts.map(
    (part): KeptPart =>
      part.type === 'file'
        ? {
            type: 'file',
            name: part.name,
            mime: part.mime,
            base64: Buffer.from(part.bytes).toString('base64'),
          }
        : part,
  );
  return Buffer.from(JSON.stringify({ ...body, message: { ...body.message, parts } }));
}

/** The body that was packed. Throws on anything else. */
export function unpackBody(packed: Uint8Array): Body {
  const { message, ...rest } = JSON.parse(Buffer.from(packed).toString()) as KeptBody;
  const parts = message.parts.map((part): Part => {
    if (part.type !== 'file') return part;
    const { base64, ...file } = part;
    return { ...file, bytes: Buffer.from(base64, 'base64') };
  });
  return { ...rest, message: { ...message, parts } };
}
