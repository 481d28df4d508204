import { useId } from 'preact/hooks';
import { pictureAddress } from './picture-address.ts';

/** A place as shares of width and height, from the upper left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The square part of a picture that is shown: `zoom` 1 is all of it. */
export interface Framing {
  readonly zoom: number;
  readonly centre: Place;
}

/** The drawing is this many units wide and high, whatever the picture. */
const SIDE = 100;
const GLASS_RADIUS = 17;
const GLASS_POWER = 3;

export interface MagnifiedPictureProps {
  readonly id: string;
  readonly label: string;
  readonly framing: Framing;
  /** Where the glass lies, as shares of what is shown. */
  readonly glass: Place;
  readonly onPoint: (place: Place) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** One picture with the glass over it, which shows the place under its own middle. A button, so that it takes keys as well. */
export function MagnifiedPicture({ id, label, framing, glass, onPoint, onKey }: MagnifiedPictureProps) {
  const clip = useId();
  const [x, y] = [glass.x * SIDE, glass.y * SIDE];
  const { zoom, centre } = framing;
  const under = { x: centre.x + (glass.x - 0.5) / zoom, y: centre.y + (glass.y - 0.5) / zoom };
  const picture = <image href={pictureAddress(id)} width={SIDE} height={SIDE} preserveAspectRatio="xMidYMid meet" />;
  return (
    <button
      type="button"
      class="compared-picture"
      aria-label={label}
      aria-describedby="magnifier-hint"
      onKeyDown={onKey}
      onPointerMove={(event) => onPoint(placeUnder(event))}
      onPointerDown={(event) => onPoint(placeUnder(event))}
    >
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} aria-hidden="true" focusable="false">
        <g transform={enlarged(zoom, centre, { x: 0.5, y: 0.5 })}>{picture}</g>
        <clipPath id={clip}>
          <circle cx={x} cy={y} r={GLASS_RADIUS} />
        </clipPath>
        <g clip-path={`url(#${clip})`}>
          <circle class="glass-ground" cx={x} cy={y} r={GLASS_RADIUS} />
          <g transform={enlarged(zoom * GLASS_POWER, under, glass)}>{picture}</g>
        </g>
        <circle class="glass-rim" cx={x} cy={y} r={GLASS_RADIUS} />
      </svg>
    </button>
  );
}

/** Enlarges so that the place `from` of the picture comes to lie at the place `to` of the drawing. */
const enlarged = (scale: number, from: Place, to: Place): string =>
  `translate(${to.x * SIDE} ${to.y * SIDE}) scale(${scale}) translate(${-from.x * SIDE} ${-from.y * SIDE})`;

function placeUnder(event: PointerEvent & { readonly currentTarget: HTMLElement }): Place {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}
