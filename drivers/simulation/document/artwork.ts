import type { Light } from '../../../agent/contract/vocabulary/document.ts';
import { drawFluorescence } from './fluorescence.ts';
import { SHEETS, type SheetGeometry } from './geometry.ts';
import { drawGuilloche } from './guilloche.ts';
import { SIDES, type SideLayout } from './layout.ts';
import { PALETTES } from './palettes.ts';
import { printedField } from './printed-zone.ts';
import { seedOf } from './seed.ts';
import type { SpecimenDocument } from './specimen-document.ts';
import type { Typefaces } from './typeface.ts';

/** How strongly each layer shows under one light, 0…1, and the bare paper's colour. */
interface LightResponse {
  readonly paper: string | null;
  readonly background: number;
  readonly portrait: number;
  readonly personal: number;
  readonly mrz: number;
  readonly fluorescence: number;
}

/**
 * Near infrared: offset inks and dye portraits vanish, the B900 ink of the machine-readable zone absorbs (ICAO Doc 9303-3
 * §4.5). Ultraviolet: security paper stays dull and its fibres and overprint shine (9303-2, A.2); office paper glows blue.
 */
const RESPONSE: Readonly<Record<SpecimenDocument['production'], Readonly<Record<Light, LightResponse>>>> = {
  'security-print': {
    white: { paper: null, background: 1, portrait: 1, personal: 1, mrz: 1, fluorescence: 0 },
    infrared: { paper: '#e6e6e6', background: 0, portrait: 0.08, personal: 0.16, mrz: 1, fluorescence: 0 },
    ultraviolet: { paper: '#17142e', background: 0.06, portrait: 0.16, personal: 0.5, mrz: 0.6, fluorescence: 1 },
  },
  'office-copy': {
    white: { paper: null, background: 0.8, portrait: 0.95, personal: 0.9, mrz: 0.9, fluorescence: 0 },
    infrared: { paper: '#e2e2e2', background: 0, portrait: 0.05, personal: 0.05, mrz: 0.05, fluorescence: 0 },
    ultraviolet: { paper: '#93a6f2', background: 0.25, portrait: 0.5, personal: 0.8, mrz: 0.8, fluorescence: 0 },
  },
};

const INK = '#1b1b20';

/** SVG (user unit = 1 mm) of one side under one light. `portraitPng` is the holder's picture; null leaves the frames empty. */
export function drawSide(
  document: SpecimenDocument,
  side: 'front' | 'back',
  light: Light,
  faces: Typefaces,
  portraitPng: Uint8Array | null,
): string {
  const sheet = SHEETS[document.format];
  const layout = SIDES[document.format][side];
  if (layout === undefined) throw new RangeError(`${document.format} has no ${side} side`);
  const inks = PALETTES[document.palette];
  const response = RESPONSE[document.production][light];
  const seed = seedOf(`${document.issuer.code}/${document.format}/${side}`);
  const box = `x="0" y="0" width="${sheet.widthMm}" height="${sheet.heightMm}"`;
  const whole = { x: 0, y: 0, width: sheet.widthMm, height: sheet.heightMm };
  const group = (opacity: number, body: string) => (opacity === 0 ? '' : `<g opacity="${opacity}">${body}</g>`);
  const text = (d: string, ink = INK) => (d === '' ? '' : `<path d="${d}" fill="${ink}"/>`);
  const picture = portraitPng === null ? null : `data:image/png;base64,${Buffer.from(portraitPng).toString('base64')}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sheet.widthMm} ${sheet.heightMm}">`,
    `<defs><linearGradient id="p" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${inks.paper[0]}"/>`,
    `<stop offset="1" stop-color="${inks.paper[1]}"/></linearGradient>`,
    '<pattern id="h" width="0.9" height="0.9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">',
    `<rect width="0.16" height="0.9" fill="${inks.lines[0]}"/></pattern>`,
    `<clipPath id="c"><rect ${box} rx="${sheet.cornerMm}"/></clipPath></defs><g clip-path="url(#c)">`,
    `<rect ${box} fill="${response.paper ?? 'url(#p)'}"/>`,
    group(response.background, drawGuilloche(whole, inks, seed) + hatchedBands(sheet, layout)),
    group(response.background, microprint(document, sheet, faces, inks.lines[1])),
    group(response.portrait, drawPortraits(layout, picture)),
    group(response.background, text(header(document, layout, faces), inks.title) + overprint(document, sheet, faces)),
    group(response.personal, text(printedZone(document, layout, faces))),
    response.fluorescence > 0 ? drawFluorescence(document, whole, faces, seed) : '',
    group(response.mrz, sheet.mrz.side === side ? text(machineReadableZone(document, sheet, faces)) : ''),
    '</g></svg>',
  ].join('');
}

function machineReadableZone(document: SpecimenDocument, sheet: SheetGeometry, faces: Typefaces): string {
  return document.mrz
    .map((line, i) => {
      const fromBottom = sheet.mrz.centreLinesMm[i];
      if (fromBottom === undefined) throw new RangeError(`${document.id}: too many lines`);
      return faces.mrz(line, { leftMm: sheet.mrz.leftMm, centreMm: sheet.heightMm - fromBottom });
    })
    .join('');
}

function printedZone(document: SpecimenDocument, layout: SideLayout, faces: Typefaces): string {
  return layout.fields
    .map(({ field, xMm, baselineMm }) => {
      const printed = printedField(document, field);
      if (printed === null) return '';
      const caption = { xMm, baselineMm: baselineMm - layout.valueMm * 1.12, sizeMm: layout.captionMm };
      return (
        faces.line(printed.caption, caption) +
        faces.line(printed.value, { xMm, baselineMm, sizeMm: layout.valueMm, bold: true })
      );
    })
    .join('');
}

function header(document: SpecimenDocument, layout: SideLayout, faces: Typefaces): string {
  const { xMm, baselineMm, sizeMm } = layout.header;
  const state = faces.line(document.issuer.name, { xMm, baselineMm, sizeMm, bold: true });
  const kind = {
    xMm: xMm + faces.widthMm(document.issuer.name, sizeMm, true) + sizeMm,
    baselineMm,
    sizeMm: sizeMm * 0.72,
  };
  return state + faces.line(document.titleWords, kind);
}

function drawPortraits(layout: SideLayout, picture: string | null): string {
  if (picture === null) return '';
  const image = (area: { x: number; y: number; width: number; height: number }, opacity: number) =>
    `<image x="${area.x}" y="${area.y}" width="${area.width}" height="${area.height}" opacity="${opacity}" ` +
    `preserveAspectRatio="xMidYMid slice" href="${picture}"/>`;
  const { portrait, ghost } = layout;
  return (portrait ? image(portrait, 1) : '') + (ghost ? image(ghost, 0.32) : '');
}

/** Finely hatched bands along the top edge and above the machine-readable zone. */
function hatchedBands(sheet: SheetGeometry, layout: SideLayout): string {
  const top = layout.header.baselineMm + 1.6;
  const band = (y: number) => `<rect x="0" y="${y}" width="${sheet.widthMm}" height="0.9" fill="url(#h)"/>`;
  return band(top) + band(sheet.heightMm - sheet.mrz.heightMm - 0.2);
}

/** Small repeated words that say what the sheet is: no one can take it for a real document. */
function microprint(document: SpecimenDocument, sheet: SheetGeometry, faces: Typefaces, ink: string): string {
  if (document.production === 'office-copy') return '';
  const words = 'SPECIMEN · NOT A TRAVEL DOCUMENT · ID06 STATION SIMULATOR · ';
  const sizeMm = 0.85;
  const width = faces.widthMm(words, sizeMm);
  const word = faces.line(words, { xMm: 0, baselineMm: 0, sizeMm });
  let lines = `<defs><path id="m" d="${word}" fill="${ink}"/></defs>`;
  for (const share of [0.28, 0.56, 0.97]) {
    for (let x = 0.5; x < sheet.widthMm; x += width) lines += `<use href="#m" x="${x}" y="${sheet.heightMm * share}"/>`;
  }
  return lines;
}

function overprint(document: SpecimenDocument, sheet: SheetGeometry, faces: Typefaces): string {
  if (document.overprint === undefined) return '';
  const sizeMm = sheet.heightMm * 0.15;
  const width = faces.widthMm(document.overprint, sizeMm, true);
  const place = {
    xMm: (sheet.widthMm - width) / 2 + sheet.widthMm * 0.12,
    baselineMm: sheet.heightMm * 0.5,
    sizeMm,
    bold: true,
  };
  const middle = `${sheet.widthMm / 2} ${sheet.heightMm * 0.45}`;
  return `<path transform="rotate(-18 ${middle})" d="${faces.line(document.overprint, place)}" fill="#b3203a" opacity="0.16"/>`;
}
