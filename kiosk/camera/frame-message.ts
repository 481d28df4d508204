/** Bytes before the JPEG: sequence number and capture time, unsigned 64 bit each, big-endian. */
export const FRAME_HEADER_BYTES = 16;

/**
 * One camera frame as it goes over the WebSocket (see `ENDPOINTS.cameraFrames`).
 * @param capturedAtMs milliseconds of the page's monotonic clock; sent as whole microseconds
 */
export function frameMessage(sequence: number, capturedAtMs: number, jpeg: ArrayBuffer): ArrayBuffer {
  const message = new ArrayBuffer(FRAME_HEADER_BYTES + jpeg.byteLength);
  const header = new DataView(message);
  header.setBigUint64(0, BigInt(sequence));
  header.setBigUint64(8, BigInt(Math.round(capturedAtMs * 1000)));
  new Uint8Array(message, FRAME_HEADER_BYTES).set(new Uint8Array(jpeg));
  return message;
}
