import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { PrintLimits } from './calibration.ts';
import { invertSpectrum, radiusOf, type Spectrum, transformSquare } from './spectrum.ts';

/** Side of the square that is cleaned, in pixels: the next power of two above a portrait of 35 × 45 mm at 300 dpi. */
export const DESCREEN_SIDE = 512;
const BINS = DESCREEN_SIDE * DESCREEN_SIDE;

/** Lines or dots laid over a portrait in a regular pattern: guilloche or halftone screen. */
export interface PeriodicPrint {
  /** Period of the strongest lines, in pixels of the square. */
  readonly periodPx: number;
  /** Share of the energy at fine detail that stands out of its ring, 0…1. */
  readonly excess: number;
  /** What each frequency is multiplied with to take the print out, rows first as in `Spectrum`. */
  readonly gain: Float64Array;
}

/**
 * Looks for periodic print by its spectrum. The spectrum of a face falls off evenly in all directions, so the median of a
 * ring of one frequency is what a face has there; a print concentrates its energy in few bins, which stand far above it,
 * even when its lines are wavy and their peaks are smeared to arcs. `square` is DESCREEN_SIDE pixels on each side. Null
 * when too little stands out to be a print.
 */
export function findPeriodicPrint(square: Picture, limits: PrintLimits): PeriodicPrint | null {
  const power = smooth(powerOf(windowed(square)));
  const medians = ringMedians(power);
  const gain = new Float64Array(BINS).fill(1);
  const excessOfRing = new Float64Array(medians.length);
  let excess = 0;
  let total = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const ring = ringOf(bin);
    if (ring < limits.coarsestPeriods.value || ring > DESCREEN_SIDE / 2) continue;
    const [here, usual] = [power[bin] as number, medians[ring] as number];
    total += here;
    if (here <= limits.outstandingPower.value * usual) continue;
    gain[bin] = Math.sqrt(usual / here);
    excess += here - usual;
    excessOfRing[ring] = (excessOfRing[ring] as number) + here - usual;
  }
  if (total === 0 || excess / total < limits.leastExcess.value) return null;
  const strongest = excessOfRing.reduce(
    (best, value, ring) => (value > (excessOfRing[best] as number) ? ring : best),
    0,
  );
  return { periodPx: DESCREEN_SIDE / strongest, excess: excess / total, gain };
}

/** Takes a print out: what stands out of its ring is brought down to the ring's median, all else stays as it is. */
export function removePeriodicPrint(square: Picture, { gain }: PeriodicPrint): Picture {
  const data = new Uint8Array(BINS * 3);
  const plane = new Float64Array(BINS);
  for (let channel = 0; channel < 3; channel++) {
    for (let pixel = 0; pixel < BINS; pixel++) plane[pixel] = square.data[pixel * 3 + channel] as number;
    const spectrum = transformSquare(plane, DESCREEN_SIDE);
    const cleaned = invertSpectrum(weigh(spectrum, gain));
    for (let pixel = 0; pixel < BINS; pixel++) {
      data[pixel * 3 + channel] = Math.max(0, Math.min(255, Math.round(cleaned[pixel] as number)));
    }
  }
  return { width: DESCREEN_SIDE, height: DESCREEN_SIDE, data };
}

function weigh({ side, amplitudes }: Spectrum, gain: Float64Array): Spectrum {
  for (let bin = 0; bin < gain.length; bin++) {
    amplitudes[2 * bin] = (amplitudes[2 * bin] as number) * (gain[bin] as number);
    amplitudes[2 * bin + 1] = (amplitudes[2 * bin + 1] as number) * (gain[bin] as number);
  }
  return { side, amplitudes };
}

/** Luminance without its mean under a Hann window, so that the edges of the cut-out leave no cross in the spectrum. */
function windowed({ data }: Picture): Float64Array {
  const grey = new Float64Array(BINS);
  let sum = 0;
  for (let pixel = 0; pixel < BINS; pixel++) {
    const [red, green, blue] = [data[pixel * 3], data[pixel * 3 + 1], data[pixel * 3 + 2]] as [number, number, number];
    grey[pixel] = 0.299 * red + 0.587 * green + 0.114 * blue;
    sum += grey[pixel] as number;
  }
  const window = (position: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (position + 0.5)) / DESCREEN_SIDE);
  const weights = Float64Array.from({ length: DESCREEN_SIDE }, (_, position) => window(position));
  return grey.map((value, pixel) => {
    const [column, row] = [pixel % DESCREEN_SIDE, Math.floor(pixel / DESCREEN_SIDE)];
    return (value - sum / BINS) * (weights[column] as number) * (weights[row] as number);
  });
}

function powerOf(values: Float64Array): Float64Array {
  const { amplitudes } = transformSquare(values, DESCREEN_SIDE);
  return Float64Array.from({ length: BINS }, (_, bin) => {
    const [re, im] = [amplitudes[2 * bin] as number, amplitudes[2 * bin + 1] as number];
    return re * re + im * im;
  });
}

/** Mean over 3 × 3 bins, round the edges: single bins of a noisy picture scatter as widely as a print stands out. */
function smooth(power: Float64Array): Float64Array {
  const near = (position: number, by: number) => (position + by + DESCREEN_SIDE) % DESCREEN_SIDE;
  const across = power.map((value, bin) => {
    const [column, row] = [bin % DESCREEN_SIDE, bin - (bin % DESCREEN_SIDE)];
    return value + (power[row + near(column, -1)] as number) + (power[row + near(column, 1)] as number);
  });
  return across.map((value, bin) => {
    const [column, row] = [bin % DESCREEN_SIDE, Math.floor(bin / DESCREEN_SIDE)];
    const at = (by: number) => across[near(row, by) * DESCREEN_SIDE + column] as number;
    return (value + at(-1) + at(1)) / 9;
  });
}

function ringMedians(power: Float64Array): Float64Array {
  const rings: number[][] = Array.from({ length: DESCREEN_SIDE }, () => []);
  power.forEach((value, bin) => {
    rings[ringOf(bin)]?.push(value);
  });
  return Float64Array.from(rings, (ring) => Float64Array.from(ring).sort()[ring.length >> 1] ?? 0);
}

let rings: Uint16Array | null = null;

/** Frequency of a bin in whole periods per square, whatever its direction. */
function ringOf(bin: number): number {
  rings ??= Uint16Array.from({ length: BINS }, (_, index) => Math.round(radiusOf(index, DESCREEN_SIDE)));
  return rings[bin] as number;
}
