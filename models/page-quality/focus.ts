import type { Box } from '../../agent/contract/vocabulary/observations.ts';
import type { Detail } from './reduce-page.ts';

/**
 * Blur of the print along four directions, as the standard deviation (pixels of the page) of the Gaussian that would have
 * blurred an ideal edge as much. `along` is the most blurred direction, `across` the one at a right angle to it.
 */
export interface Focus {
  readonly alongPx: number;
  readonly acrossPx: number;
  /** Direction of the strongest blur: 0, 45, 90 or 135 degrees clockwise from the x axis. */
  readonly directionDeg: 0 | 45 | 90 | 135;
}

const TILE = 32;
/** Every fourth row is enough: print is three rows or thicker wherever it can be read. */
const ROW_STEP = 4;
/** Share of the tiles, those with the strongest edges, that is looked at: print and portrait, not paper. */
const TILES_USED = 0.2;
const DIRECTIONS = [0, 45, 90, 135] as const;
/** Differences are taken over one step and over FAR steps. */
const FAR = 4;

/**
 * Compares, per direction, the energy of differences over one pixel with that over four: for an ideal edge it is 1/4, and it
 * falls to 1/16 the wider the edge (the ratio form of the no-reference blur measure of Crete et al., 2007). The ratio does
 * not depend on contrast, and little on what is printed. Noise adds the same to both and is taken from the quietest tiles.
 * Null when no tile has print.
 */
export function measureFocus(detail: Detail, area: Box): Focus | null {
  const tiles = measureTiles(detail, area);
  if (tiles.length < 4) return null;
  const quiet = tiles.map((tile) => tile.near[0] + tile.near[2]).sort((a, b) => a - b);
  const noise = (quiet[Math.floor(quiet.length * 0.1)] as number) / 2;
  const used = tiles
    .sort((a, b) => b.strength - a.strength)
    .slice(0, Math.max(4, Math.ceil(tiles.length * TILES_USED)));
  const blur = DIRECTIONS.map((degrees, d) => {
    const diagonal = degrees === 45 || degrees === 135;
    let [near, far] = [0, 0];
    for (const tile of used) {
      near += Math.max(0, (tile.near[d] as number) - noise);
      far += Math.max(0, (tile.far[d] as number) - noise);
    }
    return far < used.length * 4 ? null : sigmaOf(near / far) * (diagonal ? Math.SQRT2 : 1) * detail.scale;
  });
  if (blur.some((sigma) => sigma === null)) return null;
  const sigmas = blur as number[];
  const most = sigmas.indexOf(Math.max(...sigmas));
  return {
    alongPx: sigmas[most] as number,
    acrossPx: sigmas[(most + 2) % 4] as number,
    directionDeg: DIRECTIONS[most] as Focus['directionDeg'],
  };
}

interface Tile {
  /** Mean squared differences per direction. */
  readonly near: readonly [number, number, number, number];
  readonly far: readonly [number, number, number, number];
  readonly strength: number;
}

function measureTiles({ width, height, data, step, offset, scale }: Detail, area: Box): Tile[] {
  const tiles: Tile[] = [];
  const x0 = Math.max(FAR, Math.floor(area.x / scale));
  const y0 = Math.max(FAR, Math.floor(area.y / scale));
  const x1 = Math.min(width - FAR, Math.floor((area.x + area.width) / scale));
  const y1 = Math.min(height - FAR, Math.floor((area.y + area.height) / scale));
  const [dx, dy] = [step, width * step];
  const [down, up] = [dx + dy, dy - dx];
  for (let ty = y0; ty + TILE <= y1; ty += TILE)
    for (let tx = x0; tx + TILE <= x1; tx += TILE) {
      let [n0, n1, n2, n3, f0, f1, f2, f3] = [0, 0, 0, 0, 0, 0, 0, 0];
      let count = 0;
      for (let y = ty; y < ty + TILE; y += ROW_STEP) {
        let at = (y * width + tx) * step + offset;
        for (let x = 0; x < TILE; x += 2, at += 2 * step) {
          const v = data[at] as number;
          let d = (data[at + dx] as number) - v;
          n0 += d * d;
          d = (data[at + down] as number) - v;
          n1 += d * d;
          d = (data[at + dy] as number) - v;
          n2 += d * d;
          d = (data[at + up] as number) - v;
          n3 += d * d;
          d = (data[at + FAR * dx] as number) - v;
          f0 += d * d;
          d = (data[at + FAR * down] as number) - v;
          f1 += d * d;
          d = (data[at + FAR * dy] as number) - v;
          f2 += d * d;
          d = (data[at + FAR * up] as number) - v;
          f3 += d * d;
          count += 1;
        }
      }
      tiles.push({
        near: [n0 / count, n1 / count, n2 / count, n3 / count],
        far: [f0 / count, f1 / count, f2 / count, f3 / count],
        strength: f0 + f2,
      });
    }
  return tiles;
}

const SIGMA_STEP = 0.1;
/** Energy ratio of an edge blurred by 0.0, 0.1, 0.2 … px. */
const RATIOS = Array.from({ length: 101 }, (_, i) => ratioOf(Math.max(0.05, i * SIGMA_STEP)));

function sigmaOf(ratio: number): number {
  let i = 0;
  while (i < RATIOS.length - 1 && (RATIOS[i + 1] as number) > ratio) i++;
  const [above, below] = [RATIOS[i] as number, RATIOS[i + 1] ?? (RATIOS[i] as number)];
  const part = above === below ? 0 : Math.min(1, Math.max(0, (above - ratio) / (above - below)));
  return (i + part) * SIGMA_STEP;
}

/** Energy of differences over 1 px against FAR px of a unit edge blurred by `sigma` px, summed over positions. */
function ratioOf(sigma: number): number {
  const edge = (x: number) => 1 / (1 + Math.exp((-1.702 * x) / sigma));
  let [near, far] = [0, 0];
  for (let x = -6 * sigma - FAR - 1; x < 6 * sigma + 1; x += 0.05) {
    near += (edge(x + 1) - edge(x)) ** 2;
    far += (edge(x + FAR) - edge(x)) ** 2;
  }
  return near / far;
}
