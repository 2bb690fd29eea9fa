import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/channels/port.ts';
import { packBody, unpackBody } from '../../src/outbox/body.ts';

describe('the body of a message', () => {
  it('brings the bytes of a file through, whatever they are', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const message: Message = {
      title: '台账',
      parts: [
        { type: 'text', text: '给您' },
        { type: 'file', name: '台账.xlsx', mime: 'application/octet-stream', bytes },
      ],
    };
    const back = unpackBody(packBody({ message, replyTo: 'om_1' }));
    expect(back.replyTo).toBe('om_1');
    expect(back.message.title).toBe('台账');
    const [text, file] = back.message.parts;
    expect(text).toEqual({ type: 'text', text: '给您' });
    expect(file?.type === 'file' && Uint8Array.from(file.bytes)).toEqual(bytes);
  });

  it('is as it was where there is no file', () => {
    const message: Message = { tone: 'good', parts: [{ type: 'text', text: '好' }] };
    expect(unpackBody(packBody({ message, replaces: 'om_2' }))).toEqual({ message, replaces: 'om_2' });
  });
});
