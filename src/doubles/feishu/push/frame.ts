/**
 * The long connection's frame, protobuf message `pbbp2.Frame` (feishu.md 2):
 * SeqID 1, LogID 2, service 3, method 4, headers 5 {key 1, value 2},
 * payloadEncoding 6, payloadType 7, payload 8, LogIDNew 9.
 */

export interface Frame {
  seqId: number;
  logId: number;
  service: number;
  /** 0 control, 1 data. */
  method: number;
  headers: Record<string, string>;
  payload: Buffer;
}

export function encodeFrame(frame: Frame): Buffer {
  const parts: Buffer[] = [
    numberField(1, frame.seqId),
    numberField(2, frame.logId),
    numberField(3, frame.service),
    numberField(4, frame.method),
  ];
  for (const [key, value] of Object.entries(frame.headers)) {
    parts.push(
      bytesField(5, Buffer.concat([bytesField(1, Buffer.from(key)), bytesField(2, Buffer.from(value))])),
    );
  }
  if (frame.payload.length > 0) parts.push(bytesField(8, frame.payload));
  return Buffer.concat(parts);
}

/** Throws RangeError on anything that is not a whole frame. */
export function decodeFrame(bytes: Buffer): Frame {
  const frame: Frame = { seqId: 0, logId: 0, service: 0, method: 0, headers: {}, payload: Buffer.alloc(0) };
  for (const { field, value } of fieldsOf(bytes)) {
    if (typeof value === 'number') {
      if (field === 1) frame.seqId = value;
      else if (field === 2) frame.logId = value;
      else if (field === 3) frame.service = value;
      else if (field === 4) frame.method = value;
    } else if (field === 5) Object.assign(frame.headers, decodeHeader(value));
    else if (field === 8) frame.payload = value;
  }
  return frame;
}

function decodeHeader(bytes: Buffer): Record<string, string> {
  let key = '';
  let text = '';
  for (const { field, value } of fieldsOf(bytes)) {
    if (typeof value === 'number') continue;
    if (field === 1) key = value.toString('utf8');
    else if (field === 2) text = value.toString('utf8');
  }
  return { [key]: text };
}

interface Field {
  field: number;
  value: number | Buffer;
}

function* fieldsOf(bytes: Buffer): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    at = tag.next;
    const field = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    const head = wire === 0 || wire === 2 ? readVarint(bytes, at) : undefined;
    if (!head) throw new RangeError(`wire type ${wire} is not in pbbp2`);
    at = head.next;
    if (wire === 0) yield { field, value: head.value };
    else {
      if (at + head.value > bytes.length) throw new RangeError('the frame is cut short');
      yield { field, value: bytes.subarray(at, at + head.value) };
      at += head.value;
    }
  }
}

/** Values above 2^53 lose their last digits: only ids are that large, and none is compared. */
function readVarint(bytes: Buffer, from: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[from + index];
    if (byte === undefined) throw new RangeError('the frame is cut short');
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: from + index + 1 };
  }
  throw new RangeError('a number is too long');
}

function numberField(field: number, value: number): Buffer {
  return Buffer.from([...varint(field * 8), ...varint(value)]);
}

function bytesField(field: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(value.length)]), value]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}
