import type { Rgb } from './colour.ts';
import type { Complexion } from './complexion.ts';
import type { Expression, FaceMeasures } from './face-measures.ts';
import { smoothstep, valueNoise } from './noise.ts';
import type { Person } from './traits.ts';

/**
 * Colour of one point of skin while it is shaded; `gloss` scales the mirror highlight, `glint` adds light of its own.
 */
export interface Surface {
  r: number;
  g: number;
  b: number;
  open: number;
  gloss: number;
  glint: number;
}

/**
 * Paints what moves over the skin: eyes with lids and gaze, lips and the inside of the mouth. Frontal centimetres in.
 */
export function movingFeatures(
  person: Person,
  m: FaceMeasures,
  c: Complexion,
  e: Expression,
): (x: number, y: number, s: Surface) => void {
  const eye = eyePainter(person, m, c, e);
  const mouth = mouthPainter(person, m, c, e);
  const mouthFloor = m.mouthY - m.lowerLip - 1.6;
  return (x, y, s) => {
    if (y < 1.9 && y > -1.4 && Math.abs(Math.abs(x) - m.eyeX) < m.eyeHalfWidth * 1.45) eye(x, y, s);
    else if (y < m.mouthY + m.upperLip + 0.9 && y > mouthFloor && Math.abs(x) < m.mouthHalfWidth * 1.35) mouth(x, y, s);
  };
}

/** Shut lashes lie this far below the edge of the open lower lid. */
const SHUT_BELOW_CM = 0.4;

function eyePainter(person: Person, m: FaceMeasures, c: Complexion, e: Expression) {
  const t = person.traits;
  const lash: Rgb = [c.hair[0] * 0.15 + 0.008, c.hair[1] * 0.15 + 0.006, c.hair[2] * 0.15 + 0.005];
  const lid: Rgb = [c.skin[0] * 0.86, c.skin[1] * 0.72, c.skin[2] * 0.7];
  const foldGap = 0.34 + 0.13 * t.lidFold;
  return (x: number, y: number, s: Surface) => {
    const side = x < 0 ? -1 : 1;
    const along = (Math.abs(x) - m.eyeX) / m.eyeHalfWidth;
    const inside = Math.min(1, Math.abs(along));
    const skew = along + 0.14 * (1 - inside * inside);
    const tilt = m.eyeTilt * m.eyeHalfWidth * along;
    const lowerLid = tilt - m.eyeLower * Math.max(0, 1 - Math.abs(along - 0.1) ** 2.2) ** 0.8;
    const openLid = tilt + m.eyeUpper * Math.max(0, 1 - Math.min(1, Math.abs(skew)) ** 2.4) ** 0.75;
    const upperLid = openLid + (lowerLid - SHUT_BELOW_CM - openLid) * e.blink;
    const soft = 0.045;
    const ball =
      Math.abs(along) < 1 ? smoothstep(-soft, soft, upperLid - y) * smoothstep(-soft, soft, y - lowerLid) : 0;
    const edge = smoothstep(1.12, 0.92, Math.abs(along));
    const above = y - upperLid;
    if (above > -0.05 && above < 1.1) {
      const cover =
        smoothstep(0, 0.25, above) *
        smoothstep(foldGap * 1.5 + e.blink * 0.9, foldGap * 0.8 + e.blink * 0.6, above) *
        edge;
      blend(s, lid, (0.35 - 0.17 * e.blink) * cover);
      const fold = above - foldGap - 0.5 * e.blink - 0.05 * along;
      darken(s, 0.5 * (1 - 0.85 * e.blink) * Math.exp(-((fold / 0.07) ** 2)) * smoothstep(1.3, 0.8, Math.abs(along)));
    }
    if (ball > 0.001) paintBall(x, y, side, along, upperLid, lowerLid, ball, s);
    const lashes =
      Math.exp(-(((y - upperLid - 0.03) / ((0.075 + 0.03 * (along + 1)) * (1 + 0.7 * e.blink))) ** 2)) * edge;
    blend(s, lash, Math.min(0.95, lashes * (0.85 + 0.1 * valueNoise(x * 9, y * 4, person.seed))));
    blend(
      s,
      lash,
      0.4 * (1 - e.blink) * Math.exp(-(((y - lowerLid + 0.02) / 0.06) ** 2)) * smoothstep(1.02, 0.8, Math.abs(along)),
    );
    if (above > 0)
      s.open += (1 - s.open) * e.blink * smoothstep(1.4, 0.3, above) * smoothstep(1.3, 0.9, Math.abs(along));
    const pocket = y - lowerLid + 0.28;
    s.open *= 1 - 0.12 * Math.exp(-((pocket / 0.12) ** 2)) * edge;
  };

  function paintBall(
    x: number,
    y: number,
    side: number,
    along: number,
    upper: number,
    lower: number,
    cover: number,
    s: Surface,
  ): void {
    const dx = x - side * m.eyeX - e.gazeX;
    const dy = y - 0.08 - e.gazeY;
    const radius = Math.hypot(dx, dy);
    const shade =
      (0.45 + 0.55 * smoothstep(0, 0.42, upper - y)) *
      (1 - 0.45 * Math.abs(along) ** 3) *
      (0.85 + 0.15 * smoothstep(0, 0.2, y - lower));
    let r = 0.6;
    let g = 0.56;
    let b = 0.53;
    const tear = smoothstep(-0.75, -0.98, along);
    g -= 0.28 * tear;
    b -= 0.28 * tear;
    const iris = smoothstep(0.62, 0.55, radius);
    if (iris > 0) {
      const angle = Math.atan2(dy, dx);
      const fibre =
        1 +
        0.35 * valueNoise(angle * 9, radius * 5, person.seed + 3) +
        0.25 * valueNoise(angle * 21, radius * 3, person.seed + 4);
      const rim = 1 - 0.75 * smoothstep(0.42, 0.58, radius);
      const pupil = smoothstep(0.2, 0.25, radius);
      const k = fibre * rim * pupil * (dy < 0 ? 1.15 : 0.9);
      r += (c.iris[0] * k + 0.004 - r) * iris;
      g += (c.iris[1] * k + 0.004 - g) * iris;
      b += (c.iris[2] * k + 0.004 - b) * iris;
    }
    blend(s, [r * shade, g * shade, b * shade], cover);
    s.open += (1 - s.open) * cover;
    s.gloss += (0.25 - s.gloss) * cover;
    const gx = dx + 0.17;
    const gy = dy - 0.2;
    s.glint += 0.9 * cover * smoothstep(0.14, 0.06, Math.hypot(gx, gy * 0.85));
  }
}

function mouthPainter(person: Person, m: FaceMeasures, c: Complexion, e: Expression) {
  const t = person.traits;
  const half = m.mouthHalfWidth * (1 + 0.14 * e.smile);
  const lift = 0.08 + 0.12 * t.mouthCorner + 0.42 * e.smile;
  return (x: number, y: number, s: Surface) => {
    const out = Math.abs(x) / half;
    const arc = Math.max(0, 1 - out * out);
    const seam =
      m.mouthY + lift * (out * out - 0.25) - 0.06 * Math.exp(-((out / 0.22) ** 2)) + 0.05 * Math.sin(out * 5);
    const gap = 0.95 * e.mouthOpen * arc ** 0.8;
    const peak = 1 - 0.2 * Math.exp(-((out / 0.13) ** 2)) + 0.08 * Math.exp(-(((out - 0.24) / 0.16) ** 2));
    const top = seam + m.upperLip * (1 - 0.12 * e.smile) * arc ** 0.72 * peak;
    const bottom = seam - gap - m.lowerLip * (1 - 0.1 * e.smile) * arc ** 0.68;
    const lips = smoothstep(-0.09, 0.09, top - y) * smoothstep(-0.1, 0.1, y - bottom) * smoothstep(1.03, 0.94, out);
    const grain = 1 + 0.1 * valueNoise(x * 6, y * 1.5, person.seed + 41);
    const k = (y > seam ? 0.78 : 1) * grain;
    blend(s, [c.lips[0] * k, c.lips[1] * k, c.lips[2] * k], lips * 0.9);
    s.gloss += lips * (y < seam ? 0.35 : 0.1);
    if (gap > 0.02) {
      const hollow = smoothstep(-0.05, 0.05, seam - y) * smoothstep(-0.05, 0.05, y - seam + gap);
      const teeth = smoothstep(0.62, 0.35, (seam - y) / gap) * smoothstep(0.75, 0.55, out);
      blend(s, [0.03 + 0.5 * teeth, 0.012 + 0.47 * teeth, 0.01 + 0.42 * teeth], hollow);
    }
    const line =
      Math.exp(-(((y - seam) / (0.07 + 0.03 * out)) ** 2)) * smoothstep(1.1, 0.95, out) * (1 - Math.min(1, gap * 4));
    darken(s, 0.72 * line);
  };
}

function blend(s: Surface, c: Rgb, amount: number): void {
  s.r += (c[0] - s.r) * amount;
  s.g += (c[1] - s.g) * amount;
  s.b += (c[2] - s.b) * amount;
}

function darken(s: Surface, amount: number): void {
  s.r *= 1 - amount * 0.85;
  s.g *= 1 - amount;
  s.b *= 1 - amount;
}
