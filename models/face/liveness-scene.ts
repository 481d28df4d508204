import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';

/** Grey level from which a pixel has lost what was there (ISO/IEC 29794-5, over-exposure). */
const BLOWN_OUT_FROM = 247;
/** Pixels looked at along each side: enough for a share. */
const GRID = 48;
/** Middle part of the box, which holds no background. */
const INNER = 0.6;

/** Side of the largest crop around the face that the picture holds, as a multiple of the face's box. */
export function sceneScale(picture: Pick<Picture, 'width' | 'height'>, face: Box): number {
  return Math.min((picture.height - 1) / face.height, (picture.width - 1) / face.width);
}

/** Share of the middle of the face, 0…1, that is burnt out. */
export function blownOutShare({ width, height, data }: Picture, face: Box): number {
  const along = (start: number, length: number, step: number, limit: number) =>
    Math.min(limit - 1, Math.max(0, Math.floor(start + length * (0.5 + INNER * ((step + 0.5) / GRID - 0.5)))));
  let blown = 0;
  for (let row = 0; row < GRID; row++) {
    const y = along(face.y, face.height, row, height);
    for (let column = 0; column < GRID; column++) {
      const at = (y * width + along(face.x, face.width, column, width)) * 3;
      const [red, green, blue] = [data[at], data[at + 1], data[at + 2]] as [number, number, number];
      if (0.299 * red + 0.587 * green + 0.114 * blue >= BLOWN_OUT_FROM) blown += 1;
    }
  }
  return blown / GRID ** 2;
}
