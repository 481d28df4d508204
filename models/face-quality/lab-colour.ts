/** A colour in CIE 1976 L*a*b*, white point D65. */
export interface LabColour {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** Linear light of each 8-bit sRGB value (IEC 61966-2-1). */
const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** The sRGB pixel whose red byte is at `at`. */
export function labOf(data: Uint8Array, at: number): LabColour {
  const light = (offset: number) => LINEAR[data[at + offset] as number] as number;
  const [red, green, blue] = [light(0), light(1), light(2)];
  const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return { l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

/** Euclidean distance in L*a*b* (CIE 1976 ΔE). */
export const colourDifference = (one: LabColour, other: LabColour): number =>
  Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);

const curve = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
