/**
 * A line of print in the full picture, in pixels: its middle, the unit vector of the reading direction, its length along
 * that vector and the height of the capitals. `bend` is how far the ends lie below the middle (an open book, a curled page).
 */
export interface TextLine {
  readonly x: number;
  readonly y: number;
  readonly ux: number;
  readonly uy: number;
  readonly length: number;
  readonly cap: number;
  readonly bend: number;
}

/** The point `along` px in reading direction and `down` px below the middle of the line. */
export function pointOf(line: TextLine, along: number, down: number): { x: number; y: number } {
  const sag = line.length > 0 ? line.bend * ((2 * along) / line.length) ** 2 : 0;
  const v = down + sag;
  return { x: line.x + line.ux * along - line.uy * v, y: line.y + line.uy * along + line.ux * v };
}

/** The same print read from the other end. */
export function upsideDown(line: TextLine): TextLine {
  return { ...line, ux: -line.ux, uy: -line.uy, bend: -line.bend };
}

/** The line in the picture enlarged `k` times. */
export function scaled(line: TextLine, k: number): TextLine {
  const { x, y, length, cap, bend } = line;
  return { ...line, x: x * k, y: y * k, length: length * k, cap: cap * k, bend: bend * k };
}
