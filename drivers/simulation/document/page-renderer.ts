import sharp from 'sharp';
import type { Light } from '../../../agent/contract/vocabulary/document.ts';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { drawSide } from './artwork.ts';
import { SHEETS } from './geometry.ts';
import { SIDES } from './layout.ts';
import { seedOf } from './seed.ts';
import type { SheetSide, SpecimenDocument } from './specimen-document.ts';
import { loadTypefaces } from './typeface.ts';
import type { Raster } from './warp.ts';
import type { Wear } from './wear.ts';
import { takePicture } from './weathering.ts';

/** Draws the ID portrait of a person of the simulated world: RGB, head and shoulders on a plain ground. */
export type PortraitSource = (
  person: string,
  size: { readonly widthPx: number; readonly heightPx: number; readonly seed: number },
) => Promise<Picture>;

export interface PageRequest {
  readonly document: SpecimenDocument;
  readonly side: SheetSide;
  readonly light: Light;
  readonly wear: Wear;
}

export interface PageRenderer {
  /** JPEG bytes of the sheet as a scanner of `dpi` sees it. The same request gives the same bytes. */
  render(request: PageRequest): Promise<Uint8Array>;
  readonly dpi: number;
}

const PORTRAIT_PX = { widthPx: 420, heightPx: 540 };
const KEPT_PAGES = 24;

export function createPageRenderer(options: {
  readonly portrait: PortraitSource;
  readonly dpi?: number;
}): PageRenderer {
  const dpi = options.dpi ?? 400;
  const faces = loadTypefaces();
  const pages = new Map<string, Promise<Uint8Array>>();
  const portraits = new Map<string, Promise<Uint8Array>>();

  const portraitOf = (person: string) =>
    remember(portraits, person, async () => {
      const { width, height, data } = await options.portrait(person, { ...PORTRAIT_PX, seed: seedOf(person) });
      return sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
    });

  const rasterise = async (document: SpecimenDocument, side: 'front' | 'back', light: Light): Promise<Raster> => {
    const needed = SIDES[document.format][side]?.portrait !== undefined;
    const svg = drawSide(document, side, light, faces, needed ? await portraitOf(document.holder) : null);
    const width = Math.round((SHEETS[document.format].widthMm * dpi) / 25.4);
    const picture = sharp(Buffer.from(svg), { density: (72 * dpi) / 25.4, unlimited: true }).resize({ width });
    const { data, info } = await picture
      .flatten({ background: '#161618' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: 3, data };
  };

  const render = async ({ document, side, light, wear }: PageRequest) => {
    const both = side === 'both' && SIDES[document.format].back !== undefined;
    const front = side === 'back' ? null : await rasterise(document, 'front', light);
    const back = side === 'back' || both ? await rasterise(document, 'back', light) : null;
    const page = front === null ? (back as Raster) : back === null ? front : stack(front, back, dpi);
    return takePicture(page, wear, dpi, light === 'white' ? 'white' : 'other');
  };

  return {
    dpi,
    render: (request) => remember(pages, JSON.stringify(request), () => render(request)),
  };
}

/** Front above back with 6 mm of glass between them. */
function stack(front: Raster, back: Raster, dpi: number): Raster {
  const gap = Math.round((6 * dpi) / 25.4);
  const row = front.width * 3;
  const data = new Uint8Array(row * (front.height + gap + back.height)).fill(22);
  data.set(front.data, 0);
  data.set(back.data, row * (front.height + gap));
  return { width: front.width, height: front.height + gap + back.height, channels: 3, data };
}

/** Keeps the newest pictures; a failed one is forgotten so that it can be tried again. */
function remember(
  kept: Map<string, Promise<Uint8Array>>,
  key: string,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT_PAGES && oldest !== undefined) kept.delete(oldest);
  return made;
}
