import type { Mesh } from './mesh.ts';

/** A picture in the making: linear colour, cover of the person over the background, and nearness for the depth test. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly colour: Float32Array;
  readonly cover: Float32Array;
  readonly nearness: Float32Array;
}

/** One visible point of a mesh, in camera axes (centimetres) with its resting coordinates. Reused between calls. */
export interface Fragment {
  pixel: number;
  restX: number;
  restY: number;
  angle: number;
  nx: number;
  ny: number;
  nz: number;
  x: number;
  y: number;
  z: number;
}

/** Colours a fragment into `out` (linear red, green, blue) and returns its opacity 0..1. */
export type Shader = (fragment: Fragment, out: Float32Array) => number;

/**
 * Pinhole camera looking along -z: `focal` in pixels, the origin of the scene `distance` cm away at (`centreX`,
 * `centreY`).
 */
export interface Pinhole {
  readonly focal: number;
  readonly distance: number;
  readonly centreX: number;
  readonly centreY: number;
}

/** A canvas without a mark on it. Frames of one size share their memory: use it up before asking for the next. */
export function blankCanvas(width: number, height: number): Canvas {
  const canvas = spare?.width === width && spare.height === height ? spare : allocate(width, height);
  spare = canvas;
  canvas.colour.fill(0);
  canvas.cover.fill(0);
  canvas.nearness.fill(0);
  return canvas;
}

let spare: Canvas | undefined;

function allocate(width: number, height: number): Canvas {
  const pixels = width * height;
  return {
    width,
    height,
    colour: new Float32Array(pixels * 3),
    cover: new Float32Array(pixels),
    nearness: new Float32Array(pixels),
  };
}

/** Draws the front-facing triangles of a mesh that lies in camera axes. */
export function drawMesh(canvas: Canvas, mesh: Mesh, camera: Pinhole, shader: Shader): void {
  const screen = projectVertices(mesh.positions, camera);
  const { triangles, positions, normals, rest } = mesh;
  const { width, height, nearness, cover, colour } = canvas;
  const f: Fragment = { pixel: 0, restX: 0, restY: 0, angle: 0, nx: 0, ny: 0, nz: 0, x: 0, y: 0, z: 0 };
  const out = new Float32Array(3);
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]! * 3;
    const b = triangles[t + 1]! * 3;
    const c = triangles[t + 2]! * 3;
    const ax = screen[a]!;
    const ay = screen[a + 1]!;
    const bx = screen[b]!;
    const by = screen[b + 1]!;
    const cx = screen[c]!;
    const cy = screen[c + 1]!;
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (area >= -1e-6) continue;
    const x0 = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const x1 = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    const y0 = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const y1 = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    for (let py = y0; py <= y1; py++) {
      const sy = py + 0.5;
      for (let px = x0; px <= x1; px++) {
        const sx = px + 0.5;
        const wa = ((bx - sx) * (cy - sy) - (by - sy) * (cx - sx)) / area;
        const wb = ((cx - sx) * (ay - sy) - (cy - sy) * (ax - sx)) / area;
        const wc = 1 - wa - wb;
        if (wa < -1e-5 || wb < -1e-5 || wc < -1e-5) continue;
        const near = wa * screen[a + 2]! + wb * screen[b + 2]! + wc * screen[c + 2]!;
        const pixel = py * width + px;
        if (near <= nearness[pixel]!) continue;
        f.pixel = pixel;
        f.restX = wa * rest[a]! + wb * rest[b]! + wc * rest[c]!;
        f.restY = wa * rest[a + 1]! + wb * rest[b + 1]! + wc * rest[c + 1]!;
        f.angle = wa * rest[a + 2]! + wb * rest[b + 2]! + wc * rest[c + 2]!;
        f.nx = wa * normals[a]! + wb * normals[b]! + wc * normals[c]!;
        f.ny = wa * normals[a + 1]! + wb * normals[b + 1]! + wc * normals[c + 1]!;
        f.nz = wa * normals[a + 2]! + wb * normals[b + 2]! + wc * normals[c + 2]!;
        f.x = wa * positions[a]! + wb * positions[b]! + wc * positions[c]!;
        f.y = wa * positions[a + 1]! + wb * positions[b + 1]! + wc * positions[c + 1]!;
        f.z = wa * positions[a + 2]! + wb * positions[b + 2]! + wc * positions[c + 2]!;
        const opacity = shader(f, out);
        if (opacity <= 0.004) continue;
        if (opacity > 0.5) nearness[pixel] = near;
        const p = pixel * 3;
        const under = cover[pixel]!;
        const total = opacity + under * (1 - opacity);
        const share = opacity / total;
        colour[p]! += (out[0]! - colour[p]!) * share;
        colour[p + 1]! += (out[1]! - colour[p + 1]!) * share;
        colour[p + 2]! += (out[2]! - colour[p + 2]!) * share;
        cover[pixel] = total;
      }
    }
  }
}

/** Screen x, y (pixels, y down) and nearness (inverse distance) of each vertex. */
function projectVertices(positions: Float32Array, camera: Pinhole): Float32Array {
  const screen = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const near = 1 / Math.max(5, camera.distance - positions[i + 2]!);
    screen[i] = camera.centreX + camera.focal * positions[i]! * near;
    screen[i + 1] = camera.centreY - camera.focal * positions[i + 1]! * near;
    screen[i + 2] = near;
  }
  return screen;
}
