import sharp from 'sharp';
import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';

/** Longest side of the picture in which areas are judged; OCR-B of a passport that fills the frame is then 7 px high. */
const SMALL_SIDE = 400;
/** Up to this side focus is judged in the pixels as taken; larger pictures are reduced to DETAIL_SIDE first. */
const LARGEST_DETAIL = 1600;
const DETAIL_SIDE = 1200;

/** Two reductions of a page: `small` for light, colour and shapes, `detail` for focus. */
export interface ReducedPage {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  /** ITU-R BT.601 luma of `rgb`. */
  readonly luma: Uint8Array;
  /** Pixels of the page per pixel of `small`. */
  readonly scale: number;
  /** One channel every `step` bytes from `offset`. */
  readonly detail: Detail;
}

export interface Detail {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly step: 1 | 3;
  readonly offset: 0 | 1;
  /** Pixels of the page per pixel of `detail`. */
  readonly scale: number;
}

/** Reduces a page; the green channel stands for grey where nothing needs to be reduced. */
export async function reducePage(page: Picture): Promise<ReducedPage> {
  const raw = { width: page.width, height: page.height, channels: 3 } as const;
  const shrunk = (side: number) =>
    sharp(page.data, { raw }).resize({
      width: side,
      height: side,
      fit: 'inside',
      kernel: 'linear',
      withoutEnlargement: true,
    });
  const { data, info } = await shrunk(SMALL_SIDE).raw().toBuffer({ resolveWithObject: true });
  const luma = new Uint8Array(info.width * info.height);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3)
    luma[i] = (77 * (data[at] as number) + 150 * (data[at + 1] as number) + 29 * (data[at + 2] as number)) >> 8;
  const long = Math.max(page.width, page.height);
  const small = { width: info.width, height: info.height, rgb: data, luma, scale: page.width / info.width };
  if (long <= LARGEST_DETAIL) {
    const detail = { width: page.width, height: page.height, data: page.data, step: 3, offset: 1, scale: 1 } as const;
    return { ...small, detail };
  }
  const fine = await shrunk(DETAIL_SIDE).greyscale().raw().toBuffer({ resolveWithObject: true });
  const scale = page.width / fine.info.width;
  const detail = {
    width: fine.info.width,
    height: fine.info.height,
    data: fine.data,
    step: 1,
    offset: 0,
    scale,
  } as const;
  return { ...small, detail };
}

/** A box of the small picture in pixels of the page. */
export function toPage({ x, y, width, height }: Box, page: Pick<ReducedPage, 'scale'>): Box {
  const k = page.scale;
  return { x: Math.round(x * k), y: Math.round(y * k), width: Math.round(width * k), height: Math.round(height * k) };
}
