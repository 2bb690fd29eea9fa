/** multipart/form-data, as far as uploads of one file need it. */

export interface Part {
  name: string;
  fileName?: string;
  mime?: string;
  bytes: Buffer;
}

/** Empty when the content type names no boundary. */
export function parseMultipart(contentType: string, body: Buffer): Part[] {
  const match = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (!boundary) return [];
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length + 2;
    const end = body.indexOf(delimiter, start);
    if (end < 0) break;
    const part = parsePart(body.subarray(start, end - 2));
    if (part) parts.push(part);
    at = end;
  }
  return parts;
}

function parsePart(bytes: Buffer): Part | undefined {
  const split = bytes.indexOf('\r\n\r\n');
  if (split < 0) return undefined;
  const head = bytes.subarray(0, split).toString('utf8');
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return undefined;
  const fileName = /filename="([^"]*)"/i.exec(head)?.[1];
  const mime = /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim();
  return {
    name,
    bytes: bytes.subarray(split + 4),
    ...(fileName === undefined ? {} : { fileName }),
    ...(mime === undefined ? {} : { mime }),
  };
}
