import type { Expression, FaceMeasures } from './face-measures.ts';
import { curveThrough, gridTriangles, type Mesh, vertexNormals } from './mesh.ts';
import { smoothstep } from './noise.ts';
import type { Traits } from './traits.ts';

export const HEAD_COLUMNS = 137;
const FRONT_COLUMNS = 104;
const CROWN_ROWS = 34;
const FACE_ROWS = 96;
const CHIN_ROWS = 8;
export const HEAD_ROWS = CROWN_ROWS + FACE_ROWS + CHIN_ROWS;
export const HEAD_TRIANGLES = gridTriangles(HEAD_ROWS, HEAD_COLUMNS);

/** The horizontal sections of a head: half width, depth before and behind the vertical axis at each height. */
export interface HeadSections {
  readonly width: (y: number) => number;
  readonly front: (y: number) => number;
  readonly back: (y: number) => number;
}

export function sectionsOf(m: FaceMeasures, t: Traits): HeadSections {
  const crown = (y: number) => (1 - Math.min(1, Math.max(0, y / m.top)) ** 2.5) ** (1 / 2.1);
  const chin = m.chinY;
  const lowerWidth = curveThrough([
    [chin, m.chinHalfWidth * 0.8],
    [chin + 0.9, m.chinHalfWidth + 0.45],
    [chin * 0.78, (m.chinHalfWidth + m.jawHalfWidth) / 2 + 0.35],
    [chin * 0.56, m.jawHalfWidth + 0.1 + 0.15 * t.cheekFullness],
    [chin * 0.3, m.skullHalfWidth * 0.955 + 0.1 * t.cheekbone],
    [0, m.skullHalfWidth],
  ]);
  const lowerFront = curveThrough([
    [chin, 7.3 + 0.5 * t.chinForward],
    [chin + 1.2, 8.15 + 0.5 * t.chinForward],
    [m.mouthY, 8.35],
    [-3.5, 8.4],
    [0, 8.35],
  ]);
  const lowerBack = curveThrough([
    [chin, 0.5],
    [chin * 0.8, 1.5],
    [chin * 0.55, 4.5],
    [chin * 0.3, 7.5],
    [0, 9.2],
  ]);
  return {
    width: (y) => (y > 0 ? m.skullHalfWidth * crown(y) : lowerWidth(y)),
    front: (y) => (y > 0 ? (8.35 - 0.05 * t.foreheadSlope * y) * crown(y) : lowerFront(y)),
    back: (y) => (y > 0 ? 9.4 * crown(y) : lowerBack(y)),
  };
}

/** Builds the skin of the head with its features pushed out of the base form, for one expression. */
export function buildHead(m: FaceMeasures, t: Traits, expression: Expression): Mesh {
  const sections = sectionsOf(m, t);
  const positions = new Float32Array(HEAD_ROWS * HEAD_COLUMNS * 3);
  const rest = new Float32Array(positions.length);
  const relief = reliefOf(m, t, expression);
  for (let row = 0; row < HEAD_ROWS; row++) {
    const { y, shrink } = rowHeight(row, m);
    const width = sections.width(y) * shrink;
    const front = sections.front(y) * shrink;
    const back = sections.back(y) * shrink;
    for (let column = 0; column < HEAD_COLUMNS; column++) {
      const angle = columnAngle(column);
      const sin = Math.sin(angle);
      const cos = Math.cos(angle);
      const i = (row * HEAD_COLUMNS + column) * 3;
      const x = width * sin;
      const facing = smoothstep(0.02, 0.45, cos) * smoothstep(0.3, 1, shrink);
      const push = facing > 0 ? relief(x, y) * facing : 0;
      positions[i] = x;
      positions[i + 1] = shrink < 1 ? y - 0.5 * Math.sqrt(1 - shrink) : y;
      positions[i + 2] = (cos > 0 ? front : back) * cos + push;
      rest[i] = x;
      rest[i + 1] = y;
      rest[i + 2] = angle;
    }
  }
  const triangles = HEAD_TRIANGLES;
  return { positions, rest, triangles, normals: vertexNormals(positions, triangles, HEAD_COLUMNS) };
}

/** Height of a grid row, from the crown down; the last rows shrink to close the head under the chin. */
export function rowHeight(row: number, m: FaceMeasures): { readonly y: number; readonly shrink: number } {
  if (row < CROWN_ROWS) return { y: m.top * Math.cos((row / CROWN_ROWS) * (Math.PI / 2)) ** 0.8, shrink: 1 };
  if (row < CROWN_ROWS + FACE_ROWS) return { y: (m.chinY * (row - CROWN_ROWS)) / (FACE_ROWS - 1), shrink: 1 };
  const below = (row - CROWN_ROWS - FACE_ROWS + 1) / CHIN_ROWS;
  return { y: m.chinY, shrink: 1 - below };
}

/** Angle of a grid column about the vertical axis: dense on the face, coarse behind the ears. */
export function columnAngle(column: number): number {
  const side = (HEAD_COLUMNS - 1 - FRONT_COLUMNS) / 2;
  const edge = Math.asin(0.99);
  if (column < side) return -Math.PI + ((Math.PI - edge) * column) / side;
  if (column > side + FRONT_COLUMNS) return edge + ((Math.PI - edge) * (column - side - FRONT_COLUMNS)) / side;
  return Math.asin((0.99 * (column - side - FRONT_COLUMNS / 2)) / (FRONT_COLUMNS / 2));
}

/** Height of the features over the base form at a frontal position, in centimetres. */
function reliefOf(m: FaceMeasures, t: Traits, e: Expression): (x: number, y: number) => number {
  const tipHeight = 2.35 + 0.55 * t.noseProjection;
  const bridgeHeight = 0.85 + 0.45 * t.noseBridge;
  const tipY = m.noseY + 0.75 + 0.25 * t.noseTip;
  const ridge = curveThrough([
    [m.noseY - 0.6, 0],
    [m.noseY - 0.2, 0.25 * tipHeight],
    [m.noseY + 0.15, 0.72 * tipHeight],
    [tipY, tipHeight],
    [tipY + 1.1, tipHeight * 0.84 + 0.2 * t.noseHump],
    [-1.2, (tipHeight + bridgeHeight) * 0.5 + 0.28 * t.noseHump],
    [0.5, bridgeHeight],
    [1.9, 0.55],
    [3.2, 0],
  ]);
  const ridgeWidth = curveThrough([
    [m.noseY, 0.95 + 0.22 * t.noseWidth],
    [tipY, 0.95 + 0.2 * t.noseWidth],
    [-1.5, 0.84 + 0.12 * t.noseWidth],
    [0.5, 0.84],
    [2.5, 1.6],
  ]);
  const corner = m.mouthHalfWidth * (1 + 0.14 * e.smile);
  return (x, y) => {
    const ax = Math.abs(x);
    const nose = ridge(y) * Math.exp(-((ax / ridgeWidth(y)) ** 2.5));
    const eye = (depth: number, sx: number, sy: number, cy: number, cx = m.eyeX) =>
      depth * bump(ax - cx, y - cy, sx, sy);
    const gap = e.mouthOpen * 0.9;
    return (
      nose +
      eye(0.62 + 0.2 * t.noseWidth, 0.52, 0.5, m.noseY + 0.5, m.noseHalfWidth - 0.5) -
      eye(1.15 + 0.35 * t.eyeDepth, 1.75, 1.15, 0.35) +
      eye(0.62 + 0.1 * t.eyeDepth, 1.25, 0.85, -0.05) -
      eye(0.55, 0.7, 0.8, 0.1, 1.35) +
      eye(0.5 + 0.35 * t.browRidge, 1.9, 0.75, m.browY - 0.1, 2.7) +
      eye(0.45 + 0.35 * t.cheekbone + 0.4 * e.smile, 1.7, 1.3, -2.3 + 0.2 * e.smile, 4.6) +
      eye(0.1 + 0.45 * t.cheekFullness, 1.7, 1.9, -5.6, 4.4) -
      eye(0.3, 0.8, 1.6, m.mouthY + 1.4, 2.9 + 0.3 * e.smile) +
      0.75 * bump(ax, y - m.mouthY, 2.9, 1.7) +
      (0.42 + 0.15 * t.upperLip) * bump(ax, y - m.mouthY - m.upperLip * 0.55, corner * 0.72, 0.42) +
      (0.5 + 0.15 * t.lowerLip) * bump(ax, y - m.mouthY + m.lowerLip * 0.6 + gap, corner * 0.6, 0.5) -
      0.32 * bump(ax, y - m.mouthY + gap * 0.5, corner * 0.9, 0.2 + gap * 0.4) -
      0.16 * bump(ax, y - m.mouthY - m.upperLip - 0.55, 0.3, 0.5) -
      (0.45 + 0.2 * t.chinForward) * bump(ax, y - m.mouthY + m.lowerLip + 0.75 + gap, 1.7, 0.5) +
      (0.55 + 0.35 * t.chinForward) * bump(ax, y - m.chinY - 1.3 + gap * 0.5, 1.3 + 0.4 * t.chinWidth, 0.95)
    );
  };
}

/** A Gaussian hill of height one. */
function bump(dx: number, dy: number, sx: number, sy: number): number {
  const d = (dx * dx) / (sx * sx) + (dy * dy) / (sy * sy);
  return d > 12 ? 0 : Math.exp(-d);
}
