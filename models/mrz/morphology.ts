import type { Grey } from './grey.ts';

/**
 * Largest value (dilation) or smallest (erosion) in a window of odd size. Windows grow by doubling: the extreme over 2k is
 * the extreme of two over k, so a window of 17 takes five sweeps along memory.
 */
function extreme(source: Grey, windowX: number, windowY: number, larger: boolean): Grey {
  const { width, height } = source;
  let now = source.data;
  for (const [step, window, room] of [
    [1, windowX, width],
    [width, windowY, height],
  ] as const) {
    let have = 1;
    // Odd windows only: the result belongs in the middle, so the picture is moved back by half a window at the end.
    const reach = Math.min(window, room) | 1;
    while (have < reach) {
      const shift = Math.min(have, reach - have);
      now = larger ? larger2(now, shift * step) : smaller2(now, shift * step);
      have += shift;
    }
    now = movedBack(now, (reach >> 1) * step);
  }
  return { width, height, data: now };
}

function larger2(from: Uint8Array, shift: number): Uint8Array {
  const out = new Uint8Array(from.length);
  const end = from.length - shift;
  for (let i = 0; i < end; i++) {
    const a = from[i] as number;
    const b = from[i + shift] as number;
    out[i] = Math.max(a, b);
  }
  out.set(from.subarray(end), end);
  return out;
}

function smaller2(from: Uint8Array, shift: number): Uint8Array {
  const out = new Uint8Array(from.length);
  const end = from.length - shift;
  for (let i = 0; i < end; i++) {
    const a = from[i] as number;
    const b = from[i + shift] as number;
    out[i] = Math.min(a, b);
  }
  out.set(from.subarray(end), end);
  return out;
}

function movedBack(from: Uint8Array, by: number): Uint8Array {
  if (by === 0) return from;
  const out = new Uint8Array(from.length);
  out.set(from.subarray(0, from.length - by), by);
  out.fill(from[0] as number, 0, by);
  return out;
}

/** Dilation, then erosion: closes dark gaps narrower than the window. Sweeps run on over row ends; borders are approximate. */
export function close(source: Grey, windowX: number, windowY: number): Grey {
  return extreme(extreme(source, windowX, windowY, true), windowX, windowY, false);
}

/** Closing minus picture: what is darker than its surroundings and smaller than the window, here the ink. */
export function blackHat(source: Grey, windowX: number, windowY: number): Grey {
  const closed = close(source, windowX, windowY);
  const data = new Uint8Array(source.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, (closed.data[i] as number) - (source.data[i] as number));
  return { width: source.width, height: source.height, data };
}

/** Absolute horizontal difference (Sobel), stretched so that its 99.7th percentile becomes 255. */
export function horizontalGradient(source: Grey): Grey {
  const { width, height, data } = source;
  const raw = new Uint16Array(data.length);
  const histogram = new Uint32Array(1021);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const o = y * width + x;
      const above = (data[o - width + 1] as number) - (data[o - width - 1] as number);
      const here = (data[o + 1] as number) - (data[o - 1] as number);
      const below = (data[o + width + 1] as number) - (data[o + width - 1] as number);
      const v = Math.abs(above + 2 * here + below);
      raw[o] = v;
      histogram[v] = (histogram[v] as number) + 1;
    }
  }
  const top = Math.max(8, percentile(histogram, 0.997, data.length));
  const out = new Uint8Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const v = (255 * (raw[i] as number)) / top;
    out[i] = Math.min(v, 255);
  }
  return { width, height, data: out };
}

function percentile(histogram: Uint32Array, share: number, total: number): number {
  let left = total * (1 - share);
  for (let v = histogram.length - 1; v >= 0; v--) {
    left -= histogram[v] as number;
    if (left <= 0) return v;
  }
  return 0;
}

/** Otsu's threshold (1979): the level that separates the histogram into two classes with the largest variance between. */
export function otsu(source: Grey): number {
  const histogram = new Uint32Array(256);
  for (const v of source.data) histogram[v] = (histogram[v] as number) + 1;
  const n = source.data.length;
  const sum = histogram.reduce((all, count, v) => all + v * count, 0);
  let below = 0;
  let belowSum = 0;
  let best = -1;
  let level = 128;
  for (let v = 0; v < 256; v++) {
    below += histogram[v] as number;
    belowSum += v * (histogram[v] as number);
    if (below === 0 || below === n) continue;
    const gap = belowSum / below - (sum - belowSum) / (n - below);
    const between = below * (n - below) * gap * gap;
    if (between > best) {
      best = between;
      level = v;
    }
  }
  return level;
}

/** Every `step`-th row: enough of a picture to choose a threshold on. */
export function everyRow(source: Grey, step: number): Grey {
  const height = Math.max(1, Math.floor(source.height / step));
  const data = new Uint8Array(source.width * height);
  for (let y = 0; y < height; y++) {
    data.set(source.data.subarray(y * step * source.width, (y * step + 1) * source.width), y * source.width);
  }
  return { width: source.width, height, data };
}

/**
 * Text bands of a gradient picture: 255 above `level`, dark gaps up to `gap` px along the row filled, flecks shorter than
 * 5 px or only one row high removed. Thresholding commutes with closing, so filling runs replaces two sweeps of the window.
 */
export function bands(source: Grey, level: number, gap: number): Grey {
  const { width, height } = source;
  const joined = new Uint8Array(source.data.length);
  for (let y = 0; y < height; y++) {
    let last = -1;
    for (let x = 0; x < width; x++) {
      if ((source.data[y * width + x] as number) <= level) continue;
      joined.fill(255, y * width + (last >= 0 && x - last <= gap ? last : x), y * width + x + 1);
      last = x;
    }
  }
  const data = new Uint8Array(source.data.length);
  for (let y = 1; y < height - 1; y++) {
    let from = -1;
    for (let x = 0; x <= width; x++) {
      const o = y * width + x;
      const set = x < width && joined[o] !== 0 && (joined[o - width] !== 0 || joined[o + width] !== 0);
      if (set && from < 0) from = x;
      else if (!set && from >= 0) {
        if (x - from >= 5) data.fill(255, y * width + from, o);
        from = -1;
      }
    }
  }
  return { width, height, data };
}
