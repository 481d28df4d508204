import type { Rgb } from './colour.ts';
import type { Mesh } from './mesh.ts';

/**
 * Light on a person: a key lamp with a shadow, a soft fill, and ambient light from above and below. Directions point
 * to the lamp.
 */
export interface Lighting {
  readonly key: { readonly towards: Rgb; readonly colour: Rgb };
  readonly fill: { readonly towards: Rgb; readonly colour: Rgb };
  readonly sky: Rgb;
  readonly ground: Rgb;
  /** Gain of the sensor relative to good light: scales the noise of the picture. */
  readonly gain: number;
}

export const LIGHTINGS = {
  studio: lighting([-0.25, 0.45, 0.86], [0.95, 0.94, 0.92], [0.5, 0.1, 0.85], [0.5, 0.5, 0.52], 0.42, 0.6),
  office: lighting([-0.35, 0.7, 0.62], [1.0, 0.96, 0.9], [0.55, 0.15, 0.8], [0.36, 0.38, 0.42], 0.36, 1),
  window: lighting([-0.8, 0.3, 0.52], [1.15, 1.15, 1.18], [0.7, 0.0, 0.7], [0.2, 0.19, 0.18], 0.3, 1.2),
  evening: lighting([0.45, 0.6, 0.66], [0.95, 0.8, 0.6], [-0.5, 0.1, 0.85], [0.28, 0.25, 0.22], 0.26, 2),
} as const;

export type LightName = keyof typeof LIGHTINGS;

function lighting(key: Rgb, keyColour: Rgb, fill: Rgb, fillColour: Rgb, ambient: number, gain: number): Lighting {
  return {
    key: { towards: unit(key), colour: keyColour },
    fill: { towards: unit(fill), colour: fillColour },
    sky: [ambient, ambient, ambient * 1.04],
    ground: [ambient * 0.55, ambient * 0.5, ambient * 0.46],
    gain,
  };
}

function unit(v: Rgb): Rgb {
  const length = Math.hypot(v[0], v[1], v[2]);
  return [v[0] / length, v[1] / length, v[2] / length];
}

const SIZE = 128;
const REACH = 24;

/** Depth picture seen from the key lamp; answers how much of the lamp a point sees, 0..1. */
export function castShadows(meshes: readonly Mesh[], towards: Rgb): (x: number, y: number, z: number) => number {
  const [lx, ly, lz] = towards;
  const flat = Math.hypot(lx, lz) || 1;
  const right: Rgb = [lz / flat, 0, -lx / flat];
  const up: Rgb = [ly * right[2] - 0 * lz, lz * right[0] - lx * right[2], -ly * right[0]];
  const depth = new Float32Array(SIZE * SIZE).fill(-1e9);
  const scale = SIZE / (2 * REACH);
  const toU = (x: number, z: number) => (x * right[0] + z * right[2] + REACH) * scale;
  const toV = (x: number, y: number, z: number) => (x * up[0] + y * up[1] + z * up[2] + REACH) * scale;
  for (const { positions, triangles } of meshes) {
    for (let t = 0; t < triangles.length; t += 3) {
      let u = 0;
      let v = 0;
      let d = 0;
      for (let k = 0; k < 3; k++) {
        const i = triangles[t + k]! * 3;
        const x = positions[i]!;
        const y = positions[i + 1]!;
        const z = positions[i + 2]!;
        u += toU(x, z);
        v += toV(x, y, z);
        d += x * lx + y * ly + z * lz;
      }
      u /= 3;
      v /= 3;
      d /= 3;
      const iu = u | 0;
      const iv = v | 0;
      for (let dv = 0; dv <= 1; dv++) {
        for (let du = 0; du <= 1; du++) {
          const cu = iu + du;
          const cv = iv + dv;
          if (cu >= 0 && cv >= 0 && cu < SIZE && cv < SIZE && d > depth[cv * SIZE + cu]!) depth[cv * SIZE + cu] = d;
        }
      }
    }
  }
  return (x, y, z) => {
    const u = toU(x, z) - 0.5;
    const v = toV(x, y, z) - 0.5;
    const d = x * lx + y * ly + z * lz + 0.9;
    const iu = Math.floor(u);
    const iv = Math.floor(v);
    if (iu < 1 || iv < 1 || iu >= SIZE - 2 || iv >= SIZE - 2) return 1;
    let lit = 0;
    let weight = 0;
    for (let dv = -1; dv <= 2; dv++) {
      const wv = Math.max(0, 1.6 - Math.abs(iv + dv - v));
      for (let du = -1; du <= 2; du++) {
        const w = wv * Math.max(0, 1.6 - Math.abs(iu + du - u));
        weight += w;
        const over = depth[(iv + dv) * SIZE + iu + du]! - d;
        lit += w * (over <= 0 ? 1 : over > 0.5 ? 0 : 1 - over * 2);
      }
    }
    return lit / weight;
  };
}
