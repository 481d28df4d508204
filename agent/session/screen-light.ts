import type { ScreenLight } from '../contract/vocabulary/visit.ts';

/** Colours in one trial of light. Seven give six changes: chance follows all of their directions once in 64 times. */
export const LIGHT_STEPS = 7;
/** A colour stands at least this long: 1.4 changes a second, well below the three flashes of WCAG 2.3.1. */
export const LIGHT_STEP_MS = 700;

/** Display, exposure and transmission: earlier frames may still show the colour before. */
const SETTLED_MS = 350;
/** A change must be seen in both neighbouring colours; fewer are no evidence. */
const FEWEST_CHANGES = 4;
/** Smallest mean change of the log ratios that is more than noise: one per cent of the light on the skin. */
const SMALLEST_CHANGE = 0.01;
/** Mean cosine between shown and seen changes; six changes of a face that does not follow reach it about once in a hundred times. */
const LEAST_AGREEMENT = 0.75;

/** Mean colour of a face in linear order red, green, blue, 0…255. */
export type FaceColour = readonly [number, number, number];

export interface ShownLight {
  readonly colour: ScreenLight;
  /** When the page was told to show it. */
  readonly fromMs: number;
}

export interface LightSample {
  readonly atMs: number;
  readonly colour: FaceColour;
}

/**
 * Each colour of `kiosk/style/camera.css` against white: log of red over green, log of blue over green. Soft tints, no saturated red.
 */
const TINTS: Readonly<Record<ScreenLight, readonly [number, number]>> = {
  white: [0, 0],
  amber: [0.21, -0.43],
  green: [-0.35, -0.35],
  blue: [-0.23, 0.26],
};
const COLOURS = Object.keys(TINTS) as ScreenLight[];

/** The next colour, never the one that stands; drawn one by one, so that nobody knows it before. */
export function drawLight(before: ScreenLight | null, random: () => number): ScreenLight {
  const others = COLOURS.filter((colour) => colour !== before);
  return others[Math.floor(random() * others.length)] ?? 'white';
}

/**
 * Whether the colour of the face followed the colours of the screen in time: the mean cosine between shown and seen changes of
 * chromaticity. A face on paper reflects light too, so this is evidence of presence at this screen now, not of a living face.
 */
export function followedLight(shown: readonly ShownLight[], samples: readonly LightSample[]): boolean {
  const seen = shown.map(({ fromMs }, index) => {
    const untilMs = shown[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    return meanTint(samples.filter(({ atMs }) => atMs >= fromMs + SETTLED_MS && atMs < untilMs));
  });
  const agreements: number[] = [];
  let moved = 0;
  for (let index = 1; index < shown.length; index++) {
    const [now, before] = [seen[index], seen[index - 1]];
    const [light, lightBefore] = [shown[index], shown[index - 1]];
    if (!now || !before || !light || !lightBefore) continue;
    const change = difference(now, before);
    moved += Math.hypot(...change);
    agreements.push(cosine(change, difference(TINTS[light.colour], TINTS[lightBefore.colour])));
  }
  if (agreements.length < FEWEST_CHANGES || moved / agreements.length < SMALLEST_CHANGE) return false;
  return agreements.reduce((sum, each) => sum + each, 0) / agreements.length >= LEAST_AGREEMENT;
}

type Tint = readonly [number, number];

function meanTint(samples: readonly LightSample[]): Tint | null {
  if (samples.length === 0) return null;
  let [red, blue] = [0, 0];
  for (const { colour } of samples) {
    const [r, g, b] = colour;
    red += Math.log((r + 1) / (g + 1));
    blue += Math.log((b + 1) / (g + 1));
  }
  return [red / samples.length, blue / samples.length];
}

const difference = (a: Tint, b: Tint): Tint => [a[0] - b[0], a[1] - b[1]];

function cosine(a: Tint, b: Tint): number {
  const lengths = Math.hypot(...a) * Math.hypot(...b);
  return lengths === 0 ? 0 : (a[0] * b[0] + a[1] * b[1]) / lengths;
}
