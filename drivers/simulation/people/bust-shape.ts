import type { FaceMeasures } from './face-measures.ts';
import { curveThrough, gridTriangles, type Mesh, vertexNormals } from './mesh.ts';
import { smoothstep } from './noise.ts';
import type { Traits } from './traits.ts';

const ROWS = 70;
const COLUMNS = 73;

/**
 * Neck, shoulders and chest, at rest and facing the camera. `rest` holds x, y and the angle about the vertical axis.
 */
export function buildBust(m: FaceMeasures, t: Traits): Mesh {
  const neck = 5.15 + 0.55 * t.neckWidth + 0.25 * t.jawWidth;
  const half = curveThrough([
    [-58, 22.5],
    [-34, 22],
    [-25, 21],
    [-21.3, 18.5],
    [-18.8, 13.5],
    [-17, 8.8],
    [-15.2, neck + 1],
    [-13, neck],
    [-5, neck - 0.1],
  ]);
  const depth = curveThrough([
    [-58, 12],
    [-30, 11],
    [-21, 8.5],
    [-17, 6.4],
    [-13.5, neck],
    [-5, neck],
  ]);
  const lean = curveThrough([
    [-40, -1.5],
    [-22, -3.2],
    [-16, -3.4],
    [-5, -2.4],
  ]);
  const positions = new Float32Array(ROWS * COLUMNS * 3);
  const rest = new Float32Array(positions.length);
  for (let row = 0; row < ROWS; row++) {
    const share = row / (ROWS - 1);
    const y = -5 - 53 * (0.35 * share + 0.65 * share * share);
    for (let column = 0; column < COLUMNS; column++) {
      const angle = -Math.PI + (2 * Math.PI * column) / (COLUMNS - 1);
      const i = (row * COLUMNS + column) * 3;
      const x = half(y) * Math.sin(angle);
      const cord =
        0.5 *
        Math.exp(-(((Math.abs(x) - 1.6 - 0.2 * (y + 20)) / 0.9) ** 2)) *
        smoothstep(-21, -17, y) *
        smoothstep(m.chinY, m.chinY - 3, y);
      positions[i] = x;
      positions[i + 1] = y;
      positions[i + 2] =
        depth(y) * Math.cos(angle) * (y < -18 ? Math.abs(Math.cos(angle)) ** 0.1 : 1) +
        lean(y) +
        Math.max(0, Math.cos(angle)) * cord;
      rest[i] = x;
      rest[i + 1] = y;
      rest[i + 2] = angle;
    }
  }
  const triangles = gridTriangles(ROWS, COLUMNS);
  return { positions, rest, triangles, normals: vertexNormals(positions, triangles, COLUMNS) };
}

const EAR_ROWS = 26;
const EAR_COLUMNS = 25;

/** One ear per side as a dished lobe beside the skull; `rest` x is the distance from its rim (0 rim, 1 middle). */
export function buildEar(side: -1 | 1, skullHalfWidth: number, t: Traits): Mesh {
  const size = 1 + 0.14 * t.earSize;
  const positions = new Float32Array(EAR_ROWS * EAR_COLUMNS * 3);
  const rest = new Float32Array(positions.length);
  for (let row = 0; row < EAR_ROWS; row++) {
    const polar = (Math.PI * row) / (EAR_ROWS - 1);
    for (let column = 0; column < EAR_COLUMNS; column++) {
      const turn = -Math.PI + (2 * Math.PI * column) / (EAR_COLUMNS - 1);
      const i = (row * EAR_COLUMNS + column) * 3;
      const ring = Math.sin(polar);
      const u = Math.sin(turn) * ring;
      const v = Math.cos(polar);
      const w = Math.cos(turn) * ring;
      const rim = Math.hypot(w, v);
      const taper = 1 - 0.22 * smoothstep(0.2, -1, v);
      const dish = u * side > 0 ? 0.35 * smoothstep(0.9, 0.35, rim) : 0;
      positions[i] =
        side * (skullHalfWidth - 0.25) + (u * 0.62 - side * dish + side * (0.5 + 0.28 * v)) * size - side * w * 0.55;
      positions[i + 1] = -1.2 + v * 3.05 * size;
      positions[i + 2] = -1 + w * 1.55 * size * taper - 0.35 * v;
      rest[i] = 1 - rim;
      rest[i + 1] = v;
      rest[i + 2] = u * side;
    }
  }
  const triangles = gridTriangles(EAR_ROWS, EAR_COLUMNS);
  return { positions, rest, triangles, normals: vertexNormals(positions, triangles, EAR_COLUMNS) };
}
