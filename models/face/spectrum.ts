import FFT from 'fft.js';

/** A square of complex amplitudes, row by row, real and imaginary part in turn; frequency 0 comes first in both directions. */
export interface Spectrum {
  /** A power of two. */
  readonly side: number;
  readonly amplitudes: Float64Array;
}

/** Discrete Fourier transform of a square of numbers, `side` × `side`, rows first. */
export function transformSquare(values: Float64Array, side: number): Spectrum {
  const fft = new FFT(side);
  const amplitudes = new Float64Array(side * side * 2);
  const line = new Float64Array(side * 2);
  for (let y = 0; y < side; y++) {
    fft.realTransform(line, values.subarray(y * side, (y + 1) * side));
    fft.completeSpectrum(line);
    amplitudes.set(line, y * side * 2);
  }
  transformColumns(amplitudes, side, (out, column) => fft.transform(out, column));
  return { side, amplitudes };
}

/** The square of real numbers that has this spectrum; the imaginary part, nought for a symmetric spectrum, is dropped. */
export function invertSpectrum({ side, amplitudes }: Spectrum): Float64Array {
  const fft = new FFT(side);
  const turned = amplitudes.slice();
  transformColumns(turned, side, (out, column) => fft.inverseTransform(out, column));
  const values = new Float64Array(side * side);
  const line = new Float64Array(side * 2);
  for (let y = 0; y < side; y++) {
    fft.inverseTransform(line, turned.subarray(y * side * 2, (y + 1) * side * 2));
    for (let x = 0; x < side; x++) values[y * side + x] = line[2 * x] as number;
  }
  return values;
}

/** Distance of a bin from frequency 0, in periods per square. */
export function radiusOf(index: number, side: number): number {
  const [column, row] = [index % side, Math.floor(index / side)];
  return Math.hypot(column > side / 2 ? column - side : column, row > side / 2 ? row - side : row);
}

function transformColumns(
  amplitudes: Float64Array,
  side: number,
  transform: (out: Float64Array, column: Float64Array) => void,
): void {
  const column = new Float64Array(side * 2);
  const out = new Float64Array(side * 2);
  for (let x = 0; x < side; x++) {
    for (let y = 0; y < side; y++) {
      const at = (y * side + x) * 2;
      column[2 * y] = amplitudes[at] as number;
      column[2 * y + 1] = amplitudes[at + 1] as number;
    }
    transform(out, column);
    for (let y = 0; y < side; y++) {
      const at = (y * side + x) * 2;
      amplitudes[at] = out[2 * y] as number;
      amplitudes[at + 1] = out[2 * y + 1] as number;
    }
  }
}
