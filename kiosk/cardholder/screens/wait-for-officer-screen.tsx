import { FacesPicture } from '../pictures/faces-picture.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

/** The officer compares by eye; the person only waits. */
export function WaitForOfficerScreen({ view, words }: VisitScreenProps) {
  return (
    <section class="screen screen-wait">
      <ScreenTitle title={words.phases[view.phase].title}>
        <p class="lead">{words.phases[view.phase].lead}</p>
      </ScreenTitle>
      <div class="picture-place">
        <FacesPicture kind="officer" />
      </div>
    </section>
  );
}
