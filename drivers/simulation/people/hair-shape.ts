import type { FaceMeasures } from './face-measures.ts';
import { columnAngle, HEAD_COLUMNS, HEAD_ROWS, HEAD_TRIANGLES, type HeadSections, rowHeight } from './head-shape.ts';
import { curveThrough, gridTriangles, type Mesh, vertexNormals } from './mesh.ts';
import { fractalNoise, smoothstep } from './noise.ts';
import type { Person } from './traits.ts';

/** Lowest height of the hair over the skull at an angle about the vertical axis (rad, 0 is the middle of the face). */
function hairEdge(m: FaceMeasures, person: Person): (angle: number) => number {
  const t = person.traits;
  const front = m.hairlineY + smoothstep(0.7, 1, t.hairRecession) * 4;
  const fringe = smoothstep(0.45, 0.8, t.hairFringe);
  const forehead = front + (m.browY + 1.5 - front) * fringe;
  const covered = t.hairLength > 0.35;
  const line = curveThrough([
    [0, forehead - 0.25],
    [10, forehead],
    [30, forehead + 1.9 * t.hairRecession * (1 - fringe)],
    [45, forehead - 0.5 + 1.4 * t.hairRecession * (1 - fringe)],
    [58, covered ? 3 : forehead * 0.62],
    [68, covered ? -3 : 1.2],
    [77, covered ? -8 : -1.6],
    [88, covered ? -9 : 1.4],
    [104, covered ? -9 : 0.2],
    [120, -5.5],
    [180, -7.5],
  ]);
  const lean = 0.16 * t.hairParting;
  return (angle) => line((Math.abs(angle + lean * Math.max(0, Math.cos(angle))) * 180) / Math.PI);
}

/** The cap of hair over the skull. */
export function buildHairCap(m: FaceMeasures, person: Person, sections: HeadSections): Mesh {
  const t = person.traits;
  const edge = hairEdge(m, person);
  const positions = new Float32Array(HEAD_ROWS * HEAD_COLUMNS * 3);
  const rest = new Float32Array(positions.length);
  const lift = 0.6 + 0.45 * t.hairVolume + 0.4 * t.hairCurl;
  for (let row = 0; row < HEAD_ROWS; row++) {
    const { y, shrink } = rowHeight(row, m);
    for (let column = 0; column < HEAD_COLUMNS; column++) {
      const angle = columnAngle(column);
      const i = (row * HEAD_COLUMNS + column) * 3;
      const over = y - edge(angle);
      const crown = smoothstep(2, 11, y);
      const rough = fractalNoise(angle * 3.5, y * 0.5, person.seed + 51, 3) * (0.25 + 0.9 * t.hairCurl);
      const thick =
        lift * smoothstep(-0.2, 2.2 + 2.5 * t.hairRecession, over) * (0.75 + 0.75 * crown) * (1 + rough) + 0.12;
      const width = sections.width(y) * shrink;
      const depth = (Math.cos(angle) > 0 ? sections.front(y) : sections.back(y)) * shrink;
      positions[i] = width * Math.sin(angle) * (1 + thick / Math.max(4, width));
      positions[i + 1] = y + thick * smoothstep(3, m.top, y) * 0.8;
      positions[i + 2] = depth * Math.cos(angle) * (1 + thick / 9) + 0.25 * Math.max(0, Math.cos(angle));
      rest[i] = over;
      rest[i + 1] = y;
      rest[i + 2] = angle;
    }
  }
  const triangles = HEAD_TRIANGLES;
  return { positions, rest, triangles, normals: vertexNormals(positions, triangles, HEAD_COLUMNS) };
}

const FALL_ROWS = 60;
const FALL_COLUMNS = 90;

/**
 * Hair that falls beside and behind the face; undefined for short hair. `rest` x is the distance from the nearest
 * free edge.
 */
export function buildHairFall(person: Person, sections: HeadSections): Mesh | undefined {
  const t = person.traits;
  if (t.hairLength <= 0.35) return undefined;
  const bottom = -4 - 15 * t.hairLength;
  const open = (54 * Math.PI) / 180;
  const positions = new Float32Array(FALL_ROWS * FALL_COLUMNS * 3);
  const rest = new Float32Array(positions.length);
  for (let row = 0; row < FALL_ROWS; row++) {
    const y = 6 + ((bottom - 6) * row) / (FALL_ROWS - 1);
    for (let column = 0; column < FALL_COLUMNS; column++) {
      const share = column / (FALL_COLUMNS - 1);
      const angle = open + share * 2 * (Math.PI - open);
      const i = (row * FALL_COLUMNS + column) * 3;
      const rough = fractalNoise(angle * 4, y * 0.25, person.seed + 61, 3);
      const wave = t.hairCurl * 0.5 * Math.sin(y * 0.9 + angle * 3 + person.seed);
      const out = 0.9 + 0.6 * t.hairVolume + 0.5 * t.hairCurl + rough * (0.3 + 0.7 * t.hairCurl) + wave;
      const droop = smoothstep(1, bottom, y);
      const width = sections.width(Math.max(-1.5, y)) + out * (1 + 0.4 * droop);
      const depth = (Math.cos(angle) > 0 ? 6.5 : sections.back(Math.max(0, y))) + out;
      positions[i] = width * Math.sin(angle);
      positions[i + 1] = y;
      positions[i + 2] = depth * Math.cos(angle) - 0.6 + 1.6 * droop * (Math.cos(angle) > -0.2 ? 1 : 0);
      rest[i] = Math.min(Math.min(share, 1 - share) * 24, (y - bottom) * 0.8) + rough * 1.3;
      rest[i + 1] = y;
      rest[i + 2] = angle;
    }
  }
  const outside = gridTriangles(FALL_ROWS, FALL_COLUMNS);
  const normals = vertexNormals(positions, outside);
  const inside = outside.slice().reverse();
  // Seen from the front the inside lies behind: it is drawn first, so that the ragged outer edge blends over it.
  const triangles = new Uint32Array(outside.length * 2);
  triangles.set(inside);
  triangles.set(outside, inside.length);
  return { positions, rest, triangles, normals };
}
