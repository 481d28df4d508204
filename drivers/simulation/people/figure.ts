import { buildBust, buildEar } from './bust-shape.ts';
import { type Complexion, complexionOf } from './complexion.ts';
import { movingFeatures } from './eyes-and-mouth.ts';
import { type Expression, type FaceMeasures, measureFace } from './face-measures.ts';
import { buildHairCap, buildHairFall } from './hair-shape.ts';
import { buildHead, type HeadSections, sectionsOf } from './head-shape.ts';
import { castShadows, type Lighting } from './lighting.ts';
import type { Mesh } from './mesh.ts';
import { smoothstep } from './noise.ts';
import { bustShader, earShader, hairShader, headShader } from './person-shading.ts';
import { type Canvas, drawMesh, type Pinhole } from './raster.ts';
import { paintSkin, type SkinMap } from './skin-map.ts';
import type { Person } from './traits.ts';

/**
 * How the head is held, degrees. Yaw > 0 turns to the person's own left (right side of the picture), pitch > 0 looks up,
 * roll > 0 tips towards the person's left shoulder: clockwise in the picture.
 */
export interface HeadPose {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
}

/** What of a person does not change from frame to frame; costs most of a second, so it is built once and kept. */
export interface Figure {
  readonly person: Person;
  readonly measures: FaceMeasures;
  readonly complexion: Complexion;
  readonly sections: HeadSections;
  readonly skin: SkinMap;
  readonly bust: Mesh;
  readonly hair: Mesh;
  readonly fall: Mesh | undefined;
  readonly ears: readonly [Mesh, Mesh];
}

export function buildFigure(person: Person, skinPerCm = 24): Figure {
  const measures = measureFace(person.traits);
  const complexion = complexionOf(person.traits);
  const sections = sectionsOf(measures, person.traits);
  return {
    person,
    measures,
    complexion,
    sections,
    skin: paintSkin(person, measures, complexion, skinPerCm),
    bust: buildBust(measures, person.traits),
    hair: buildHairCap(measures, person, sections),
    fall: buildHairFall(person, sections),
    ears: [buildEar(-1, sections.width(-1), person.traits), buildEar(1, sections.width(-1), person.traits)],
  };
}

/** Draws a person whose eyes' midpoint, facing forward, lies at `at` (cm in camera axes). */
export function drawFigure(
  canvas: Canvas,
  camera: Pinhole,
  figure: Figure,
  pose: HeadPose,
  expression: Expression,
  light: Lighting,
  at: readonly [number, number, number],
): void {
  const { person, measures, complexion } = figure;
  const turn = rotation(pose);
  const place = (mesh: Mesh, share?: (y: number) => number) => placed(mesh, turn, at, share);
  const neckShare = (y: number) => smoothstep(-19, -9, y);
  const head = place(buildHead(measures, person.traits, expression));
  const hair = place(figure.hair);
  const bust = place(figure.bust, neckShare);
  const fall = figure.fall ? place(figure.fall, (y) => 0.35 + 0.65 * smoothstep(-16, -6, y)) : undefined;
  const sight = castShadows(fall ? [head, hair, bust, fall] : [head, hair, bust], light.key.towards);
  drawMesh(canvas, bust, camera, bustShader(person, measures, complexion, light, sight));
  if (fall) drawMesh(canvas, fall, camera, hairShader(person, complexion, light, sight, true));
  for (const ear of figure.ears) drawMesh(canvas, place(ear), camera, earShader(complexion, light, sight));
  drawMesh(
    canvas,
    head,
    camera,
    headShader(figure.skin, movingFeatures(person, measures, complexion, expression), light, sight, person),
  );
  drawMesh(canvas, hair, camera, hairShader(person, complexion, light, sight, false));
}

/** Row-major 3x3 rotation: roll, then pitch, then yaw. */
function rotation(pose: HeadPose): Float64Array {
  const rad = Math.PI / 180;
  const [cy, sy] = [Math.cos(pose.yawDeg * rad), Math.sin(pose.yawDeg * rad)];
  const [cp, sp] = [Math.cos(pose.pitchDeg * rad), Math.sin(pose.pitchDeg * rad)];
  const [cr, sr] = [Math.cos(pose.rollDeg * rad), Math.sin(-pose.rollDeg * rad)];
  return Float64Array.of(
    cy * cr - sy * sp * sr,
    -cy * sr - sy * sp * cr,
    sy * cp,
    cp * sr,
    cp * cr,
    sp,
    -sy * cr - cy * sp * sr,
    sy * sr - cy * sp * cr,
    cy * cp,
  );
}

/** The head turns on the top of the neck, not about the eyes. */
const PIVOT = [0, -8, -3] as const;

function placed(
  mesh: Mesh,
  r: Float64Array,
  at: readonly [number, number, number],
  share?: (y: number) => number,
): Mesh {
  const positions = new Float32Array(mesh.positions.length);
  const normals = new Float32Array(mesh.normals.length);
  for (let i = 0; i < positions.length; i += 3) {
    const x = mesh.positions[i]! - PIVOT[0];
    const y = mesh.positions[i + 1]! - PIVOT[1];
    const z = mesh.positions[i + 2]! - PIVOT[2];
    const nx = mesh.normals[i]!;
    const ny = mesh.normals[i + 1]!;
    const nz = mesh.normals[i + 2]!;
    const w = share ? share(mesh.positions[i + 1]!) : 1;
    positions[i] = x + (r[0]! * x + r[1]! * y + r[2]! * z - x) * w + PIVOT[0] + at[0];
    positions[i + 1] = y + (r[3]! * x + r[4]! * y + r[5]! * z - y) * w + PIVOT[1] + at[1];
    positions[i + 2] = z + (r[6]! * x + r[7]! * y + r[8]! * z - z) * w + PIVOT[2] + at[2];
    normals[i] = nx + (r[0]! * nx + r[1]! * ny + r[2]! * nz - nx) * w;
    normals[i + 1] = ny + (r[3]! * nx + r[4]! * ny + r[5]! * nz - ny) * w;
    normals[i + 2] = nz + (r[6]! * nx + r[7]! * ny + r[8]! * nz - nz) * w;
  }
  return { positions, normals, rest: mesh.rest, triangles: mesh.triangles };
}
