/**
 * Measures the comparison of each tier on a folder of pictures and writes the operating points of chip and printed
 * portraits: `tsx models/calibration/measure-matching.ts <pictures> <YYYY-MM-DD> [--write]`. The folder holds
 * `orl/<person>/<picture>`, `azure-families/<person><n>.jpg` and `officials/<person><n>.jpg`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture, ReferenceType } from '../../agent/contract/vocabulary/observations.ts';
import { readCaptureLimits } from '../face/calibration.ts';
import { cosineSimilarity, type FaceTemplate } from '../face/face-embedder.ts';
import { type FaceNetworks, openFaceNetworks } from '../face/face-networks.ts';
import { findPortraits } from '../face/face-search.ts';
import { embedReference } from '../face/reference-portrait.ts';
import { checkoutModelPlaces, resolveModels } from '../model-store.ts';
import { createPictureDecoder } from '../picture-decoder.ts';
import { confidenceInterval, equalErrorRate, errorRatesAt, thresholdFor } from './error-rates.ts';
import { simulateChipPortrait, simulatePrintedPortrait } from './simulated-portraits.ts';

/** Match and review operating points: the false match rates that Intel's 0.45 and 0.35 have on photographs. */
const TARGET_FMR = 2.5e-4;
const REVIEW_FMR = 5e-3;

interface Sample {
  readonly set: string;
  readonly person: string;
  readonly file: string;
}

interface Embedded {
  readonly sample: Sample;
  readonly probe: FaceTemplate;
  readonly references: Readonly<Record<ReferenceType, readonly FaceTemplate[]>>;
}

const decoder = createPictureDecoder();
const limits = readCaptureLimits();

async function listSamples(folder: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const set of ['orl', 'azure-families', 'officials'])
    for (const name of (await readdir(join(folder, set), { recursive: true })).sort()) {
      if (!/\.(jpg|png)$/.test(name)) continue;
      const person = set === 'orl' ? name.split('/')[0] : name.replace(/\d*\.\w+$/, '');
      samples.push({ set, person: `${set}/${person}`, file: join(folder, set, name) });
    }
  return samples;
}

async function decode(bytes: Uint8Array): Promise<Picture> {
  const decoded = await decoder.decode(bytes);
  if (!decoded.ok) throw new Error(decoded.fault.code);
  return decoded.value;
}

async function embed(networks: FaceNetworks, sample: Sample, seed: number): Promise<Embedded | null> {
  const picture = await decode(await readFile(sample.file));
  const [face] = await findPortraits(networks, picture);
  if (face === undefined) return null;
  const reference = async (type: ReferenceType, bytes: Uint8Array): Promise<readonly FaceTemplate[]> => {
    const templates = await embedReference(networks, await decode(bytes), type, limits);
    return typeof templates === 'string' ? [] : templates;
  };
  const probe = await networks.embed(picture, face.points);
  return {
    sample,
    probe,
    references: {
      photo: [probe],
      chip: await reference('chip', await simulateChipPortrait(picture, face.box)),
      printed: await reference('printed', await simulatePrintedPortrait(picture, face.box, seed)),
    },
  };
}

/** Every reference against every other picture of its set; the picture a reference was made from is left out. */
function scores(all: readonly Embedded[], type: ReferenceType, choose: (scores: number[]) => number) {
  const genuine: number[] = [];
  const impostor: number[] = [];
  for (const [i, a] of all.entries())
    for (const [j, b] of all.entries()) {
      const once = type === 'photo' ? j > i : j !== i;
      if (!once || a.sample.set !== b.sample.set || a.references[type].length === 0) continue;
      const score = choose(a.references[type].map((reference) => cosineSimilarity(reference, b.probe)));
      (a.sample.person === b.sample.person ? genuine : impostor).push(score);
    }
  return { genuine, impostor };
}

const percent = (rate: number) => `${(100 * rate).toFixed(2)} %`;

async function measureTier(networks: FaceNetworks, samples: readonly Sample[], date: string, write: boolean) {
  const all: Embedded[] = [];
  for (const [index, sample] of samples.entries()) {
    const embedded = await embed(networks, sample, index);
    if (embedded !== null) all.push(embedded);
  }
  console.log(`${networks.tier}: ${all.length} of ${samples.length} pictures with a face`);
  const step = networks.tier === 'station' ? 0.01 : 0.0025;
  for (const type of ['photo', 'chip', 'printed'] as const) {
    const missing = all.filter(({ references }) => references[type].length === 0).length;
    const { genuine, impostor } = scores(all, type, (each) => Math.max(...each));
    const shipped = networks.matching.calibrations[type];
    const threshold = thresholdFor(impostor, TARGET_FMR, step);
    const reviewThreshold = thresholdFor(impostor, REVIEW_FMR, step);
    const at = (t: number) => errorRatesAt(genuine, impostor, t);
    console.log(
      `  ${type}: ${genuine.length} genuine, ${impostor.length} impostor, ${missing} references without a face, EER ${percent(equalErrorRate(genuine, impostor))}`,
    );
    for (const [name, t] of [
      ['measured', threshold],
      ['review', reviewThreshold],
      ['shipped', shipped.threshold],
    ] as const) {
      const { falseMatchRate, falseNonMatchRate } = at(t);
      console.log(`    ${name} ${t}: FMR ${percent(falseMatchRate)} FNMR ${percent(falseNonMatchRate)}`);
    }
    if (type === 'printed')
      for (const [name, choose] of [
        ['raw only', (each: number[]) => each[0] as number],
        ['de-screened only', (each: number[]) => each[each.length - 1] as number],
      ] as const) {
        const single = scores(all, type, choose);
        const t = thresholdFor(single.impostor, TARGET_FMR, step);
        const rate = errorRatesAt(single.genuine, single.impostor, t).falseNonMatchRate;
        console.log(
          `    ${name}: EER ${percent(equalErrorRate(single.genuine, single.impostor))} FNMR ${percent(rate)} at ${t}`,
        );
      }
    if (!write || type === 'photo') continue;
    const { falseMatchRate, falseNonMatchRate } = at(threshold);
    const calibration = {
      targetFmr: TARGET_FMR,
      threshold,
      reviewThreshold,
      falseMatchRate: Number(falseMatchRate.toPrecision(3)),
      falseNonMatchRate: Number(falseNonMatchRate.toPrecision(3)),
      equalErrorRate: Number(equalErrorRate(genuine, impostor).toPrecision(3)),
      nGenuine: genuine.length,
      nImpostor: impostor.length,
      bounds: {
        falseMatchRate: confidenceInterval(Math.round(falseMatchRate * impostor.length), impostor.length),
        falseNonMatchRate: confidenceInterval(Math.round(falseNonMatchRate * genuine.length), genuine.length),
      },
      set: `ORL, Azure families, officials: ${all.length} pictures, references simulated (${type === 'chip' ? '240 x 320 JPEG q40' : '300 dpi print with guilloche, raw or de-screened'}), ${missing} references without a face`,
      date,
      note: 'Simulated references against real probes of the same set. Nearly all pairs are from ORL (grey, 92 x 112, 40 persons) and are not independent, so the bounds are too narrow; no real document was compared with a live person.',
    };
    const folder = networks.matching.modelSha256.slice(0, 16);
    await writeFile(new URL(`${folder}/${type}.json`, import.meta.url), `${JSON.stringify(calibration, null, 2)}\n`);
  }
}

const [pictures, date, flag] = process.argv.slice(2);
if (pictures === undefined || date === undefined)
  throw new Error('usage: measure-matching.ts <pictures> <date> [--write]');
const samples = await listSamples(pictures);
const places = checkoutModelPlaces();
for (const modelsDir of [places.modelsDir, null]) {
  const networks = await openFaceNetworks(await resolveModels({ ...places, modelsDir }));
  if (networks !== null) await measureTier(networks, samples, date, flag === '--write');
}
