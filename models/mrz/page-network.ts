import { fileURLToPath } from 'node:url';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Grey } from './grey.ts';
import { openNetwork } from './open-network.ts';
import { type PageRaster, rasterOf } from './page-raster.ts';

/** Long side of the raster the page network was trained on, px; it was shown pages from three quarters to a fifth more. */
export const LONG_SIDE = 512;
/** Raster pixels per cell. */
const CELL = 4;
/** ln(capital height / long side) = centre + spread × output, as in `training/page_model.py`. */
const CAP_CENTRE = -4.2;
const CAP_SPREAD = 0.5;

/**
 * What the page network sees, one value a cell, row-major: probability of an MRZ line, reading direction (not normalised)
 * and capital height in cells. `kx` and `ky` are picture pixels per cell; cell (x, y) covers x…x+1, y…y+1.
 */
export interface PageCells {
  readonly columns: number;
  readonly rows: number;
  readonly kx: number;
  readonly ky: number;
  readonly line: Float32Array;
  readonly ux: Float32Array;
  readonly uy: Float32Array;
  readonly cap: Float32Array;
}

/** The loaded page localiser. `sha256` is of the bytes that run. */
export interface PageNetwork {
  readonly sha256: string;
  look(grey: Grey, longSide?: number): Promise<PageCells>;
  close(): Promise<void>;
}

const WEIGHTS = fileURLToPath(new URL('./page-locator.onnx', import.meta.url));

/** The weights the card's figures were measured with. */
const WEIGHTS_SHA256 = '34bbae86046b714959ea60616ffe200e344c55979cd273fc9f3d8e4084d9c160';

/**
 * Loads the page localiser once. One thread: the page is small. Throws when the file is missing or damaged, and when the
 * shipped file is not the one that was measured.
 */
export async function loadPageNetwork(path: string = WEIGHTS): Promise<PageNetwork> {
  const { session, sha256 } = await openNetwork(path, path === WEIGHTS ? WEIGHTS_SHA256 : null);
  return {
    sha256,
    look: async (grey, longSide = LONG_SIDE) => infer(session, rasterOf(grey, longSide), longSide),
    close: () => session.release(),
  };
}

async function infer(session: InferenceSession, raster: PageRaster, longSide: number): Promise<PageCells> {
  const { width, height, values } = raster;
  const output = await session.run({ page: new Tensor('float32', values, [1, 1, height, width]) });
  const data = output.cells?.data as Float32Array;
  const columns = width / CELL;
  const rows = height / CELL;
  const n = columns * rows;
  const plane = (channel: number): Float32Array => data.subarray(channel * n, (channel + 1) * n);
  return {
    columns,
    rows,
    kx: raster.kx * CELL,
    ky: raster.ky * CELL,
    line: plane(0).map((logit) => 1 / (1 + Math.exp(-logit))),
    ux: plane(1),
    uy: plane(2),
    cap: plane(3).map((v) => (Math.exp(CAP_CENTRE + CAP_SPREAD * v) * longSide) / CELL),
  };
}
