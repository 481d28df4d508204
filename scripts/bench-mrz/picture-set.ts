import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MRZ_LINES, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { failingChecks, LAYOUTS } from '../../models/mrz/layouts.ts';

/** One document of a set: a picture and what is printed in its machine-readable zone. */
export interface SetPage {
  readonly file: string;
  readonly format: MrzFormat;
  /** As printed, wrong check digits included. */
  readonly lines: readonly string[];
  /** Whether the printed check digits are right. */
  readonly checksPrinted: boolean;
  readonly tags: readonly string[];
  /** Path of the picture. */
  readonly path: string;
  /** Path of the deskewed MRZ block, where the set has one. */
  readonly cropPath: string | null;
  /** Height of capitals in pixels, where the set tells it. */
  readonly capPx: number | null;
}

export interface PictureSet {
  readonly folder: string;
  readonly pages: readonly SetPage[];
}

/** `lineHeightPx` of a truth file is the height of a line's box; capitals of OCR-B fill this share of it. */
const CAPITAL_SHARE = 0.85;

interface TruthEntry {
  readonly file: string;
  readonly format: string;
  readonly lines: readonly string[];
  readonly checksPrinted?: boolean;
  readonly tags?: readonly string[];
  readonly crop?: string;
  readonly lineHeightPx?: number;
}

/**
 * Opens a folder with `truth.json` (an array of `{file, format, lines, checksPrinted?, tags?, crop?, lineHeightPx?}`) and the
 * pictures in `img/` or beside it. Whether the printed digits are right is worked out where the set does not say. Throws with a sentence that says what is missing.
 */
export function openPictureSet(folder: string): PictureSet {
  const truth = join(folder, 'truth.json');
  if (!existsSync(truth)) throw new Error(`${folder} holds no truth.json: name a folder with truth.json and img/`);
  const entries = JSON.parse(readFileSync(truth, 'utf8')) as unknown;
  if (!Array.isArray(entries)) throw new Error(`${truth} is not a list of pictures`);
  return { folder, pages: entries.map((entry) => pageOf(folder, entry as TruthEntry)) };
}

function pageOf(folder: string, entry: TruthEntry): SetPage {
  const format = formatOf(entry.format);
  if (format === null) throw new Error(`truth.json, ${entry.file}: unknown format ${entry.format}`);
  const lengths = (entry.lines ?? []).map((line) => line.length).join('/');
  if (lengths !== MRZ_LINES[format].join('/'))
    throw new Error(`truth.json, ${entry.file}: ${format} has lines of ${MRZ_LINES[format].join('/')}, not ${lengths}`);
  const path = [join(folder, 'img', entry.file), join(folder, entry.file)].find((p) => existsSync(p));
  if (path === undefined) throw new Error(`truth.json names ${entry.file}, which is not in ${join(folder, 'img')}`);
  const cropPath = entry.crop ? join(folder, entry.crop) : null;
  return {
    file: entry.file,
    format,
    lines: entry.lines,
    checksPrinted:
      entry.checksPrinted ?? (LAYOUTS[format].checks.length > 0 && failingChecks(format, entry.lines).length === 0),
    tags: entry.tags ?? [],
    path,
    cropPath: cropPath !== null && existsSync(cropPath) ? cropPath : null,
    capPx: entry.lineHeightPx ? entry.lineHeightPx * CAPITAL_SHARE : null,
  };
}

/** `MRVA` and `MRV-A` are both written. */
function formatOf(name: string): MrzFormat | null {
  const plain = (text: string) => text.replaceAll('-', '').toUpperCase();
  return (Object.keys(MRZ_LINES) as MrzFormat[]).find((format) => plain(format) === plain(name)) ?? null;
}
