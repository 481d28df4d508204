import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';
import { MRZ_CAP_HEIGHT_MM, MRZ_PITCH_MM } from './geometry.ts';

/** Draws text as outlines, so that no font of the machine is needed. All lengths in millimetres. */
export interface Typefaces {
  /** Printed zone. Returns SVG path data; `sizeMm` is the em. */
  line(text: string, place: { xMm: number; baselineMm: number; sizeMm: number; bold?: boolean }): string;
  widthMm(text: string, sizeMm: number, bold?: boolean): number;
  /** One line of OCR-B size 1 at its fixed pitch, its capitals centred on `centreMm` (distance from the top edge). */
  mrz(text: string, place: { leftMm: number; centreMm: number }): string;
}

type Font = ReturnType<typeof opentype.parse>;

/** Height and left side bearing of the OCR-B capital H in font units of a 1000-unit em. */
const OCRB_CAPITAL = { top: 713, bottom: -10, left: 113 };

let loaded: Typefaces | null = null;

/** The typefaces of the factory, parsed once in a process. */
export function loadTypefaces(): Typefaces {
  loaded ??= readTypefaces();
  return loaded;
}

function readTypefaces(): Typefaces {
  const require = createRequire(import.meta.url);
  const ocrb = parse(new URL('./fonts/OCRB.otf', import.meta.url));
  const plain = parse(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  const strong = parse(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'));
  const pick = (bold: boolean | undefined) => (bold ? strong : plain);
  const emMm = (MRZ_CAP_HEIGHT_MM * 1000) / (OCRB_CAPITAL.top - OCRB_CAPITAL.bottom);
  return {
    line: (text, place) => {
      const font = pick(place.bold);
      let x = place.xMm;
      let path = '';
      for (const character of text) {
        const glyph = font.charToGlyph(character);
        path += pathData(glyph.getPath(x, place.baselineMm, place.sizeMm));
        x += advance(font, glyph, place.sizeMm);
      }
      return path;
    },
    widthMm: (text, sizeMm, bold) => {
      const font = pick(bold);
      return [...text].reduce((sum, character) => sum + advance(font, font.charToGlyph(character), sizeMm), 0);
    },
    mrz: (text, place) => {
      const middle = (((OCRB_CAPITAL.top + OCRB_CAPITAL.bottom) / 2) * emMm) / 1000;
      const start = place.leftMm - (OCRB_CAPITAL.left * emMm) / 1000;
      return [...text]
        .map((character, i) =>
          pathData(ocrb.charToGlyph(character).getPath(start + i * MRZ_PITCH_MM, place.centreMm + middle, emMm)),
        )
        .join('');
    },
  };
}

function advance(font: Font, glyph: ReturnType<Font['charToGlyph']>, sizeMm: number): number {
  return ((glyph.advanceWidth ?? 0) * sizeMm) / font.unitsPerEm;
}

/** The library's own serialiser drops the closing edge of counters and fills the A, so the outline is written here, in micrometres. */
function pathData(path: ReturnType<ReturnType<Font['charToGlyph']>['getPath']>): string {
  const point = (x: number, y: number) => `${x.toFixed(3)} ${y.toFixed(3)}`;
  let data = '';
  for (const c of path.commands) {
    if (c.type === 'C') data += `C${point(c.x1, c.y1)} ${point(c.x2, c.y2)} ${point(c.x, c.y)}`;
    else if (c.type === 'Q') data += `Q${point(c.x1, c.y1)} ${point(c.x, c.y)}`;
    else if (c.type === 'Z') data += 'Z';
    else data += `${c.type}${point(c.x, c.y)}`;
  }
  return data;
}

function parse(file: URL | string): Font {
  const bytes = readFileSync(file);
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
