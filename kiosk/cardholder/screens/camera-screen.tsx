import { CameraPicture } from '../camera-picture.tsx';
import { ChallengeSign } from '../challenge-sign.tsx';
import { DeclineAction } from '../decline-action.tsx';
import { ScreenLightCover } from '../screen-light-cover.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';
import { SpokenAction } from '../spoken-action.tsx';

/** Live picture with one thing to do at a time: the action asked for, else the advice that brings a good picture. */
export function CameraScreen({ view, visit, words, camera, send, busy }: VisitScreenProps) {
  const { guidance, challenge } = visit;
  const good = guidance === 'ok';
  // "Stay like this" beside "turn your head" would contradict it.
  const advice = guidance === undefined || (good && challenge !== undefined) ? '' : words.guidance[guidance];
  return (
    <section class="screen screen-camera">
      {challenge?.light !== undefined && <ScreenLightCover light={challenge.light} />}
      <ScreenTitle title={words.phases[view.phase].title}>
        <p class="lead">{words.phases[view.phase].lead}</p>
      </ScreenTitle>
      <CameraPicture source={view.station.camera} camera={camera} words={words} good={good} />
      <div class="camera-advice">
        {challenge !== undefined && (
          <>
            <ChallengeSign challenge={challenge} words={words} />
            <SpokenAction text={words.challenges[challenge.action]} words={words} />
            <DeclineAction
              key={challenge.index}
              lightIsOffered={challenge.lightIsOffered}
              words={words}
              busy={busy}
              onDecline={(instead) => void send({ type: 'declineAction', visit: visit.id, instead })}
            />
          </>
        )}
        <p class={good ? 'guidance guidance-good' : 'guidance'} aria-live="polite">
          {advice}
        </p>
      </div>
    </section>
  );
}
