import { describe, expect, test } from 'vitest';
import {
  eventSignature,
  isRobotCallback,
  isSignedEvent,
  robotSign,
} from '../../../src/channels/dingtalk/verify.ts';

const secret = 'secret-of-a-county';
const now = 1_790_000_000_000;
const signed = (at: number, by = secret) => ({ timestamp: String(at), sign: robotSign(String(at), by) });

describe('a robot callback', () => {
  test('is taken when it is signed with our secret and fresh', () => {
    expect(isRobotCallback(signed(now), secret, now)).toBe(true);
    expect(isRobotCallback(signed(now - 3_599_000), secret, now)).toBe(true);
    expect(isRobotCallback(signed(now + 60_000), secret, now)).toBe(true);
  });

  test('is signed as the platform signs (a vector computed apart with openssl)', () => {
    // printf '1790000000000\nsecret-of-a-county' | openssl dgst -sha256 -hmac secret-of-a-county -binary | base64
    expect(robotSign(String(now), secret)).toBe('VCS4Uhlu1ACBrN87YelHQCabH3ab0RMFtdSUWMtj13M=');
  });

  test.each([
    ['older than an hour', signed(now - 3_600_001)],
    ['from the far future', signed(now + 3_600_001)],
    ['signed with another secret', signed(now, 'another')],
    ['with the sign of another time', { timestamp: String(now), sign: robotSign(String(now - 1), secret) }],
    ['without a sign', { timestamp: String(now), sign: undefined }],
    ['without a timestamp', { timestamp: undefined, sign: robotSign('', secret) }],
    ['with a timestamp that is no number', { timestamp: 'soon', sign: robotSign('soon', secret) }],
    ['with an empty sign', { timestamp: String(now), sign: '' }],
  ])('%s is refused', (_, headers) => {
    expect(isRobotCallback(headers, secret, now)).toBe(false);
  });
});

describe('an encrypted event', () => {
  const [token, timestamp, nonce, encrypt] = ['tok3n', '1790000000000', 'n0nce', 'Y2lwaGVy'];
  const signature = eventSignature(token, timestamp, nonce, encrypt);

  test('is taken under either name of the signature', () => {
    expect(isSignedEvent({ signature, timestamp, nonce }, encrypt, token)).toBe(true);
    expect(isSignedEvent({ msg_signature: signature, timestamp, nonce }, encrypt, token)).toBe(true);
  });

  test('is refused when any part was changed', () => {
    const query = { signature, timestamp, nonce };
    expect(isSignedEvent(query, `${encrypt}=`, token)).toBe(false);
    expect(isSignedEvent({ ...query, nonce: 'other' }, encrypt, token)).toBe(false);
    expect(isSignedEvent({ ...query, timestamp: '1' }, encrypt, token)).toBe(false);
    expect(isSignedEvent(query, encrypt, 'other')).toBe(false);
    expect(isSignedEvent({ timestamp, nonce }, encrypt, token)).toBe(false);
  });
});
