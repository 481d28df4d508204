import type { StaffView } from '../../../agent/contract/views.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { pictureAddress } from './picture-address.ts';

export function PicturesStrip({
  pictures,
  words,
}: {
  readonly pictures: StaffView['pictures'];
  readonly words: Sentences;
}) {
  if (pictures.length === 0) return <p class="empty">{words.staff.noPictures}</p>;
  return (
    <div class="pictures">
      {pictures.map(({ id, kind, document }) => {
        const caption =
          document === undefined ? words.staff.pictureKinds[kind] : `${words.staff.pictureKinds[kind]} ${document + 1}`;
        return (
          <figure key={id} class={`taken taken-${kind}`}>
            <img src={pictureAddress(id)} alt={caption} />
            <figcaption>{caption}</figcaption>
          </figure>
        );
      })}
    </div>
  );
}
