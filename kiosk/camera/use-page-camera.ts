import { useEffect, useState } from 'preact/hooks';
import { startFrameSender } from './frame-sender.ts';

export type CameraTrouble = 'denied' | 'absent' | 'busy';

export interface PageCamera {
  readonly stream: MediaStream | undefined;
  readonly trouble: CameraTrouble | undefined;
  readonly tryAgain: () => void;
}

/**
 * The face camera when this page owns it. `wanted` turns it on (it needs about a second to settle its exposure), `sending`
 * lets frames leave the page. Both off: the camera is released and its light goes out.
 */
export function usePageCamera(wanted: boolean, sending: boolean, path: string): PageCamera {
  const [stream, setStream] = useState<MediaStream>();
  const [trouble, setTrouble] = useState<CameraTrouble>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!wanted) return;
    let released = false;
    let opened: MediaStream | undefined;
    setTrouble(undefined);
    openCamera().then(
      (media) => {
        opened = media;
        if (released) return stopTracks(media);
        for (const track of media.getVideoTracks()) track.onended = () => setTrouble('absent');
        setStream(media);
      },
      (error: unknown) => {
        if (!released) setTrouble(troubleOf(error));
      },
    );
    return () => {
      released = true;
      if (opened !== undefined) stopTracks(opened);
      setStream(undefined);
    };
  }, [wanted, attempt]);

  useEffect(() => {
    if (!sending || stream === undefined) return;
    return startFrameSender(stream, path);
  }, [sending, stream, path]);

  return { stream, trouble, tryAgain: () => setAttempt((count) => count + 1) };
}

async function openCamera(): Promise<MediaStream> {
  // Outside a secure context browsers leave `mediaDevices` out altogether.
  if (!('mediaDevices' in navigator)) throw new DOMException('no media devices here', 'NotAllowedError');
  return await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: 'user' },
  });
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Error names of `getUserMedia`, W3C Media Capture and Streams §10.2. */
function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent';
  return 'busy';
}
