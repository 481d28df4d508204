import { FacesPicture } from '../pictures/faces-picture.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

export function WipingScreen({ words }: ScreenProps) {
  return (
    <section class="screen screen-plain">
      <ScreenTitle title={words.phases.wiping.title}>
        <p class="lead">{words.phases.wiping.lead}</p>
      </ScreenTitle>
      <div class="picture-place">
        <FacesPicture kind="goodbye" />
      </div>
    </section>
  );
}

/** Says what is wrong in words that also help the officer who comes to look. */
export function OutOfServiceScreen({ view, words }: ScreenProps) {
  const fault = view.fault === undefined ? undefined : words.faults[view.fault.code];
  return (
    <section class="screen screen-plain">
      <ScreenTitle title={words.phases['out-of-service'].title}>
        <p class="lead">{words.phases['out-of-service'].lead}</p>
        {fault !== undefined && (
          <div class="advice">
            <div>
              <p class="advice-what">{fault.sentence}</p>
              <p>{fault.remedy}</p>
            </div>
          </div>
        )}
      </ScreenTitle>
      <div class="picture-place">
        <FacesPicture kind="resting" />
      </div>
    </section>
  );
}
