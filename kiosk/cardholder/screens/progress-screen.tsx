import type { WorkStep } from '../../../agent/contract/vocabulary/visit.ts';
import { StepList } from '../../parts/step-list.tsx';
import { FacesPicture } from '../pictures/faces-picture.tsx';
import { GlassPicture } from '../pictures/glass-picture.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

type Kind = 'reading' | 'comparing' | 'deciding';

/** The steps that belong to each wait; the others have their own screen. */
const STEPS: Readonly<Record<Kind, readonly WorkStep[]>> = {
  reading: ['capture-document', 'decode-document', 'read-mrz', 'read-printed-zone', 'find-portrait'],
  comparing: ['capture-face', 'judge-liveness', 'compare-faces'],
  deciding: ['match-order', 'decide', 'commit'],
};

/** The machine works; the person sees which steps are really done. */
export function ProgressScreen({ view, visit, words, kind }: VisitScreenProps & { readonly kind: Kind }) {
  const steps = visit.steps.filter(({ step }) => STEPS[kind].includes(step));
  const running = steps.find(({ state }) => state === 'running');
  const ended = steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
  const asked = visit.documents.find(({ state }) => state === 'asked');
  return (
    <section class="screen screen-progress">
      <ScreenTitle title={words.phases[view.phase].title}>
        <p class="lead">{words.phases[view.phase].lead}</p>
      </ScreenTitle>
      <div class="picture-place">
        {kind === 'reading' ? (
          <GlassPicture shape={asked?.role === 'residence-permit' ? 'card' : 'passport'} moving="scanning" />
        ) : (
          <FacesPicture kind={kind} />
        )}
      </div>
      <div class="progress-place">
        <progress
          class="progress"
          max={Math.max(steps.length, 1)}
          value={ended}
          aria-label={words.cardholder.progress}
        />
        <StepList steps={steps} words={words} label={words.cardholder.progress} />
        <p class="for-readers" aria-live="polite">
          {running === undefined ? '' : words.steps[running.step]}
        </p>
      </div>
    </section>
  );
}
