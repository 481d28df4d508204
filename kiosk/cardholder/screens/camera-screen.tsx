import { CameraPicture } from '../camera-picture.tsx';
import { ChallengeSign } from '../challenge-sign.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

/** Live picture with one thing to do at a time: the movement asked for, else the advice that brings a good picture. */
export function CameraScreen({ view, visit, words, camera }: VisitScreenProps) {
  const guidance = visit.guidance;
  const good = guidance === 'ok';
  // "Stay like this" beside "turn your head" would contradict it.
  const advice = guidance === undefined || (good && visit.challenge !== undefined) ? '' : words.guidance[guidance];
  return (
    <section class="screen screen-camera">
      <ScreenTitle title={words.phases[view.phase].title}>
        <p class="lead">{words.phases[view.phase].lead}</p>
      </ScreenTitle>
      <CameraPicture source={view.station.camera} camera={camera} words={words} good={good} />
      <div class="camera-advice">
        {visit.challenge !== undefined && <ChallengeSign challenge={visit.challenge} words={words} />}
        <p class={good ? 'guidance guidance-good' : 'guidance'} aria-live="polite">
          {advice}
        </p>
      </div>
    </section>
  );
}
