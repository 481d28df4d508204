import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { encodeByte } from './colour.ts';
import { createRandom } from './noise.ts';
import type { Canvas } from './raster.ts';

/** A picture in linear light, three floats a pixel. */
export interface LightField {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Lays the canvas over a background of the final size, averaging `canvas.width / background.width` samples a side. */
export function composite(canvas: Canvas, background: LightField): LightField {
  const { width, height } = background;
  const scaleX = canvas.width / width;
  const scaleY = canvas.height / height;
  const data = new Float32Array(background.data);
  const taps = scaleX > 1.01 ? 2 : 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let r = 0;
      let g = 0;
      let b = 0;
      let cover = 0;
      for (let v = 0; v < taps; v++) {
        for (let u = 0; u < taps; u++) {
          const cx = Math.min(canvas.width - 1, ((x + (u + 0.5) / taps) * scaleX) | 0);
          const cy = Math.min(canvas.height - 1, ((y + (v + 0.5) / taps) * scaleY) | 0);
          const i = cy * canvas.width + cx;
          const c = canvas.cover[i]!;
          if (c === 0) continue;
          r += canvas.colour[i * 3]! * c;
          g += canvas.colour[i * 3 + 1]! * c;
          b += canvas.colour[i * 3 + 2]! * c;
          cover += c;
        }
      }
      if (cover === 0) continue;
      const n = taps * taps;
      const p = (y * width + x) * 3;
      const rest = 1 - cover / n;
      data[p] = r / n + data[p]! * rest;
      data[p + 1] = g / n + data[p + 1]! * rest;
      data[p + 2] = b / n + data[p + 2]! * rest;
    }
  }
  return { data, width, height };
}

let scratch = new Float32Array(0);

/** Blurs with the kernel [k, 1 - 2k, k] across and down: a lens of finite sharpness. Changes the field it is given. */
export function soften(field: LightField, k: number): LightField {
  const { width, height, data } = field;
  if (scratch.length !== data.length) scratch = new Float32Array(data.length);
  const across = scratch;
  const stride = width * 3;
  const mid = 1 - 2 * k;
  for (let i = 0; i < data.length; i++) {
    const column = i % stride;
    const left = column < 3 ? i : i - 3;
    const right = column >= stride - 3 ? i : i + 3;
    across[i] = mid * data[i]! + k * (data[left]! + data[right]!);
  }
  const last = (height - 1) * stride;
  for (let i = 0; i < data.length; i++) {
    const above = i < stride ? i : i - stride;
    const below = i >= last ? i : i + stride;
    data[i] = mid * across[i]! + k * (across[above]! + across[below]!);
  }
  return field;
}

const NOISE_LENGTH = 1 << 16;
let noiseTable: Float32Array | undefined;

/** Gaussian numbers of unit spread; a table, because a frame needs millions. */
function gaussians(): Float32Array {
  if (noiseTable) return noiseTable;
  const random = createRandom(0x5eed);
  noiseTable = Float32Array.from(
    { length: NOISE_LENGTH },
    () => random() + random() + random() + random() + random() + random() - 3,
  ).map((v) => v * Math.SQRT2);
  return noiseTable;
}

/** Exposes linear light on a sensor: film-like shoulder, photon and read noise that grow with `gain`, sRGB bytes. */
export function develop(field: LightField, exposure: number, gain: number, seed: number): Picture {
  const { width, height, data } = field;
  const bytes = new Uint8Array(data.length);
  const table = gaussians();
  const random = createRandom(seed);
  const photon = 0.00009 * gain * gain;
  const read = 0.0000035 * gain * gain;
  for (let y = 0; y < height; y++) {
    const offset = Math.floor(random() * NOISE_LENGTH);
    let previous = 0;
    for (let x = 0; x < width * 3; x++) {
      const i = y * width * 3 + x;
      const v = data[i]! * exposure;
      const lit = v < 0.6 ? v : 0.6 + 0.4 * (1 - Math.exp(-(v - 0.6) / 0.4));
      if (gain === 0) {
        bytes[i] = encodeByte(lit);
        continue;
      }
      const fresh = table[(offset + x * 7) & (NOISE_LENGTH - 1)]!;
      const grain = 0.8 * fresh + 0.45 * previous;
      previous = fresh;
      bytes[i] = encodeByte(lit + grain * Math.sqrt(photon * lit + read));
    }
  }
  return { data: bytes, width, height };
}
