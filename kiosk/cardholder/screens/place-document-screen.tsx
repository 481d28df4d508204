import { GlassPicture } from '../pictures/glass-picture.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

/** Asks for the document whose turn it is. */
export function PlaceDocumentScreen({ view, visit, words, send, busy }: VisitScreenProps) {
  const index = visit.documents.findIndex(({ state }) => state === 'asked');
  const asked = visit.documents[index];
  return (
    <section class="screen screen-document">
      <ScreenTitle title={words.phases[view.phase].title}>
        {visit.documents.length > 1 && index >= 0 && (
          <p class="overline">{words.cardholder.documentOf(index + 1, visit.documents.length)}</p>
        )}
        {asked !== undefined && <p class="asked-document">{words.documents[asked.role].name}</p>}
        <p class="lead">{asked === undefined ? words.phases[view.phase].lead : words.documents[asked.role].place}</p>
      </ScreenTitle>
      <div class="picture-place">
        <GlassPicture shape={asked?.role === 'residence-permit' ? 'card' : 'passport'} moving="placing" />
      </div>
      <div class="actions">
        <button
          type="button"
          class="button button-main button-large"
          disabled={busy}
          onClick={() => void send({ type: 'scanDocument', visit: visit.id })}
        >
          {words.cardholder.readNow}
        </button>
      </div>
    </section>
  );
}
