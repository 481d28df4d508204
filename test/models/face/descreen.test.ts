import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { readPrintLimits } from '../../../models/face/calibration.ts';
import { DESCREEN_SIDE, findPeriodicPrint, removePeriodicPrint } from '../../../models/face/descreen.ts';
import { invertSpectrum, transformSquare } from '../../../models/face/spectrum.ts';

const limits = readPrintLimits();

describe('the spectrum of a square', () => {
  test('turned back, it is the square again, and it keeps the energy (Parseval)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 256, maxLength: 256 }), (numbers) => {
        const values = Float64Array.from(numbers);
        const spectrum = transformSquare(values, 16);
        for (const [at, value] of invertSpectrum(spectrum).entries())
          expect(value).toBeCloseTo(values[at] as number, 8);
        const energy = spectrum.amplitudes.reduce((sum, value) => sum + value * value, 0) / 256;
        expect(energy).toBeCloseTo(
          values.reduce((sum, value) => sum + value * value, 0),
          4,
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('a print over a portrait', () => {
  /** Soft shades of the size of a face's features, with a little grain. */
  const bare = paint((x, y) => 140 + 50 * Math.sin(x / 45) * Math.cos(y / 60) + 6 * grain(x, y));
  const lines = (pitch: number, wave: number) => (x: number, y: number) =>
    40 * Math.sin((2 * Math.PI * (x * 0.8 + y * 0.6 + wave * Math.sin(y / 19))) / pitch);
  const under = (overlay: (x: number, y: number) => number) =>
    paint((x, y) => 140 + 50 * Math.sin(x / 45) * Math.cos(y / 60) + 6 * grain(x, y) + overlay(x, y));

  test('is not found where there is none', () => {
    expect(findPeriodicPrint(bare, limits)).toBeNull();
  });

  test.each([5, 8, 13])('straight lines every %i px are found with their period, and taken out', (pitch) => {
    const printed = under(lines(pitch, 0));
    const print = findPeriodicPrint(printed, limits);
    expect(print?.periodPx).toBeGreaterThan(pitch * 0.9);
    expect(print?.periodPx).toBeLessThan(pitch * 1.1);
    if (print === null) return;
    const cleaned = removePeriodicPrint(printed, print);
    expect(differenceInside(cleaned, bare)).toBeLessThan(0.35 * differenceInside(printed, bare));
  });

  test('wavy lines, whose peaks are smeared, are taken out as well', () => {
    const printed = under(lines(8, 4));
    const print = findPeriodicPrint(printed, limits);
    expect(print).not.toBeNull();
    if (print === null) return;
    expect(differenceInside(removePeriodicPrint(printed, print), bare)).toBeLessThan(
      0.5 * differenceInside(printed, bare),
    );
  });

  test('a flat picture has no print and does not fail', () => {
    expect(
      findPeriodicPrint(
        paint(() => 128),
        limits,
      ),
    ).toBeNull();
  });
});

function paint(level: (x: number, y: number) => number): Picture {
  const data = new Uint8Array(DESCREEN_SIDE * DESCREEN_SIDE * 3);
  for (let pixel = 0; pixel < DESCREEN_SIDE * DESCREEN_SIDE; pixel++) {
    const value = Math.max(0, Math.min(255, level(pixel % DESCREEN_SIDE, Math.floor(pixel / DESCREEN_SIDE))));
    data.fill(value, pixel * 3, pixel * 3 + 3);
  }
  return { width: DESCREEN_SIDE, height: DESCREEN_SIDE, data };
}

/** Repeatable noise between -1 and 1. */
function grain(x: number, y: number): number {
  const value = Math.sin(x * 127.1 + y * 311.7) * 43758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}

/** Mean absolute difference in the middle half, where the edges of the square have no say. */
function differenceInside(a: Picture, b: Picture): number {
  let [sum, count] = [0, 0];
  for (let y = DESCREEN_SIDE / 4; y < (3 * DESCREEN_SIDE) / 4; y++)
    for (let x = DESCREEN_SIDE / 4; x < (3 * DESCREEN_SIDE) / 4; x++) {
      const at = (y * DESCREEN_SIDE + x) * 3;
      sum += Math.abs((a.data[at] as number) - (b.data[at] as number));
      count += 1;
    }
  return sum / count;
}
