import { useEffect, useRef } from 'preact/hooks';
import { ENDPOINTS } from '../../agent/contract/endpoints.ts';
import type { CameraTrouble, PageCamera } from '../camera/use-page-camera.ts';
import type { Sentences } from '../languages/sentences.ts';
import { Icon } from '../parts/icon.tsx';

export interface CameraPictureProps {
  readonly source: 'page' | 'station';
  readonly camera: PageCamera;
  readonly words: Sentences;
  /** The picture is usable right now; the oval then turns calm. */
  readonly good: boolean;
}

/** The person as in a mirror, from whichever camera the station uses, with the oval to stand in. */
export function CameraPicture({ source, camera, words, good }: CameraPictureProps) {
  if (source === 'page' && camera.trouble !== undefined) {
    return <CameraTroubleNote trouble={camera.trouble} words={words} onAgain={camera.tryAgain} />;
  }
  return (
    <div class={good ? 'camera-picture camera-good' : 'camera-picture'}>
      {source === 'station' ? (
        <img class="mirror" src={ENDPOINTS.cameraPreview.path} alt={words.cardholder.cameraPicture} />
      ) : camera.stream === undefined ? (
        <p class="camera-starting">{words.cardholder.cameraStarting}</p>
      ) : (
        <OwnPicture stream={camera.stream} label={words.cardholder.cameraPicture} />
      )}
      <svg class="oval" viewBox="0 0 160 90" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
        <path class="oval-shade" d="M0 0h160v90H0z M80 11a25 33 0 1 0 0 66 25 33 0 1 0 0-66z" fill-rule="evenodd" />
        <ellipse class="oval-line" cx="80" cy="44" rx="25" ry="33" />
      </svg>
    </div>
  );
}

function OwnPicture({ stream, label }: { readonly stream: MediaStream; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return <video class="mirror" ref={video} aria-label={label} muted playsInline />;
}

function CameraTroubleNote(props: {
  readonly trouble: CameraTrouble;
  readonly words: Sentences;
  readonly onAgain: () => void;
}) {
  const { trouble, words, onAgain } = props;
  const sentences: Readonly<Record<CameraTrouble, string>> = {
    denied: words.cardholder.cameraDenied,
    absent: words.cardholder.cameraAbsent,
    busy: words.cardholder.cameraBusy,
  };
  return (
    <div class="camera-picture camera-trouble" role="alert">
      <Icon name="camera" />
      <p>{sentences[trouble]}</p>
      <button type="button" class="button button-main" onClick={onAgain}>
        {words.cardholder.cameraAgain}
      </button>
    </div>
  );
}
