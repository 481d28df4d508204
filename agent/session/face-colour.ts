import type { Box, Picture } from '../contract/vocabulary/observations.ts';
import type { FaceColour } from './screen-light.ts';

/** The middle of a face is skin; its edges are hair and background. */
const MIDDLE = { left: 0.25, right: 0.75, top: 0.35, bottom: 0.85 } as const;
/** Every second pixel of every second row is plenty for a mean. */
const STEP = 2;

/** Mean colour of the middle of a face, 0…255; null when its box lies outside the picture. Burnt-out pixels are left out. */
export function faceColour({ width, height, data }: Picture, box: Box): FaceColour | null {
  const within = (value: number, end: number) => Math.min(end, Math.max(0, Math.round(value)));
  const [left, right] = [MIDDLE.left, MIDDLE.right].map((share) => within(box.x + share * box.width, width));
  const [top, bottom] = [MIDDLE.top, MIDDLE.bottom].map((share) => within(box.y + share * box.height, height));
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let y = top ?? 0; y < (bottom ?? 0); y += STEP) {
    for (let x = left ?? 0; x < (right ?? 0); x += STEP) {
      const at = (y * width + x) * 3;
      const [r, g, b] = [data[at] ?? 255, data[at + 1] ?? 255, data[at + 2] ?? 255];
      if (Math.max(r, g, b) >= 250) continue;
      red += r;
      green += g;
      blue += b;
      count += 1;
    }
  }
  return count === 0 ? null : [red / count, green / count, blue / count];
}
