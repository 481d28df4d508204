import sharp from 'sharp';
import { createRandom } from '../people/noise.ts';
import { layOnGlass, layStraight, type Raster } from './warp.ts';
import type { Wear } from './wear.ts';

/** Black of the open glass around a document, by light: the lid is dark in every illumination. */
const GLASS = [22, 22, 24] as const;
const MARGIN_MM = 4;

/**
 * Puts a flat page on the scanner's glass and takes the picture: marks on the sheet first, then its place, then optics, light,
 * sensor and JPEG, in the order in which they happen.
 */
export async function takePicture(
  page: Raster,
  wear: Wear,
  dpi: number,
  light: 'white' | 'other',
): Promise<Uint8Array> {
  const pxPerMm = dpi / 25.4;
  const marked = await markSheet(page, wear, pxPerMm);
  const laid = place(marked, wear, pxPerMm);
  const size = { width: laid.width, height: laid.height, channels: laid.channels };
  let picture = sharp(laid.data, { raw: size });
  const sigma = wear.blurMm * pxPerMm;
  if (sigma >= 0.3) picture = picture.blur(sigma);
  const travel = Math.round(wear.motionMm * pxPerMm);
  if (travel >= 2) picture = picture.convolve(motionKernel(travel));
  if (wear.glare > 0 && light === 'white') {
    picture = picture.composite([{ input: Buffer.from(glareSvg(laid, wear)), blend: 'screen' }]);
  }
  const exposed = await picture.removeAlpha().raw().toBuffer();
  sense(exposed, wear);
  return sharp(exposed, { raw: size })
    .withMetadata({ density: dpi })
    .jpeg({ quality: wear.jpegQuality, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** Scratches and dirt are on the sheet, so they turn and blur with it. */
async function markSheet(page: Raster, wear: Wear, pxPerMm: number): Promise<Raster> {
  if (wear.scratches === 0 && wear.dirt === 0) return page;
  const random = createRandom(wear.seed);
  const [w, h] = [page.width / pxPerMm, page.height / pxPerMm];
  let marks = '';
  for (let i = 0; i < wear.scratches * 40; i++) {
    const [x, y, angle, length] = [random() * w, random() * h, random() * Math.PI * 2, 4 + random() * 22];
    const ink = random() > 0.35 ? '#ffffff' : '#555046';
    const bend = (random() - 0.5) * 6;
    const end = `${(x + Math.cos(angle) * length).toFixed(2)} ${(y + Math.sin(angle) * length).toFixed(2)}`;
    const control = `${(x + Math.cos(angle + 0.3) * bend).toFixed(2)} ${(y + Math.sin(angle + 0.3) * bend).toFixed(2)}`;
    marks += `<path d="M${x.toFixed(2)} ${y.toFixed(2)}Q${control} ${end}" stroke="${ink}" stroke-width="${(0.05 + random() * 0.14).toFixed(2)}" stroke-opacity="${(0.4 + random() * 0.5).toFixed(2)}" fill="none"/>`;
  }
  for (let i = 0; i < wear.dirt * 60; i++) {
    const radius = random() ** 3 * 5 + 0.2;
    marks += `<ellipse cx="${(random() * w).toFixed(2)}" cy="${(random() * h).toFixed(2)}" rx="${radius.toFixed(2)}" ry="${(radius * (0.5 + random() * 0.5)).toFixed(2)}" fill="#4a3a22" fill-opacity="${(0.08 + random() * 0.3).toFixed(2)}"/>`;
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${page.height}" viewBox="0 0 ${w} ${h}">${marks}</svg>`;
  const data = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { ...page, data };
}

/** Turns the page about its middle on a canvas just large enough, with dark glass around it. */
function place(page: Raster, wear: Wear, pxPerMm: number): Raster {
  const angle = (wear.rotationDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const margin = Math.round(MARGIN_MM * pxPerMm);
  const width = Math.round(Math.abs(page.width * cos) + Math.abs(page.height * sin)) + 2 * margin;
  const height = Math.round(Math.abs(page.width * sin) + Math.abs(page.height * cos)) + 2 * margin;
  if (wear.rotationDeg === 0 && wear.perspective === 0)
    return layStraight(page, { width, height, ground: GLASS }, margin);
  const squeeze = 1 - wear.perspective * 0.25;
  const corner = (x: number, y: number): [number, number] => {
    const [dx, dy] = [(x - 0.5) * page.width * (y === 0 ? squeeze : 1), (y - 0.5) * page.height * squeeze];
    return [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
  };
  return layOnGlass(page, { width, height, ground: GLASS }, [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]);
}

/** A horizontal box of odd length; libvips wants at least three rows. */
function motionKernel(travel: number): { width: number; height: number; kernel: number[] } {
  const width = travel | 1;
  const empty = new Array<number>(width).fill(0);
  return { width, height: 3, kernel: [...empty, ...new Array<number>(width).fill(1), ...empty] };
}

function glareSvg(size: { width: number; height: number }, wear: Wear): string {
  const [cx, cy] = [wear.glareX * size.width, wear.glareY * size.height];
  const [rx, ry] = [size.width * (0.12 + 0.3 * wear.glare), size.height * (0.1 + 0.22 * wear.glare)];
  const core = Math.min(0.75, wear.glare * 0.7);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><defs><radialGradient id="g">` +
    `<stop offset="0" stop-color="#fff"/><stop offset="${core}" stop-color="#fff" stop-opacity="${Math.min(1, 0.6 + wear.glare)}"/>` +
    `<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>` +
    `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="url(#g)"/></svg>`
  );
}

/** Exposure and sensor noise: four uniform bytes of one draw approximate a normal deviate (standard deviation 148 of their sum). */
function sense(data: Uint8Array, wear: Wear): void {
  let state = (wear.seed ^ 0x9e3779b9) >>> 0 || 1;
  const gain = wear.noise / 148;
  for (let i = 0; i < data.length; i += 3) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const bits = state >>> 0;
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510;
    for (let c = i; c < i + 3; c++) {
      const value = (data[c] as number) * wear.exposure + sum * gain;
      data[c] = Math.max(0, Math.min(255, value));
    }
  }
}
