import sharp, { type Sharp } from 'sharp';
import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { drawPortrait } from '../../drivers/simulation/cast-pictures.ts';
import { SHEETS } from '../../drivers/simulation/document/geometry.ts';
import { createPageRenderer } from '../../drivers/simulation/document/page-renderer.ts';
import type { Palette, SheetSide, SpecimenDocument } from '../../drivers/simulation/document/specimen-document.ts';
import { CLEAN } from '../../drivers/simulation/document/wear.ts';
import { createRandom } from '../../drivers/simulation/people/noise.ts';
import {
  EXPIRED_FINNISH_CARD,
  ICAO_PASSPORT,
  LITHUANIAN_CARD,
  PAGE_WITHOUT_MRZ,
  POLISH_PASSPORT,
  SWEDISH_PASSPORT,
  SWEDISH_RESIDENCE_PERMIT,
  UKRAINIAN_PASSPORT,
} from '../../drivers/simulation/specimens.ts';

/** What is done to one picture of a page, in millimetres on the sheet where it has a length; nothing by default. */
export interface Degradation {
  /** Radius of the burnt-out middle of a reflection; it fades over as much again. */
  readonly glareMm?: number;
  readonly blurMm?: number;
  readonly motionMm?: number;
  readonly motionDeg?: number;
  /** How far a finger, or a dark object, reaches in. */
  readonly fingerMm?: number;
  readonly darkObjectMm?: number;
  /** Resolution of the sheet in the picture, pixels per millimetre; 10.2 unless given. */
  readonly pxPerMm?: number;
  /** Share of the sheet that lies beyond one side of the picture, or, with `allSides`, beyond each. */
  readonly cut?: number;
  readonly allSides?: boolean;
  readonly exposure?: number;
  /** Share of the print's contrast that is left. */
  readonly contrast?: number;
  readonly withoutMrz?: boolean;
  readonly emptyGlass?: boolean;
}

export interface TakenPage {
  readonly picture: Picture;
  /** Null on a side without MRZ. */
  readonly mrz: { readonly box: Box; readonly capHeightPx: number } | null;
  readonly ground: 'glass' | 'table' | 'filled';
  readonly kind: 'card' | 'passport';
  /** The finger, object or reflection that was put there. */
  readonly mark: Box | null;
}

const DPI = 260;
const PX_PER_MM = DPI / 25.4;
const PASSPORTS = [ICAO_PASSPORT, POLISH_PASSPORT, SWEDISH_PASSPORT, UKRAINIAN_PASSPORT];
const CARDS = [LITHUANIAN_CARD, EXPIRED_FINNISH_CARD, SWEDISH_RESIDENCE_PERMIT];
const PALETTES: readonly Palette[] = ['sea', 'moss', 'rose', 'sand', 'lilac'];
const SKINS = ['#8d5b3f', '#c98f6d', '#e3b293', '#6b4430', '#b57a58', '#d9a184'];
const SIDES = ['left', 'right', 'top', 'bottom'] as const;

const renderer = createPageRenderer({ portrait: drawPortrait, dpi: DPI });

/**
 * One picture of a page of the document factory: `seed` chooses document, paper, ground, skew, light, noise and where the
 * degradation falls. What `degradation` leaves out stays within what a good capture shows.
 */
export async function takePage(seed: number, degradation: Degradation = {}): Promise<TakenPage> {
  const random = createRandom(seed * 7919 + 13);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const between = (low: number, high: number) => low + (high - low) * random();
  const kind = random() < 0.6 ? 'passport' : 'card';
  const ground = pick(['glass', 'glass', 'table', 'filled'] as const);
  const palette = pick(PALETTES);
  const document: SpecimenDocument = {
    ...(kind === 'card' ? pick(CARDS) : degradation.withoutMrz ? PAGE_WITHOUT_MRZ : pick(PASSPORTS)),
    palette,
  };
  const side: SheetSide = kind === 'card' && !degradation.withoutMrz ? 'back' : 'front';
  const sheet = await sheetOf(document, side);
  const sized = degradation.pxPerMm ?? PX_PER_MM;
  const angle = ground === 'filled' ? 0 : between(-4, 4);
  const floor = ground === 'table' ? pick(['#8a6d4f', '#b9b4aa', '#5d6b78', '#3c3f45']) : '#161618';
  const { widthMm, heightMm, mrz } = SHEETS[document.format];

  const flat = { width: Math.round(widthMm * sized), height: Math.round(heightMm * sized), fit: 'fill' } as const;
  const lying = await pixelsOf(pictureOf(sheet).resize(flat));
  const turned = await pixelsOf(pictureOf(lying).rotate(angle, { background: floor }));
  const { width: rw, height: rh } = turned;
  // The frame is that of a passport scanner, so a smaller print leaves more ground round it.
  const room = degradation.pxPerMm ? { width: 1300, height: 950 } : { width: rw + 90, height: rh + 90 };
  const { width, height } = ground === 'filled' ? turned : room;
  const left = Math.floor((width - rw) / 2);
  const top = Math.floor((height - rh) / 2);
  let taken = await pixelsOf(
    pictureOf(turned).extend({ left, top, right: width - rw - left, bottom: height - rh - top, background: floor }),
  );

  const centreX = left + rw / 2;
  const centreY = top + rh / 2;
  const place = (xMm: number, yMm: number): readonly [number, number] => {
    const [dx, dy] = [(xMm - widthMm / 2) * sized, (yMm - heightMm / 2) * sized];
    const a = (angle * Math.PI) / 180;
    return [centreX + dx * Math.cos(a) - dy * Math.sin(a), centreY + dx * Math.sin(a) + dy * Math.cos(a)];
  };

  const overlays: string[] = [];
  let mark: Box | null = null;
  const onMrz = random() < 0.6;
  if (degradation.fingerMm !== undefined) {
    const from = pick(SIDES);
    const shift = between(0.2, 0.8);
    mark = fingerBox(from, shift, degradation.fingerMm, sized, widthMm, heightMm, place, { width, height });
    overlays.push(fingerSvg(mark, from, pick(SKINS)));
  }
  if (degradation.darkObjectMm !== undefined) {
    const size = degradation.darkObjectMm * sized;
    const [x, y] = place(between(0.25, 0.75) * widthMm, heightMm);
    mark = { x: x - between(0.6, 1.2) * size, y: y - size, width: 1.8 * size, height: height - y + size };
    overlays.push(
      `<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" rx="${0.3 * size}" fill="#1a1a1b"/>`,
    );
  }
  if (overlays.length > 0) taken = await drawOver(taken, overlays.join(''));
  const sigma = Math.hypot(degradation.blurMm ?? 0, between(0.02, 0.045)) * sized;
  if (sigma >= 0.3) taken = await pixelsOf(pictureOf(taken).blur(sigma));
  if (degradation.motionMm !== undefined) {
    const kernel = motionKernel(degradation.motionMm * sized, degradation.motionDeg ?? Math.round(between(0, 180)));
    taken = await pixelsOf(pictureOf(taken).convolve(kernel));
  }
  if (degradation.glareMm !== undefined) {
    const yMm = onMrz ? heightMm - between(6, 16) : between(0.2, 0.7) * heightMm;
    const [x, y] = place(between(0.2, 0.8) * widthMm, yMm);
    const radius = degradation.glareMm * sized;
    const squash = between(0.6, 1);
    mark = { x: x - radius, y: y - radius * squash, width: 2 * radius, height: 2 * radius * squash };
    const glow =
      '<defs><radialGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="0.5" stop-color="#fff"/>' +
      '<stop offset="0.7" stop-color="#fff" stop-opacity="0.55"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>' +
      `<ellipse cx="${x}" cy="${y}" rx="${2 * radius}" ry="${2 * radius * squash}" fill="url(#g)"/>`;
    taken = await drawOver(taken, glow);
  }
  const pixels = taken.data;
  if (degradation.emptyGlass) for (let i = 0; i < pixels.length; i++) pixels[i] = i % 3 === 2 ? 24 : 22;
  sense(pixels, {
    exposure: degradation.exposure ?? between(0.82, 0.98),
    contrast: degradation.contrast ?? 1,
    noise: between(1, 3),
    random,
    bright: degradation.glareMm !== undefined,
  });
  let full: Picture = taken;
  const corners = mrzCorners(document, mrz).map(([x, y]) => place(x, y));
  let box: Box | null = side === mrz.side && document.mrz.length > 0 ? boundsOf(corners) : null;
  if (degradation.cut !== undefined) {
    const [dx, dy] = [degradation.cut * widthMm * sized, degradation.cut * heightMm * sized];
    const off = degradation.allSides ? SIDES : [pick(SIDES)];
    const window = {
      left: off.includes('left') ? Math.round(left + dx) : 0,
      top: off.includes('top') ? Math.round(top + dy) : 0,
      right: off.includes('right') ? Math.round(width - left - dx) : width,
      bottom: off.includes('bottom') ? Math.round(height - top - dy) : height,
    };
    const region = {
      left: window.left,
      top: window.top,
      width: window.right - window.left,
      height: window.bottom - window.top,
    };
    full = await pixelsOf(pictureOf(full).extract(region));
    if (box) box = { ...box, x: box.x - region.left, y: box.y - region.top };
  }
  const jpeg = await pictureOf(full)
    .jpeg({ quality: Math.round(between(80, 95)) })
    .toBuffer();
  return {
    picture: await pixelsOf(sharp(jpeg)),
    mrz: box ? { box, capHeightPx: 2.46 * sized } : null,
    ground,
    kind,
    mark,
  };
}

const sheets = new Map<string, Promise<Picture>>();

/** The bare sheet, cut out of its picture on the glass, without noise. */
function sheetOf(document: SpecimenDocument, side: SheetSide): Promise<Picture> {
  const key = `${document.id} ${document.palette} ${side}`;
  const known = sheets.get(key);
  if (known) return known;
  const made = (async () => {
    const jpeg = await renderer.render({
      document,
      side,
      light: 'white',
      wear: { ...CLEAN, blurMm: 0, noise: 0, jpegQuality: 100 },
    });
    const { widthMm, heightMm } = SHEETS[document.format];
    const { width = 0, height = 0 } = await sharp(jpeg).metadata();
    const [w, h] = [Math.floor(widthMm * PX_PER_MM), Math.floor(heightMm * PX_PER_MM)];
    return pixelsOf(
      sharp(jpeg).extract({
        left: Math.round((width - w) / 2),
        top: Math.round((height - h) / 2),
        width: w,
        height: h,
      }),
    );
  })();
  sheets.set(key, made);
  return made;
}

const pictureOf = ({ width, height, data }: Picture): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

async function pixelsOf(picture: Sharp): Promise<Picture> {
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function mrzCorners(
  document: SpecimenDocument,
  mrz: (typeof SHEETS)['TD3']['mrz'],
): readonly (readonly [number, number])[] {
  const { heightMm } = SHEETS[document.format];
  const right = mrz.leftMm + (document.mrz[0]?.length ?? 0) * 2.54;
  const top = heightMm - (mrz.centreLinesMm[0] ?? 0) - 1.6;
  const bottom = heightMm - (mrz.centreLinesMm.at(-1) ?? 0) + 1.6;
  return [
    [mrz.leftMm, top],
    [right, top],
    [right, bottom],
    [mrz.leftMm, bottom],
  ];
}

function boundsOf(points: readonly (readonly [number, number])[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

type Place = (xMm: number, yMm: number) => readonly [number, number];

/** A finger 15 mm wide from the picture's edge to `reachMm` inside the sheet. */
function fingerBox(
  from: (typeof SIDES)[number],
  shift: number,
  reachMm: number,
  pxPerMm: number,
  widthMm: number,
  heightMm: number,
  place: Place,
  frame: { readonly width: number; readonly height: number },
): Box {
  const thick = 15 * pxPerMm;
  switch (from) {
    case 'left': {
      const [x, y] = place(reachMm, shift * heightMm);
      return { x: -thick, y: y - thick / 2, width: x + thick, height: thick };
    }
    case 'right': {
      const [x, y] = place(widthMm - reachMm, shift * heightMm);
      return { x, y: y - thick / 2, width: frame.width - x + thick, height: thick };
    }
    case 'top': {
      const [x, y] = place(shift * widthMm, reachMm);
      return { x: x - thick / 2, y: -thick, width: thick, height: y + thick };
    }
    case 'bottom': {
      const [x, y] = place(shift * widthMm, heightMm - reachMm);
      return { x: x - thick / 2, y, width: thick, height: frame.height - y + thick };
    }
  }
}

function fingerSvg(box: Box, from: (typeof SIDES)[number], skin: string): string {
  const lying = from === 'left' || from === 'right';
  const radius = Math.min(box.width, box.height) / 2;
  const gradient = `<linearGradient id="f" ${lying ? 'x1="0" y1="0" x2="0" y2="1"' : 'x1="0" y1="0" x2="1" y2="0"'}><stop offset="0" stop-color="#000" stop-opacity="0.3"/><stop offset="0.3" stop-color="#000" stop-opacity="0"/><stop offset="0.75" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.35"/></linearGradient>`;
  const shape = `x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${radius}"`;
  return `<defs>${gradient}</defs><rect ${shape} fill="${skin}"/><rect ${shape} fill="url(#f)"/>`;
}

function drawOver(picture: Picture, body: string): Promise<Picture> {
  const { width, height } = picture;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`;
  return pixelsOf(pictureOf(picture).composite([{ input: Buffer.from(svg) }]));
}

/** A straight line of `travelPx` in any direction. */
function motionKernel(travelPx: number, degrees: number): { width: number; height: number; kernel: number[] } {
  const side = Math.max(3, Math.ceil(travelPx) | 1);
  const kernel = new Array<number>(side * side).fill(0);
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  for (let i = 0; i <= 40; i++) {
    const t = (i / 40 - 0.5) * travelPx;
    const [x, y] = [t * c + side / 2 - 0.5, t * s + side / 2 - 0.5];
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    for (const [dx, dy, w] of [
      [0, 0, (1 - (x - x0)) * (1 - (y - y0))],
      [1, 0, (x - x0) * (1 - (y - y0))],
      [0, 1, (1 - (x - x0)) * (y - y0)],
      [1, 1, (x - x0) * (y - y0)],
    ] as const) {
      const [px, py] = [Math.min(side - 1, Math.max(0, x0 + dx)), Math.min(side - 1, Math.max(0, y0 + dy))];
      kernel[py * side + px] = (kernel[py * side + px] as number) + 1000 * w;
    }
  }
  return { width: side, height: side, kernel: kernel.map(Math.round) };
}

/** Exposure, contrast of the print, and noise; a burnt-out pixel stays so. */
function sense(
  data: Uint8Array,
  how: { exposure: number; contrast: number; noise: number; random: () => number; bright: boolean },
): void {
  for (let i = 0; i < data.length; i += 3) {
    const noise = (how.random() + how.random() + how.random() - 1.5) * 2 * how.noise;
    const burnt = how.bright && (data[i] as number) + (data[i + 1] as number) + (data[i + 2] as number) >= 762;
    for (let c = i; c < i + 3; c++) {
      const v = data[c] as number;
      const flat = 225 + (v - 225) * how.contrast;
      data[c] = burnt ? 255 : Math.max(0, Math.min(255, flat * how.exposure + noise));
    }
  }
}
