/** Linear-light red, green, blue; 1 is a white surface. */
export type Rgb = readonly [number, number, number];

/** sRGB bytes to linear light (IEC 61966-2-1). */
export function linear(r: number, g: number, b: number): Rgb {
  return [decode(r), decode(g), decode(b)];
}

export function mix(a: Rgb, b: Rgb, amount: number): Rgb {
  return [a[0] + (b[0] - a[0]) * amount, a[1] + (b[1] - a[1]) * amount, a[2] + (b[2] - a[2]) * amount];
}

/** The colour at `at` in [0, 1] along evenly spaced stops. */
export function ramp(stops: readonly Rgb[], at: number): Rgb {
  const place = Math.min(0.9999, Math.max(0, at)) * (stops.length - 1);
  const i = Math.floor(place);
  return mix(stops[i]!, stops[i + 1]!, place - i);
}

/** Linear light to an sRGB byte through a table: called for every pixel of every frame. */
export function encodeByte(value: number): number {
  if (value <= 0) return 0;
  if (value >= 1) return 255;
  return ENCODED[(value * 4095 + 0.5) | 0]!;
}

export function decode(byte: number): number {
  const v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

const ENCODED = Uint8Array.from({ length: 4096 }, (_, i) => {
  const v = i / 4095;
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
});
