import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';

/** Sequence number and capture time, unsigned 64 bit each, big-endian; the JPEG follows. */
const FIELDS = { sequence: 0, capturedAtUs: 8, jpeg: 16 } as const;

/** Largest message a page may send, bytes. */
export const LARGEST_MESSAGE = 1024 * 1024;

/** A JPEG begins with SOI and the marker byte of the next segment (ITU-T T.81 §B.1.1.3). */
const JPEG_START = [0xff, 0xd8, 0xff] as const;

export interface FrameMessage {
  readonly sequence: number;
  /** Milliseconds of the page's own monotonic clock. */
  readonly capturedAtMs: number;
  readonly jpeg: Uint8Array;
}

/** Reads one WebSocket message of the face camera page. Fault: `camera.frame-refused`, with what is wrong. */
export function parseFrameMessage(message: Uint8Array): Result<FrameMessage> {
  if (message.length > LARGEST_MESSAGE) return refused('too large');
  if (message.length < FIELDS.jpeg + JPEG_START.length) return refused('too short');
  const header = new DataView(message.buffer, message.byteOffset, FIELDS.jpeg);
  const sequence = Number(header.getBigUint64(FIELDS.sequence));
  const capturedAtUs = Number(header.getBigUint64(FIELDS.capturedAtUs));
  if (!Number.isSafeInteger(sequence) || !Number.isSafeInteger(capturedAtUs)) return refused('header');
  const jpeg = message.subarray(FIELDS.jpeg);
  if (!JPEG_START.every((byte, index) => jpeg[index] === byte)) return refused('not a JPEG');
  return ok({ sequence, capturedAtMs: capturedAtUs / 1000, jpeg });
}

const refused = (detail: string) => failed(fault('camera.frame-refused', { where: 'page', detail }));
