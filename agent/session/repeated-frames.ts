import type { Picture } from '../contract/vocabulary/observations.ts';

/** Points of the picture that are compared. They are single pixels, because averages would hide the noise of a live sensor. */
const LATTICE = { columns: 64, rows: 48 } as const;
/** Pictures this close are one picture, encoded anew at most: a live sensor alone differs by more (mean of grey levels). */
const SAME_PICTURE = 0.5;
/** Flatter pictures (covered lens, burnt-out view) tell nothing about when they were taken (standard deviation, grey levels). */
const LEAST_TEXTURE = 4;
/** A film comes again after a fixed time; that many frames must agree on it, this closely. */
const LOOP = { matches: 3, toleranceMs: 60 } as const;
/** A minute and a half at ten frames a second, 3 KB each. */
const REMEMBERED = 900;

/** `frozen`: the picture before once more; `looped`: pictures of earlier come again after a fixed time. */
export type Freshness = 'fresh' | 'frozen' | 'looped';

/** Watches the pictures of one capture, for a frozen picture or a film fed in place of the camera. */
export interface RepeatWatch {
  see(picture: Picture, capturedAtMs: number): Freshness;
  /** Pictures so far that had been there before, frozen ones not counted. */
  repeats(): number;
  /** Overwrites what is remembered. */
  forget(): void;
}

/**
 * A film shown to the lens of a camera gets new noise with every frame and is not found here: that is for liveness and the
 * challenge. This finds pictures that never passed a lens again.
 */
export function createRepeatWatch(): RepeatWatch {
  let seen: { readonly atMs: number; readonly points: Uint8Array }[] = [];
  const lags: number[] = [];
  return {
    see(picture, capturedAtMs) {
      const points = pointsOf(picture);
      if (points === null) return 'fresh';
      const last = seen.at(-1);
      if (last && areSame(last.points, points)) return 'frozen';
      const earlier = seen.find((known) => areSame(known.points, points));
      seen.push({ atMs: capturedAtMs, points });
      if (seen.length > REMEMBERED) seen.shift()?.points.fill(0);
      if (!earlier) return 'fresh';
      const lag = capturedAtMs - earlier.atMs;
      lags.push(lag);
      return lags.filter((other) => Math.abs(other - lag) <= LOOP.toleranceMs).length >= LOOP.matches
        ? 'looped'
        : 'fresh';
    },
    repeats: () => lags.length,
    forget() {
      for (const { points } of seen) points.fill(0);
      seen = [];
      lags.length = 0;
    },
  };
}

/** Green values on the lattice; null when the picture is too small or too flat to be told from another. */
function pointsOf({ width, height, data }: Picture): Uint8Array | null {
  if (width < LATTICE.columns || height < LATTICE.rows) return null;
  const points = new Uint8Array(LATTICE.columns * LATTICE.rows);
  let [sum, squares] = [0, 0];
  for (let index = 0; index < points.length; index++) {
    const x = Math.floor((((index % LATTICE.columns) + 0.5) * width) / LATTICE.columns);
    const y = Math.floor(((Math.floor(index / LATTICE.columns) + 0.5) * height) / LATTICE.rows);
    const value = data[(y * width + x) * 3 + 1] ?? 0;
    points[index] = value;
    sum += value;
    squares += value * value;
  }
  const mean = sum / points.length;
  return squares / points.length - mean * mean < LEAST_TEXTURE * LEAST_TEXTURE ? null : points;
}

function areSame(a: Uint8Array, b: Uint8Array): boolean {
  const limit = SAME_PICTURE * a.length;
  let sum = 0;
  for (let index = 0; index < a.length && sum <= limit; index++) {
    sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  }
  return sum <= limit;
}
