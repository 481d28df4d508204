import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRAME_HEADER_BYTES, frameMessage } from '../../kiosk/camera/frame-message.ts';

describe('a camera frame on the line', () => {
  test('is sequence, microseconds and the JPEG as it was, big-endian', () => {
    const message = Buffer.from(frameMessage(258, 1.5, new Uint8Array([0xff, 0xd8, 0xff]).buffer));
    expect(message.toString('hex')).toBe(`${'0000000000000102'}${'00000000000005dc'}ffd8ff`);
  });

  test('gives back whatever sequence, time and bytes went in', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.uint8Array(),
        (sequence, timeMs, jpeg) => {
          const message = Buffer.from(frameMessage(sequence, timeMs, new Uint8Array(jpeg).buffer));
          expect(message.readBigUInt64BE(0)).toBe(BigInt(sequence));
          expect(message.readBigUInt64BE(8)).toBe(BigInt(timeMs) * 1000n);
          expect([...message.subarray(FRAME_HEADER_BYTES)]).toEqual([...jpeg]);
        },
      ),
    );
  });
});
