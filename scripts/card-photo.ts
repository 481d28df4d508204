import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { en } from '../kiosk/languages/en.ts';
import { sv } from '../kiosk/languages/sv.ts';
import { readCardPhotoLimits } from '../models/card-photo/card-photo-limits.ts';
import { type CardPhotoReport, cropCardPhoto } from '../models/card-photo/judge-card-photo.ts';
import { openFaceNetworks } from '../models/face/face-networks.ts';
import { readQualityLimits } from '../models/face-quality/quality-limits.ts';
import { checkoutModelPlaces, resolveModels } from '../models/model-store.ts';
import { createPictureDecoder } from '../models/picture-decoder.ts';

const HELP = `Judges a picture by the rules for the photo on the ID06 card and cuts the photo out.

  npm run card-photo -- FILE [--out FILE.jpg] [--quality] [--language sv|en]

Prints each rule: holds, fails or needs a look, with value, limits and what helps. --out writes the crop (JPEG, at least
300 × 410 px) even when rules fail; --quality adds every measure of the face. The background is judged, never replaced.
Exit code 0 when nothing fails, 1 when a rule fails, 2 when the arguments are wrong.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    quality: { type: 'boolean' },
    language: { type: 'string', default: 'en' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [file] = positionals;
if (values.help || !file) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}
const words = values.language === 'sv' ? sv : en;

const networks = await openFaceNetworks(await resolveModels(checkoutModelPlaces()));
if (networks === null) {
  console.error(words.faults['models.absent'].sentence);
  process.exit(1);
}
const { report, jpeg } = await cropCardPhoto(readFileSync(file), {
  networks,
  decoder: createPictureDecoder(),
  limits: readCardPhotoLimits(),
  quality: readQualityLimits(),
});
print(report);
if (values.out !== undefined && jpeg !== null) {
  writeFileSync(values.out, jpeg);
  console.log(`${values.out}: ${(jpeg.length / 1000).toFixed(0)} kB`);
}
await networks.close();
process.exitCode = report.outcome === 'fails' ? 1 : 0;

function print({ outcome, rules, quality, fault }: CardPhotoReport): void {
  if (fault !== null) console.log(words.faults[fault].sentence);
  for (const { rule, outcome, value, min, max, unit, advice } of rules) {
    const state = words.cardPhotoOutcomes[outcome].padEnd(20);
    console.log(`${state}${words.cardPhotoRules[rule].padEnd(44)}${measured(value, min, max, unit)}`);
    if (outcome !== 'holds') console.log(`${' '.repeat(20)}${words.faceAdvices[advice]}`);
  }
  if (values.quality) {
    for (const { measure, value, component, min, max } of quality)
      console.log(
        `${words.qualityMeasures[measure].padEnd(28)}${String(component).padStart(4)}  ${measured(value, min, max, '')}`,
      );
  }
  console.log(words.cardPhotoOutcomes[outcome].toUpperCase());
}

function measured(value: number | null, min: number | null, max: number | null, unit: string): string {
  if (value === null && min === null && max === null) return '';
  const number = (each: number) => String(Number(each.toFixed(3)));
  const limits = [min === null ? '' : `≥ ${number(min)}`, max === null ? '' : `≤ ${number(max)}`].filter(Boolean);
  return `${value === null ? '-' : number(value)} ${unit} ${limits.length > 0 ? `(${limits.join(', ')})` : ''}`.trim();
}
