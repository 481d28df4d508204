import type { StaffView } from '../../../agent/contract/views.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { DoubtList, DoubtMarks } from './doubtful-characters.tsx';
import { pictureAddress } from './picture-address.ts';
import { PictureMarks } from './picture-marks.tsx';

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
      {pictures.map(({ id, kind, document, marks, doubts }) => {
        const caption =
          document === undefined ? words.staff.pictureKinds[kind] : `${words.staff.pictureKinds[kind]} ${document + 1}`;
        return (
          <figure key={id} class={`taken taken-${kind}`}>
            <div class="taken-view">
              <img src={pictureAddress(id)} alt={caption} />
              {marks !== undefined && <PictureMarks marks={marks} />}
              {doubts !== undefined && <DoubtMarks doubts={doubts} />}
            </div>
            <figcaption>
              {caption}
              {marks !== undefined && (
                <>
                  <span class="marked">{words.staff.marked}</span>
                  <ol class="marked-list">
                    {marks.places.map(({ kind }) => (
                      <li key={kind}>{words.pageProblems[kind]}</li>
                    ))}
                  </ol>
                </>
              )}
              {doubts !== undefined && <DoubtList doubts={doubts} words={words} />}
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}
