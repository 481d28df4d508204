/** A point in continuous picture coordinates: pixel i covers the interval i…i + 1. */
export type Point = readonly [number, number];

/** Maps (x, y) to (xx·x + xy·y + x0, yx·x + yy·y + y0). */
export interface Affine {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly x0: number;
  readonly y0: number;
}

/**
 * Least-squares similarity (turn, scale, shift; no mirroring) that takes `from` to `to`, point by point. The four unknowns
 * have a closed form for any number of points ≥ 2 (Umeyama 1991, specialised to the plane).
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
  const source = centreOf(from);
  const target = centreOf(to);
  let dot = 0;
  let cross = 0;
  let spread = 0;
  from.forEach(([x, y], index) => {
    const [u, v] = to[index] as Point;
    const [px, py, qx, qy] = [x - source[0], y - source[1], u - target[0], v - target[1]];
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
    spread += px * px + py * py;
  });
  const a = dot / spread;
  const b = cross / spread;
  return {
    xx: a,
    xy: -b,
    yx: b,
    yy: a,
    x0: target[0] - a * source[0] + b * source[1],
    y0: target[1] - b * source[0] - a * source[1],
  };
}

export function applyAffine(map: Affine, [x, y]: Point): Point {
  return [map.xx * x + map.xy * y + map.x0, map.yx * x + map.yy * y + map.y0];
}

/** The map that undoes `map`; throws when `map` squeezes the plane to a line, which no face does. */
export function invertAffine(map: Affine): Affine {
  const determinant = map.xx * map.yy - map.xy * map.yx;
  if (Math.abs(determinant) < 1e-12) throw new Error('the map cannot be inverted');
  const [xx, xy] = [map.yy / determinant, -map.xy / determinant];
  const [yx, yy] = [-map.yx / determinant, map.xx / determinant];
  return { xx, xy, yx, yy, x0: -(xx * map.x0 + xy * map.y0), y0: -(yx * map.x0 + yy * map.y0) };
}

/** Takes an output of `width` × `height` to the rectangle `box` of the source: a crop with stretch. */
export function stretchToBox(
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  width: number,
  height: number,
): Affine {
  return { xx: box.width / width, xy: 0, yx: 0, yy: box.height / height, x0: box.x, y0: box.y };
}

export function centreOf(points: readonly Point[]): Point {
  const sum = points.reduce<Point>(([x, y], [u, v]) => [x + u, y + v], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
