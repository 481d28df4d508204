import type { Complexion } from './complexion.ts';
import type { Surface } from './eyes-and-mouth.ts';
import type { FaceMeasures } from './face-measures.ts';
import type { Lighting } from './lighting.ts';
import { smoothstep, valueNoise } from './noise.ts';
import type { Fragment, Shader } from './raster.ts';
import { SKIN_LEFT, SKIN_TOP, type SkinMap } from './skin-map.ts';
import type { Person } from './traits.ts';

/** How much of the key lamp a point sees, 0..1. */
type KeySight = (x: number, y: number, z: number) => number;

/** Skin of the head: painted map, moving features, light that travels under the skin, an oily sheen. */
export function headShader(
  map: SkinMap,
  features: (x: number, y: number, s: Surface) => void,
  light: Lighting,
  sight: KeySight,
  person: Person,
): Shader {
  const s: Surface = { r: 0, g: 0, b: 0, open: 1, gloss: 0, glint: 0 };
  const { seed } = person;
  const relief = 0.03 + 0.07 * person.traits.age + 0.04 * person.traits.mottle;
  const oil = 1 - 0.5 * person.traits.skinTone;
  return (f, out) => {
    sampleSkin(map, f.restX, f.restY, s);
    s.gloss = oil * (0.13 + 0.15 * Math.exp(-((f.restX / 2.5) ** 2)) * smoothstep(-6, -4, f.restY));
    s.glint = 0;
    if (Math.abs(f.angle) < 1.4) features(f.restX, f.restY, s);
    const grain = relief * (s.gloss < 0.5 ? 1 : 0);
    f.nx += grain * valueNoise(f.restX * 5, f.restY * 5, seed + 71);
    f.ny += grain * valueNoise(f.restX * 5, f.restY * 5, seed + 72);
    lightSkin(f, s, light, sight(f.x, f.y, f.z), out);
    return 1;
  };
}

/** Ears, neck and clothes below the collar. */
export function bustShader(person: Person, m: FaceMeasures, c: Complexion, light: Lighting, sight: KeySight): Shader {
  const s: Surface = { r: 0, g: 0, b: 0, open: 1, gloss: 0.08, glint: 0 };
  const [cr, cg, cb] = person.clothing;
  return (f, out) => {
    const ax = Math.abs(f.restX);
    const collar = -16.4 - 2.3 * Math.exp(-((ax / 3.2) ** 2)) + 0.12 * ax;
    const rim = f.restY - collar;
    const cloth = f.restY < -14 && rim < 0 ? 1 : 0;
    const under = 0.45 + 0.55 * smoothstep(m.chinY - 0.2, m.chinY - 4.5, f.restY);
    if (cloth) {
      const crease =
        valueNoise(f.restX * 0.2, f.restY * 0.14, person.seed + 82) +
        0.5 * valueNoise(f.restX * 0.45, f.restY * 0.3, person.seed + 83);
      const weave = 1 + 0.08 * valueNoise(f.restX * 9, f.restY * 9, person.seed + 81) + 0.08 * crease;
      const hem = rim > -0.9 ? 0.8 : 1;
      s.r = cr * weave * hem;
      s.g = cg * weave * hem;
      s.b = cb * weave * hem;
      s.open = rim > -0.25 ? 0.6 : 1;
      s.gloss = 0.01;
      f.nx += 0.16 * crease;
      f.ny += 0.1 * crease;
    } else {
      const tone = (1 + 0.05 * valueNoise(f.restX * 0.8, f.restY * 0.8, person.seed + 85)) * 0.92;
      s.r = c.skin[0] * tone;
      s.g = c.skin[1] * tone * 0.92;
      s.b = c.skin[2] * tone * 0.9;
      s.open = under * (rim < 0.6 ? 0.75 + 0.4 * Math.max(0, rim) : 1);
      s.gloss = 0.08;
    }
    s.glint = 0;
    const shadow = sight(f.x, f.y, f.z) * (cloth ? 1 : 0.35 + 0.65 * under);
    lightSkin(f, s, light, shadow, out);
    return 1;
  };
}

export function earShader(c: Complexion, light: Lighting, sight: KeySight): Shader {
  const s: Surface = { r: 0, g: 0, b: 0, open: 1, gloss: 0.1, glint: 0 };
  return (f, out) => {
    const fold = smoothstep(0.25, 0.5, f.restX) * (f.angle > 0 ? 1 : 0);
    s.r = c.skin[0] * (0.95 - 0.25 * fold);
    s.g = c.skin[1] * (0.8 - 0.3 * fold);
    s.b = c.skin[2] * (0.78 - 0.3 * fold);
    s.open = 1 - 0.55 * fold;
    s.gloss = 0.1;
    lightSkin(f, s, light, 0.4 + 0.6 * sight(f.x, f.y, f.z), out);
    return 1;
  };
}

/**
 * Hair: strands as noise stretched along their fall, a highlight across them, ragged edges where `restX` (cm inside
 * the edge) is small.
 */
export function hairShader(person: Person, c: Complexion, light: Lighting, sight: KeySight, fall: boolean): Shader {
  const t = person.traits;
  const seed = person.seed + (fall ? 95 : 91);
  const soft = fall ? 0.9 : 0.55 + 0.5 * t.hairRecession;
  const [kx, ky, kz] = light.key.towards;
  return (f, out) => {
    if (f.restX < -1) return 0;
    const bend =
      2 * t.hairCurl * valueNoise(f.angle * 5, f.restY * 0.6, seed + 2) +
      (fall ? 0 : 0.05 * f.restY * Math.sign(t.hairParting));
    const strand =
      valueNoise(f.angle * 42 + bend * 3, f.restY * 0.55, seed) * 0.6 +
      valueNoise(f.angle * 95 + bend * 5, f.restY * 0.8, seed + 1) * 0.4;
    const lock = 0.6 * valueNoise(f.angle * 12 + bend, f.restY * 0.5, seed + 3);
    const opacity = smoothstep(-0.05, soft, f.restX + 0.55 * strand + 0.35 * lock);
    if (opacity <= 0.004) return 0;
    const along = Math.min(1, Math.max(-1, ky * 0.92 + kz * 0.3 + 0.22 * strand));
    const sheen = (1 - along * along) ** 11 * 0.35;
    const lambert = Math.max(0, f.nx * kx + f.ny * ky + f.nz * kz);
    const lit = sight(f.x, f.y, f.z);
    const tone = (0.75 + 0.5 * strand + 0.45 * lock) * (0.55 + 0.45 * smoothstep(0, 1.5, f.restX));
    for (let k = 0; k < 3; k++) {
      const sky = light.sky[k]! * (0.6 + 0.4 * f.ny) + light.fill.colour[k]! * 0.25 * Math.max(0, f.nz);
      out[k] =
        Math.max(0, c.hair[k]! * tone) * (light.key.colour[k]! * (0.15 + 0.75 * lambert) * lit + sky) +
        sheen * lambert * lit * light.key.colour[k]! * (0.12 + c.hair[k]! * 0.8);
    }
    return opacity;
  };
}

function sampleSkin(map: SkinMap, x: number, y: number, s: Surface): void {
  const u = Math.min(map.columns - 2, Math.max(0, (x - SKIN_LEFT) * map.perCm - 0.5));
  const v = Math.min(map.rows - 2, Math.max(0, (SKIN_TOP - y) * map.perCm - 0.5));
  const iu = u | 0;
  const iv = v | 0;
  const fu = u - iu;
  const fv = v - iv;
  const a = (iv * map.columns + iu) * 4;
  const b = a + map.columns * 4;
  const w00 = (1 - fu) * (1 - fv);
  const w10 = fu * (1 - fv);
  const w01 = (1 - fu) * fv;
  const w11 = fu * fv;
  const p = map.texels;
  s.r = p[a]! * w00 + p[a + 4]! * w10 + p[b]! * w01 + p[b + 4]! * w11;
  s.g = p[a + 1]! * w00 + p[a + 5]! * w10 + p[b + 1]! * w01 + p[b + 5]! * w11;
  s.b = p[a + 2]! * w00 + p[a + 6]! * w10 + p[b + 2]! * w01 + p[b + 6]! * w11;
  s.open = p[a + 3]! * w00 + p[a + 7]! * w10 + p[b + 3]! * w01 + p[b + 7]! * w11;
}

/** Light bleeds past the terminator, red the furthest: the wrap per channel stands for scattering under the skin. */
const WRAP = [0.38, 0.2, 0.13] as const;

function lightSkin(f: Fragment, s: Surface, light: Lighting, sight: number, out: Float32Array): void {
  const length = Math.hypot(f.nx, f.ny, f.nz) || 1;
  const nx = f.nx / length;
  const ny = f.ny / length;
  const nz = f.nz / length;
  const [kx, ky, kz] = light.key.towards;
  const [fx, fy, fz] = light.fill.towards;
  const key = nx * kx + ny * ky + nz * kz;
  const fill = nx * fx + ny * fy + nz * fz;
  const mirrorKey = sixteenth((key + nz) / Math.sqrt(2 + 2 * kz)) * s.gloss * sight;
  const mirrorFill = sixteenth((fill + nz) / Math.sqrt(2 + 2 * fz)) * s.gloss * 0.4;
  const grazing = 1 - Math.max(0, nz);
  const rim = grazing * grazing * grazing * grazing * 0.12;
  const up = 0.5 + 0.5 * ny;
  const { open } = s;
  const creased = 0.35 + 0.65 * open;
  for (let k = 0; k < 3; k++) {
    const wrap = WRAP[k]!;
    const lamp = light.key.colour[k]!;
    const soft = light.fill.colour[k]!;
    const direct = Math.max(0, (key + wrap) / (1 + wrap)) * (sight + (1 - sight) * wrap * 0.35);
    const side = Math.max(0, (fill + wrap) / (1 + wrap));
    const ambient = light.ground[k]! + (light.sky[k]! - light.ground[k]!) * up;
    const diffuse = lamp * direct * creased + (soft * side + ambient) * open;
    out[k] =
      (k === 0 ? s.r : k === 1 ? s.g : s.b) * diffuse +
      (lamp * (mirrorKey + s.glint * 0.8) + soft * mirrorFill + light.sky[k]! * rim) * open;
  }
}

/** v to the 16th: the width of an oily highlight. */
function sixteenth(v: number): number {
  if (v <= 0) return 0;
  const v2 = v * v;
  const v4 = v2 * v2;
  const v8 = v4 * v4;
  return v8 * v8;
}
