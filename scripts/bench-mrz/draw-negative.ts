import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';
import sharp from 'sharp';
import { loadTypefaces } from '../../drivers/simulation/document/typeface.ts';
import { createRandom, fractalNoise } from '../../drivers/simulation/people/noise.ts';

type Random = () => number;

/** Pictures that hold no machine-readable zone, the hardest first: payment slips are set in the same typeface. */
export const NEGATIVE_KINDS = [
  'payment-slip',
  'ticket',
  'code-listing',
  'text-page',
  'table',
  'barcode',
  'matrix-code',
  'checkerboard',
  'stripes',
  'clouds',
  'noise',
  'gradient',
  'blank',
] as const;
export type NegativeKind = (typeof NEGATIVE_KINDS)[number];

/** Draws one as a PNG; the seed fixes it. */
export async function drawNegative(kind: NegativeKind, seed: number): Promise<Uint8Array> {
  const random = createRandom(seed);
  const width = 500 + Math.floor(random() * 900);
  const height = 350 + Math.floor(random() * 700);
  switch (kind) {
    case 'payment-slip':
      return print(width, height, slipLines(random), random, 'ocr-b');
    case 'ticket':
      return print(width, height, ticketLines(random), random, 'mono');
    case 'code-listing':
      return print(width, height, listingLines(random), random, 'mono');
    case 'text-page':
      return print(width, height, proseLines(random), random, 'plain');
    case 'table':
      return print(width, height, tableLines(random), random, 'mono');
    default:
      return paint(width, height, painterOf(kind, width, height, random, seed));
  }
}

type Face = 'ocr-b' | 'mono' | 'plain';

/** Prints lines, largest that fit, with a soft focus and a slight turn. */
async function print(
  width: number,
  height: number,
  lines: readonly string[],
  random: Random,
  face: Face,
): Promise<Uint8Array> {
  const faces = loadTypefaces();
  const longest = Math.max(...lines.map((line) => line.length));
  const pitch = 2.54;
  const path = lines
    .map((line, i) => {
      const baselineMm = 8 + i * (face === 'plain' ? 5 : 5.4);
      if (face === 'ocr-b') return ocrb(faces, line, baselineMm);
      if (face === 'mono') return mono(line, pitch, baselineMm);
      return faces.line(line, { xMm: 4, baselineMm, sizeMm: 3.6 });
    })
    .join('');
  const paperMm = face === 'plain' ? longest * 2.1 + 10 : longest * pitch + 12;
  const view = `0 0 ${paperMm} ${(paperMm * height) / width}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}"><rect width="100%" height="100%" fill="#efeee8"/><path d="${path}" fill="#26241f"/></svg>`;
  const png = await sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
  return sharp(png)
    .rotate((random() - 0.5) * 6, { background: '#dcdbd4' })
    .blur(0.4 + random() * 0.6)
    .png()
    .toBuffer();
}

/** OCR-B draws its own alphabet only; blanks and other signs stay empty. */
const ocrb = (faces: ReturnType<typeof loadTypefaces>, line: string, baselineMm: number): string =>
  [...line]
    .map((c, i) => (c === ' ' ? '' : faces.mrz(c, { leftMm: 5 + i * 2.54, centreMm: baselineMm - 1.2 })))
    .join('');

let monoFont: ReturnType<typeof opentype.parse> | null = null;

function mono(line: string, pitchMm: number, baselineMm: number): string {
  if (monoFont === null) {
    const bytes = readFileSync(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'));
    monoFont = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  }
  const font = monoFont;
  return [...line]
    .map((c, i) =>
      font
        .charToGlyph(c)
        .getPath(5 + i * pitchMm, baselineMm, pitchMm / 0.602)
        .toPathData(3),
    )
    .join('');
}

const digits = (random: Random, n: number): string =>
  Array.from({ length: n }, () => Math.floor(random() * 10)).join('');
const WORDS =
  'the of and document holder authority pursuant to article issued valid until station number one page within border passport control travel ticket from central not transferable please keep this receipt'.split(
    ' ',
  );
const word = (random: Random): string => WORDS[Math.floor(random() * WORDS.length)] as string;
const repeat = (n: number, make: (i: number) => string): string[] => Array.from({ length: n }, (_, i) => make(i));

/** The coding lines of payment slips: OCR-B digits with `<`, `>`, `+` and `#`, as banks print them. */
const slipLines = (random: Random): string[] => [
  'KONTO / ACCOUNT',
  `${digits(random, 4)} ${digits(random, 4)} ${digits(random, 4)}`,
  '',
  `${digits(random, 13)}<${digits(random, 27)}+ ${digits(random, 9)}<`,
  `${digits(random, 9)}<`,
  '',
  `#  ${digits(random, 16)} #   ${digits(random, 6)} 00   ${digits(random, 1)} <       ${digits(random, 8)}#41#    `,
];

/** A travel ticket: capitals and digits in one pitch. */
const ticketLines = (random: Random): string[] =>
  repeat(10, (i) =>
    i % 3 === 2
      ? `${digits(random, 4)}-${digits(random, 6)}  ${digits(random, 2)}:${digits(random, 2)}  SEAT ${digits(random, 2)}A  PNR ${digits(random, 6)}`
      : [word, word, word, word, word, word].map((w) => w(random).toUpperCase()).join(' '),
  );

const listingLines = (random: Random): string[] =>
  repeat(
    12,
    (i) =>
      `${' '.repeat(2 * (i % 3))}if (${word(random)} < ${digits(random, 3)}) { ${word(random)}(); } // ${word(random)}`,
  );

const proseLines = (random: Random): string[] => repeat(16, () => repeat(9, () => word(random)).join(' '));

const tableLines = (random: Random): string[] => repeat(12, () => repeat(6, () => digits(random, 6)).join('  '));

/** Grey level of a pixel. */
type Painter = (x: number, y: number) => number;

function painterOf(
  kind: Exclude<NegativeKind, 'payment-slip' | 'ticket' | 'code-listing' | 'text-page' | 'table'>,
  width: number,
  height: number,
  random: Random,
  seed: number,
): Painter {
  const cell = 4 + Math.floor(random() * 14);
  const bars = Uint8Array.from({ length: width }, () => (random() < 0.5 ? 30 : 235));
  const hash = (x: number, y: number): number =>
    (Math.imul(x * 73_856_093 + y * 19_349_663 + seed, 2_654_435_761) >>> 16) & 255;
  switch (kind) {
    case 'barcode':
      return (x, y) => (y > height * 0.3 && y < height * 0.7 ? (bars[Math.floor(x / 3)] as number) : 240);
    case 'matrix-code':
      return (x, y) => (hash(Math.floor(x / cell), Math.floor(y / cell)) < 128 ? 20 : 245);
    case 'checkerboard':
      return (x, y) => ((Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0 ? 25 : 230);
    case 'stripes':
      // Bands of squares as large as capitals: the outline of a zone without its letters.
      return (x, y) => (y % (cell * 3) < cell && x % Math.ceil(cell * 1.1) < cell * 0.8 ? 40 : 225);
    case 'clouds':
      return (x, y) => 128 + 110 * fractalNoise(x / 60, y / 60, seed, 5);
    case 'noise':
      return (x, y) => hash(x, y);
    case 'gradient':
      return (x, y) => (255 * (x + y)) / (width + height);
    case 'blank':
      return () => 250;
  }
}

async function paint(width: number, height: number, painter: Painter): Promise<Uint8Array> {
  const data = new Uint8ClampedArray(width * height);
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) data[i] = painter(x, y);
  return sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
