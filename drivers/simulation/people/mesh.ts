/** A triangle mesh in head centimetres: x to the picture's right, y up, z towards the camera; the eyes lie at y = 0. */
export interface Mesh {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /**
   * Three numbers a vertex that stay with the skin when it moves: frontal x, height y, angle about the vertical axis
   * (rad).
   */
  readonly rest: Float32Array;
  readonly triangles: Uint32Array;
}

/** Joins a grid of vertices (row by row, `columns` a row) into triangles whose outside faces away from the axis. */
export function gridTriangles(rows: number, columns: number, step = 1): Uint32Array {
  const out: number[] = [];
  for (let r = 0; r + step < rows; r += step) {
    for (let c = 0; c + step < columns; c += step) {
      const a = r * columns + c;
      const b = a + step;
      const d = a + step * columns;
      out.push(a, d, b, b, d, d + step);
    }
  }
  return Uint32Array.from(out);
}

/** Area-weighted vertex normals, unit length, pointing outward for {@link gridTriangles}. */
export function vertexNormals(positions: Float32Array, triangles: Uint32Array, seamColumns = 0): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    const ux = positions[b]! - positions[a]!;
    const uy = positions[b + 1]! - positions[a + 1]!;
    const uz = positions[b + 2]! - positions[a + 2]!;
    const vx = positions[c]! - positions[a]!;
    const vy = positions[c + 1]! - positions[a + 1]!;
    const vz = positions[c + 2]! - positions[a + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    addAt(normals, a, nx, ny, nz);
    addAt(normals, b, nx, ny, nz);
    addAt(normals, c, nx, ny, nz);
  }
  if (seamColumns > 0) joinSeam(normals, seamColumns);
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!) || 1;
    normals[i]! /= length;
    normals[i + 1]! /= length;
    normals[i + 2]! /= length;
  }
  return normals;
}

function addAt(values: Float32Array, i: number, x: number, y: number, z: number): void {
  values[i]! += x;
  values[i + 1]! += y;
  values[i + 2]! += z;
}

/** First and last column of a ring lie on each other: they share their normals, or the seam shows. */
function joinSeam(normals: Float32Array, columns: number): void {
  for (let row = 0; row * columns * 3 < normals.length; row++) {
    const first = row * columns * 3;
    const last = first + (columns - 1) * 3;
    for (let k = 0; k < 3; k++) {
      const sum = normals[first + k]! + normals[last + k]!;
      normals[first + k] = sum;
      normals[last + k] = sum;
    }
  }
}

/**
 * A smooth curve through points sorted by their first number (cubic Hermite, slopes limited so that it never
 * overshoots).
 */
export function curveThrough(points: readonly (readonly [number, number])[]): (at: number) => number {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  const secant = xs.slice(1).map((x, i) => (ys[i + 1]! - ys[i]!) / (x - xs[i]!));
  const slope = xs.map((_, i) => {
    const before = secant[i - 1] ?? secant[i]!;
    const after = secant[i] ?? secant[i - 1]!;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  return (at) => {
    if (at <= xs[0]!) return ys[0]!;
    let i = 1;
    while (i < xs.length - 1 && at > xs[i]!) i++;
    if (at >= xs[xs.length - 1]!) return ys[ys.length - 1]!;
    const width = xs[i]! - xs[i - 1]!;
    const t = (at - xs[i - 1]!) / width;
    const t2 = t * t;
    const t3 = t2 * t;
    return (
      ys[i - 1]! * (2 * t3 - 3 * t2 + 1) +
      slope[i - 1]! * width * (t3 - 2 * t2 + t) +
      ys[i]! * (3 * t2 - 2 * t3) +
      slope[i]! * width * (t3 - t2)
    );
  };
}
