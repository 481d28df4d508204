import { createRandom } from '../people/noise.ts';
import type { RectMm } from './geometry.ts';
import type { SpecimenDocument } from './specimen-document.ts';
import type { Typefaces } from './typeface.ts';

const FIBRE_INKS = ['#ff4a5a', '#4aa3ff', '#53ff8a', '#ffe14a'];

/** What shines under 365 nm: loose fibres in the paper, an overprinted star and the state's name. */
export function drawFluorescence(document: SpecimenDocument, area: RectMm, faces: Typefaces, seed: number): string {
  const random = createRandom(seed ^ 0x5eed);
  let fibres = '';
  const count = Math.round((area.width * area.height) / 90);
  for (let i = 0; i < count; i++) {
    const x = random() * area.width;
    const y = random() * area.height;
    const angle = random() * Math.PI;
    const length = 2 + random() * 3;
    const bend = (random() - 0.5) * 2.4;
    const [dx, dy] = [Math.cos(angle) * length, Math.sin(angle) * length];
    const control = `${(x + dx / 2 - dy * 0.2 * bend).toFixed(2)} ${(y + dy / 2 + dx * 0.2 * bend).toFixed(2)}`;
    const ink = FIBRE_INKS[Math.floor(random() * FIBRE_INKS.length)];
    fibres += `<path d="M${x.toFixed(2)} ${y.toFixed(2)}Q${control} ${(x + dx).toFixed(2)} ${(y + dy).toFixed(2)}" stroke="${ink}"/>`;
  }
  const sizeMm = area.height * 0.16;
  const name = document.issuer.name;
  const word = faces.line(name, {
    xMm: (area.width - faces.widthMm(name, sizeMm, true)) / 2,
    baselineMm: area.height * 0.42,
    sizeMm,
    bold: true,
  });
  const star = starPath(area.width * 0.72, area.height * 0.38, area.height * 0.26);
  return (
    `<g fill="none" stroke-width="0.14" stroke-linecap="round" opacity="0.95">${fibres}</g>` +
    `<path d="${star}" fill="none" stroke="#7dff6a" stroke-width="0.5" opacity="0.75"/>` +
    `<path d="${word}" fill="#ffd84d" opacity="0.5"/>`
  );
}

function starPath(cx: number, cy: number, radius: number): string {
  const points = Array.from({ length: 32 }, (_, i) => {
    const r = i % 2 === 0 ? radius : radius * 0.55;
    const angle = (i / 32) * Math.PI * 2;
    return `${(cx + r * Math.sin(angle)).toFixed(2)} ${(cy - r * Math.cos(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}
