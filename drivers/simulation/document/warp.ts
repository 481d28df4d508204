/** 8-bit picture with interleaved channels. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}

/** The common case of {@link layOnGlass}: the page square on the glass, `margin` pixels from the left and upper edge. */
export function layStraight(page: Raster, canvas: Canvas, margin: number): Raster {
  const { width, height } = canvas;
  const out = openGlass(canvas);
  const row = page.width * 3;
  for (let y = 0; y < page.height; y++) {
    out.set(page.data.subarray(y * row, (y + 1) * row), ((y + margin) * width + margin) * 3);
  }
  return { width, height, channels: 3, data: out };
}

function openGlass({ width, height, ground }: Canvas): Uint8Array {
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < out.length; i += 3) {
    out[i] = ground[0];
    out[i + 1] = ground[1];
    out[i + 2] = ground[2];
  }
  return out;
}

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly ground: readonly [number, number, number];
}

type Point = readonly [x: number, y: number];

/**
 * Draws `page` into a canvas so that its corners (top left, top right, bottom right, bottom left) fall on `corners`; bilinear,
 * the rest keeps `ground`. The plane-to-plane mapping is a homography (Hartley and Zisserman, 2nd ed., §4.1).
 */
export function layOnGlass(page: Raster, canvas: Canvas, corners: readonly [Point, Point, Point, Point]): Raster {
  const { width, height } = canvas;
  const out = openGlass(canvas);
  const m = unitSquareFrom(corners);
  const [x0, x1] = span(
    corners.map((c) => c[0]),
    width,
  );
  const [y0, y1] = span(
    corners.map((c) => c[1]),
    height,
  );
  const { data, width: pw, height: ph } = page;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const w = m[6] * x + m[7] * y + m[8];
      const u = ((m[0] * x + m[1] * y + m[2]) / w) * pw - 0.5;
      const v = ((m[3] * x + m[4] * y + m[5]) / w) * ph - 0.5;
      if (u < 0 || v < 0 || u >= pw - 1 || v >= ph - 1) continue;
      const iu = u | 0;
      const iv = v | 0;
      const fu = u - iu;
      const fv = v - iv;
      const a = (iv * pw + iu) * 3;
      const b = a + pw * 3;
      const o = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const top = at(data, a + c) * (1 - fu) + at(data, a + 3 + c) * fu;
        const bottom = at(data, b + c) * (1 - fu) + at(data, b + 3 + c) * fu;
        out[o + c] = top * (1 - fv) + bottom * fv + 0.5;
      }
    }
  }
  return { width, height, channels: 3, data: out };
}

const at = (data: Uint8Array, index: number) => data[index] as number;

function span(values: readonly number[], limit: number): [number, number] {
  return [Math.max(0, Math.floor(Math.min(...values))), Math.min(limit, Math.ceil(Math.max(...values)) + 1)];
}

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/** The homography that takes the four corners to the unit square: inverse of Heckbert's square-to-quad mapping (1989, §2.2.3). */
function unitSquareFrom([p0, p1, p2, p3]: readonly [Point, Point, Point, Point]): Matrix {
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]];
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]];
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const a = p1[0] - p0[0] + g * p1[0];
  const b = p3[0] - p0[0] + h * p3[0];
  const d = p1[1] - p0[1] + g * p1[1];
  const e = p3[1] - p0[1] + h * p3[1];
  const [c, f] = p0;
  return [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}
