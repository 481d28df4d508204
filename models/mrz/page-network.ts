import { Tensor } from 'onnxruntime-node';
import type { ModelIdentity } from '../../agent/contract/vocabulary/observations.ts';
import type { Network } from '../face/network.ts';
import { openNecessaryNetwork } from '../own-network.ts';
import type { Grey } from './grey.ts';
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

/** The loaded page localiser. */
export interface PageNetwork {
  readonly model: ModelIdentity;
  look(grey: Grey, longSide?: number): Promise<PageCells>;
  close(): Promise<void>;
}

/**
 * Loads the page localiser once. Throws when the file is missing, is not the one that the manifest pins, or does not answer
 * as recorded. `folder` is that of the manifest unless a test has its own.
 */
export async function loadPageNetwork(folder?: URL): Promise<PageNetwork> {
  const { network, model } = await openNecessaryNetwork('mrz-page-locator', folder);
  return {
    model,
    look: async (grey, longSide = LONG_SIDE) => infer(network, rasterOf(grey, longSide), longSide),
    close: () => network.close(),
  };
}

async function infer(network: Network, raster: PageRaster, longSide: number): Promise<PageCells> {
  const { width, height, values } = raster;
  const output = await network.run(new Tensor('float32', values, [1, 1, height, width]));
  const data = output('cells');
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
