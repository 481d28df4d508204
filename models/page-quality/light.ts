import type { Box } from '../../agent/contract/vocabulary/observations.ts';
import { quantile } from './blobs.ts';
import type { ReducedPage } from './reduce-page.ts';

/** Light of the document, grey levels. */
export interface Light {
  /** Level of the paper: three fifths of the document are darker or equal. */
  readonly paper: number;
  /** Difference of lightest and darkest pixel in the tenth of the cells that has most of it: the print. */
  readonly printContrast: number;
  /** Chroma of the paper (ITU-R BT.601 Cb and Cr, 128 is neutral). */
  readonly paperCb: number;
  readonly paperCr: number;
  /** Share of the document's small pixels at an edge. */
  readonly edgeShare: number;
}

const CELL = 8;
/** Step to the next pixel that counts as an edge, above sensor noise and JPEG. */
const EDGE = 14;

export function measureLight({ width, rgb, luma }: ReducedPage, area: Box, mask: Uint8Array): Light {
  const levels = new Uint32Array(256);
  const contrasts = new Uint32Array(256);
  const [x1, y1] = [area.x + area.width, area.y + area.height];
  let [edges, seen] = [0, 0];
  for (let y = area.y; y < y1 - 1; y++)
    for (let x = area.x, at = y * width + area.x; x < x1 - 1; x++, at++) {
      const v = luma[at] as number;
      if (Math.abs((luma[at + 1] as number) - v) > EDGE || Math.abs((luma[at + width] as number) - v) > EDGE)
        edges += 1;
      seen += 1;
      if (mask[at] === 1) levels[v] = (levels[v] as number) + 1;
    }
  const paper = quantile(levels, 0.6);
  let [cb, cr, bright] = [0, 0, 0];
  for (let y = area.y; y + CELL <= y1; y += CELL)
    for (let x = area.x; x + CELL <= x1; x += CELL) {
      let [low, high] = [255, 0];
      for (let j = 0; j < CELL; j++)
        for (let i = 0, at = (y + j) * width + x; i < CELL; i++, at++) {
          const v = luma[at] as number;
          if (v < low) low = v;
          if (v > high) high = v;
        }
      contrasts[high - low] = (contrasts[high - low] as number) + 1;
      const at = 3 * ((y + (CELL >> 1)) * width + x + (CELL >> 1));
      const [r, g, b] = [rgb[at] as number, rgb[at + 1] as number, rgb[at + 2] as number];
      if (0.299 * r + 0.587 * g + 0.114 * b < 0.8 * paper) continue;
      cb += 128 - 0.169 * r - 0.331 * g + 0.5 * b;
      cr += 128 + 0.5 * r - 0.419 * g - 0.081 * b;
      bright += 1;
    }
  return {
    paper,
    printContrast: quantile(contrasts, 0.9),
    paperCb: bright === 0 ? 128 : cb / bright,
    paperCr: bright === 0 ? 128 : cr / bright,
    edgeShare: seen === 0 ? 0 : edges / seen,
  };
}
