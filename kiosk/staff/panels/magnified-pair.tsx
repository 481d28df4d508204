import { useState } from 'preact/hooks';
import type { Sentences } from '../../languages/sentences.ts';
import { type Framing, MagnifiedPicture, type Place } from './magnified-picture.tsx';

export interface ComparedPicture {
  readonly id: string;
  readonly kind: 'document' | 'portrait' | 'live';
}

const CENTRE: Place = { x: 0.5, y: 0.5 };
const WHOLE: Framing = { zoom: 1, centre: CENTRE };
/** One press of an arrow, as a share of what is shown. */
const STEP = 0.04;
const ZOOM_STEP = 1.25;
const MOST_ZOOM = 8;
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Pictures side by side under one magnifier, which shows the same place in each. Every picture can be enlarged and moved on its own
 * until the faces have the same size and place. All of it works with the keyboard as with a pointer.
 */
export function MagnifiedPair({ pictures, words }: { pictures: readonly ComparedPicture[]; words: Sentences }) {
  const say = words.staff;
  const [glass, setGlass] = useState(CENTRE);
  const [framings, setFramings] = useState<Readonly<Record<string, Framing>>>({});
  const framingOf = (id: string): Framing => framings[id] ?? WHOLE;
  const frame = (id: string, change: (framing: Framing) => Framing): void =>
    setFramings((all) => ({ ...all, [id]: within(change(all[id] ?? WHOLE)) }));
  const zoom = (id: string, factor: number): void => frame(id, (now) => ({ ...now, zoom: now.zoom * factor }));

  const onKey = (event: KeyboardEvent, id: string): void => {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined && event.shiftKey) {
      frame(id, ({ zoom, centre }) => ({ zoom, centre: moved(centre, arrow, STEP / zoom) }));
    } else if (arrow !== undefined) setGlass((now) => clamped(moved(now, arrow, STEP)));
    else if (event.key === '+') zoom(id, ZOOM_STEP);
    else if (event.key === '-') zoom(id, 1 / ZOOM_STEP);
    else return;
    event.preventDefault();
  };

  return (
    <>
      {pictures.map(({ id, kind }) => {
        const name = say.pictureKinds[kind];
        return (
          <figure key={id} class="taken compared">
            <MagnifiedPicture
              id={id}
              label={`${name}. ${say.magnifier}`}
              framing={framingOf(id)}
              glass={glass}
              onPoint={(place) => setGlass(clamped(place))}
              onKey={(event) => onKey(event, id)}
            />
            <figcaption>
              {name}
              <span class="compared-zoom">
                <button
                  type="button"
                  class="button"
                  aria-label={say.smaller(name)}
                  onClick={() => zoom(id, 1 / ZOOM_STEP)}
                >
                  −
                </button>
                <button type="button" class="button" aria-label={say.larger(name)} onClick={() => zoom(id, ZOOM_STEP)}>
                  +
                </button>
              </span>
            </figcaption>
          </figure>
        );
      })}
    </>
  );
}

const moved = (place: Place, by: Place, step: number): Place => ({
  x: place.x + by.x * step,
  y: place.y + by.y * step,
});

const clamped = ({ x, y }: Place): Place => ({ x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) });

/** The frame never leaves the picture. */
function within({ zoom, centre }: Framing): Framing {
  const size = Math.min(MOST_ZOOM, Math.max(1, zoom));
  const half = 0.5 / size;
  const inside = (value: number) => Math.min(1 - half, Math.max(half, value));
  return { zoom: size, centre: { x: inside(centre.x), y: inside(centre.y) } };
}
