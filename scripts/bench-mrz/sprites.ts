import sharp from 'sharp';
import { MRZ_CAP_HEIGHT_MM, MRZ_PITCH_MM } from '../../drivers/simulation/document/geometry.ts';
import { loadTypefaces } from '../../drivers/simulation/document/typeface.ts';

/** A piece of print as ink coverage (0…255) at several resolutions; its place is that of its left edge and centre line. */
export interface Sprite {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly levels: readonly SpriteLevel[];
}

export interface SpriteLevel {
  readonly pxPerMm: number;
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
}

export interface SpriteBox {
  /** One OCR-B character each; the cell is one pitch wide. */
  readonly characters: ReadonlyMap<string, Sprite>;
  /** Words of a printed zone: labels, values, dates. */
  readonly words: readonly Sprite[];
}

/** Capital heights (px) at which glyphs are rasterised; a capture takes the next larger, so nothing is enlarged or aliased. */
const CAPS_PX = [10, 13, 17, 22, 29];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
const CELL_HEIGHT_MM = 3.4;
const WORDS = [
  ['Surname / Nom', 1.5],
  ['Given names / Prénoms', 1.5],
  ['Nationality', 1.5],
  ['Date of birth', 1.5],
  ['Date of expiry', 1.5],
  ['Authority', 1.5],
  ['Personal No.', 1.5],
  ['LINDQVIST', 2.4],
  ['ANNA KATARINA', 2.4],
  ['NOVÁKOVÁ', 2.4],
  ['KOWALCZYK', 2.4],
  ['12 AUG 1988', 2.4],
  ['03 JAN 2031', 2.4],
  ['UTOPIAN', 2.4],
  ['ST 40718263', 2.6],
  ['POLICE AUTHORITY', 2.2],
  ['PASSPORT', 3.4],
  ['SPECIMEN', 4.2],
] as const;

/** Rasterises every glyph and word once from the typefaces of the document factory. */
export async function loadSprites(): Promise<SpriteBox> {
  const faces = loadTypefaces();
  const characters = new Map<string, Sprite>();
  for (const character of ALPHABET) {
    const path = faces.mrz(character, { leftMm: 0.3, centreMm: CELL_HEIGHT_MM / 2 });
    characters.set(character, await rasterise(path, MRZ_PITCH_MM, CELL_HEIGHT_MM));
  }
  const words: Sprite[] = [];
  for (const [text, sizeMm] of WORDS) {
    const path = faces.line(text, { xMm: 0.2, baselineMm: sizeMm, sizeMm });
    words.push(await rasterise(path, faces.widthMm(text, sizeMm) + 0.4, sizeMm * 1.3));
  }
  return { characters, words };
}

async function rasterise(path: string, widthMm: number, heightMm: number): Promise<Sprite> {
  const levels = await Promise.all(
    CAPS_PX.map(async (capPx) => {
      const pxPerMm = capPx / MRZ_CAP_HEIGHT_MM;
      const [width, height] = [Math.ceil(widthMm * pxPerMm), Math.ceil(heightMm * pxPerMm)];
      const view = `0 0 ${width / pxPerMm} ${height / pxPerMm}`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}"><path d="${path}"/></svg>`;
      const coverage = await sharp(Buffer.from(svg)).extractChannel(3).raw().toBuffer();
      return { pxPerMm, width, height, coverage: new Uint8Array(coverage) };
    }),
  );
  return { widthMm, heightMm, levels };
}
