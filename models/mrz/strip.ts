import type { Grey } from './grey.ts';
import { sampleAlong } from './sample-line.ts';
import type { TextLine } from './text-line.ts';

/** Strip height the line reader was trained on, px. */
export const STRIP_HEIGHT = 32;
/** Capitals in the strip, px; the width is squeezed so that a character takes about three of the reader's steps. */
const CAP_IN_STRIP = 20;
const SQUEEZE = 0.6;
/** Longest strip, px: 44 characters and the margins, with room for a wrong measure. */
const MAX_STRIP_WIDTH = 1100;

/** A strip as the network wants it, and how it lies in the picture: column c is `(c − width/2) / perPixel` px along. */
export interface Strip {
  readonly line: TextLine;
  readonly width: number;
  readonly values: Float32Array;
  readonly perPixel: number;
}

/**
 * Cuts a line out at the network's size, zero mean and unit spread, with `margin` capitals of surroundings at either end.
 * `wantedPerPixel`, where the width of the characters is known, is strip columns per picture pixel; else it follows from the height.
 */
export function cutStrip(grey: Grey, line: TextLine, margin: number, wantedPerPixel?: number): Strip {
  const sy = CAP_IN_STRIP / line.cap;
  const usual = sy * SQUEEZE;
  const perPixel = Math.min(1.6 * usual, Math.max(0.6 * usual, wantedPerPixel ?? usual));
  const wanted = (line.length + 2 * margin * line.cap) * perPixel;
  const width = Math.min(MAX_STRIP_WIDTH, Math.max(64, Math.round(wanted / 4) * 4));
  const values = sampleAlong(grey, line, width, STRIP_HEIGHT, perPixel, sy);
  let sum = 0;
  let squares = 0;
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  const mean = sum / values.length;
  const spread = Math.sqrt(Math.max(0, squares / values.length - mean * mean)) + 8;
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - mean) / spread;
  return { line, width, values, perPixel };
}
