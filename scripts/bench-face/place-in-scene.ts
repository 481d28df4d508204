import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Point } from '../../models/face/affine.ts';

/** Corners of a flat thing in a frame, clockwise from the upper left, in pixels. */
export type Corners = readonly [Point, Point, Point, Point];

/** Colour of one pixel at continuous coordinates of the flat thing; null where it is not. */
export type Surface = (x: number, y: number) => readonly [number, number, number] | null;

/**
 * Draws a flat surface of `width` × `height` into a frame as a camera sees it when its corners lie at `corners`, on top of
 * `scene`. Four rays a pixel, so that a fine pattern gives the moiré that a sensor gives, and no more.
 */
export function placeInScene(
  scene: Picture,
  surface: Surface,
  size: readonly [number, number],
  corners: Corners,
): Picture {
  const toSurface = perspectiveTo(size, corners);
  const data = scene.data.slice();
  for (let y = 0; y < scene.height; y++)
    for (let x = 0; x < scene.width; x++) {
      const sum = [0, 0, 0];
      let hits = 0;
      for (const [dx, dy] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
        [0.75, 0.75],
      ] as const) {
        const colour = surface(...toSurface(x + dx, y + dy));
        if (colour === null) continue;
        hits += 1;
        for (let channel = 0; channel < 3; channel++)
          sum[channel] = (sum[channel] as number) + (colour[channel] as number);
      }
      const at = (y * scene.width + x) * 3;
      for (let channel = 0; channel < 3 && hits > 0; channel++) {
        const behind = (data[at + channel] as number) * (4 - hits);
        data[at + channel] = Math.max(0, Math.min(255, ((sum[channel] as number) + behind) / 4));
      }
    }
  return { ...scene, data };
}

/** The projective map from the frame to a rectangle (Heckbert 1989, §2.2.3: square to quadrilateral, inverted). */
function perspectiveTo([width, height]: readonly [number, number], corners: Corners): (x: number, y: number) => Point {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = corners;
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const [sx, sy] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - sy * dx2) / determinant;
  const h = (dx1 * sy - dy1 * sx) / determinant;
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  return (x, y) => {
    // Solves u, v of the unit square from x·(gu + hv + 1) = au + bv + c and the same for y.
    const [m11, m12, m21, m22] = [a - g * x, b - h * x, d - g * y, e - h * y];
    const scale = 1 / (m11 * m22 - m12 * m21);
    const u = ((x - c) * m22 - (y - f) * m12) * scale;
    const v = ((y - f) * m11 - (x - c) * m21) * scale;
    return [u * width, v * height];
  };
}
