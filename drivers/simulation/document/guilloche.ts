import { createRandom } from '../people/noise.ts';
import type { RectMm } from './geometry.ts';

/** Inks of a background: two paper tones, two line inks, the ink of titles. */
export interface Inks {
  readonly paper: readonly [string, string];
  readonly lines: readonly [string, string];
  readonly title: string;
}

/**
 * Security background of a sheet as SVG: bands of interlaced waves and two rosettes, in fine pale lines (0.11 mm) that a
 * copier smears. The seed fixes every phase, so that one document always looks the same.
 */
export function drawGuilloche(area: RectMm, inks: Inks, seed: number): string {
  const random = createRandom(seed);
  const phases = Array.from({ length: 6 }, () => random() * Math.PI * 2);
  const stroke = (ink: string, d: string, width = 0.11) =>
    `<path d="${d}" fill="none" stroke="${ink}" stroke-width="${width}"/>`;
  let bands = '';
  let cross = '';
  const count = Math.round(area.height / 1.35);
  for (let i = 0; i <= count; i++) {
    bands += wave(area, area.y + (area.height * i) / count, phases, 0);
    cross += wave(area, area.y + (area.height * i) / count, phases, Math.PI);
  }
  const rosette = (cx: number, cy: number, radius: number, ink: string) =>
    stroke(ink, rose(cx, cy, radius, 9) + rose(cx, cy, radius * 0.72, 13), 0.1);
  return (
    stroke(inks.lines[0], bands) +
    stroke(inks.lines[1], cross) +
    rosette(area.x + area.width * 0.74, area.y + area.height * 0.45, area.height * 0.33, inks.lines[0]) +
    rosette(area.x + area.width * 0.28, area.y + area.height * 0.5, area.height * 0.26, inks.lines[1])
  );
}

/** One wave line across the area, 1 mm a step. */
function wave(area: RectMm, y: number, phases: readonly number[], shift: number): string {
  const [a = 0, b = 0, c = 0] = phases;
  const swell = 1.1 + Math.sin(y / 9 + a);
  let path = '';
  for (let x = area.x; x <= area.x + area.width + 0.5; x += 1) {
    const dy = swell * Math.sin(x / 4.2 + b + shift) + 0.8 * Math.sin(x / 11 + y / 6 + c);
    path += `${path === '' ? 'M' : 'L'}${x.toFixed(2)} ${(y + dy).toFixed(2)}`;
  }
  return path;
}

/** Closed rosette of overlapping loops. */
function rose(cx: number, cy: number, radius: number, lobes: number): string {
  let path = '';
  const turns = 5;
  const steps = 720;
  for (let i = 0; i <= steps; i++) {
    const t = (i / steps) * Math.PI * 2 * turns;
    const r = radius * (0.62 + 0.38 * Math.cos((lobes / turns) * t));
    path += `${i === 0 ? 'M' : 'L'}${(cx + r * Math.cos(t)).toFixed(2)} ${(cy + r * Math.sin(t)).toFixed(2)}`;
  }
  return path;
}
