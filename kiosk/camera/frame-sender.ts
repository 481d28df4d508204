import { frameMessage } from './frame-message.ts';

/** Ten frames in a second, taken from the 30 that a camera gives; a little less than 100 ms, so that every third one fits. */
const FRAME_INTERVAL_MS = 95;
const JPEG_QUALITY = 0.85;
/** More than this on its way means that the agent is behind: newer frames then wait for an empty line. */
const MAX_UNSENT_BYTES = 512 * 1024;
const RECONNECT_MS = 500;

/**
 * Sends the frames of a camera to the agent until stopped. A frame is taken only when the last one is encoded and the line is
 * free, so the agent always sees the newest picture. Nothing of a frame is kept in the page.
 */
export function startFrameSender(stream: MediaStream, path: string): () => void {
  const video = document.createElement('video');
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false });
  let socket: WebSocket | undefined;
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let encoding = false;
  let sequence = 0;
  let lastAtMs = Number.NEGATIVE_INFINITY;

  const connect = (): void => {
    socket = new WebSocket(socketAddress(path));
    socket.binaryType = 'arraybuffer';
    // The name tells the station which camera this is; with Chromium it ends in the USB vendor and product.
    const name = stream.getVideoTracks()[0]?.label ?? '';
    socket.onopen = () => socket?.send(name);
    socket.onclose = () => {
      if (!stopped) reconnectTimer = setTimeout(connect, RECONNECT_MS);
    };
  };
  const lineIsFree = (): boolean => socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < MAX_UNSENT_BYTES;

  const take = async (capturedAtMs: number): Promise<void> => {
    if (context === null || encoding || !lineIsFree() || capturedAtMs - lastAtMs < FRAME_INTERVAL_MS) return;
    encoding = true;
    lastAtMs = capturedAtMs;
    if (canvas.width !== video.videoWidth) canvas.width = video.videoWidth;
    if (canvas.height !== video.videoHeight) canvas.height = video.videoHeight;
    context.drawImage(video, 0, 0);
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
    const bytes = await jpeg.arrayBuffer();
    encoding = false;
    if (stopped || !lineIsFree()) return;
    sequence += 1;
    socket?.send(frameMessage(sequence, capturedAtMs, bytes));
  };
  const onFrame: VideoFrameRequestCallback = (nowMs, frame) => {
    if (stopped) return;
    void take(frame.captureTime ?? nowMs);
    video.requestVideoFrameCallback(onFrame);
  };

  video.muted = true;
  video.srcObject = stream;
  video.requestVideoFrameCallback(onFrame);
  void video.play().catch(() => undefined);
  connect();
  return () => {
    stopped = true;
    clearTimeout(reconnectTimer);
    socket?.close();
    video.srcObject = null;
    canvas.width = 1;
    canvas.height = 1;
  };
}

function socketAddress(path: string): string {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}
