import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { MrzFormat } from '../../../agent/contract/vocabulary/document.ts';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';

export interface Page {
  readonly file: string;
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  readonly checksPrinted: boolean;
  /** Path of the deskewed MRZ block inside the set, where there is one. */
  readonly crop?: string;
}

export const FIXTURES = fileURLToPath(new URL('../../fixtures/mrz/', import.meta.url));
/** Specimen documents beside the repository: for measuring only, never part of it. */
export const SET = fileURLToPath(new URL('../../../../shared/mrz-set/', import.meta.url));

export const setIsThere = existsSync(`${SET}truth.json`);

export const pagesOf = (folder: string): Page[] => JSON.parse(readFileSync(`${folder}truth.json`, 'utf8')) as Page[];

/** Pixels of a picture file, upright by EXIF, turned clockwise by `degrees`. */
export async function pixels(bytes: Uint8Array, degrees = 0): Promise<Picture> {
  const upright = await sharp(bytes)
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  const { data, info } = await sharp(upright)
    .rotate(degrees, { background: '#303030' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { width: info.width, height: info.height, data };
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let i = 0; i < info.width * info.height; i++) rgb.fill(data[i * info.channels] as number, 3 * i, 3 * i + 3);
  return { width: info.width, height: info.height, data: rgb };
}
