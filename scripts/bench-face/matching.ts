import { readCaptureLimits } from '../../models/face/calibration.ts';
import { cosineSimilarity, type FaceTemplate } from '../../models/face/face-embedder.ts';
import type { FaceNetworks } from '../../models/face/face-networks.ts';
import type { PrintedTemplates } from '../../models/face/reference-portrait.ts';
import { CHIP_KINDS, type Embedded, embedSamples, PRINTED_KINDS, scorePhotos, scoreReferences } from './embed-set.ts';
import { listSamples } from './picture-set.ts';
import { missedAt, percent, rateOf, tradeOffLines } from './report.ts';
import type { Bench, Outcome } from './suite.ts';
import { writeCalibrations } from './write-calibration.ts';

/** Ways to use the two versions of a printed portrait; the product goes the first. */
const POLICIES: Readonly<Record<string, (templates: PrintedTemplates) => readonly FaceTemplate[]>> = {
  'better norm': ({ raw, cleaned }) => versions((raw?.norm ?? 0) > (cleaned?.norm ?? 0) ? raw : cleaned),
  'higher score': ({ raw, cleaned }) => versions(raw, cleaned),
  'cleaned if there': ({ raw, cleaned }) => versions(cleaned ?? raw),
  'raw only': ({ raw }) => versions(raw),
};
const [PRODUCT_POLICY] = Object.values(POLICIES) as [(typeof POLICIES)[string]];

/** Persons of each set in a quick run. */
const QUICK_PERSONS = 3;

/** Both tiers on the labelled pictures: photographs with each other, then simulated document portraits with photographs. */
export async function measureMatching(bench: Bench): Promise<Outcome> {
  const lines: string[] = [];
  const figures: Record<string, number> = {};
  const samples = listSamples(bench.pictures, bench.quick ? QUICK_PERSONS : undefined);
  for (const tier of ['station', 'npm'] as const) {
    const networks = await bench.tier(tier);
    if (networks === null) lines.push(`${tier}: not there`);
    else {
      const measured = await measureTier(bench, networks, samples);
      lines.push(...measured.lines);
      for (const [name, value] of Object.entries(measured.figures)) figures[`${tier} ${name}`] = value;
    }
  }
  return { lines, figures };
}

async function measureTier(
  bench: Bench,
  networks: FaceNetworks,
  samples: ReturnType<typeof listSamples>,
): Promise<Outcome> {
  const limits = readCaptureLimits();
  const { embedded, notAcquired } = await embedSamples(
    networks,
    samples,
    limits,
    bench.referencesPerPerson,
    bench.progress,
  );
  const photo = scorePhotos(embedded, true);
  const across = scorePhotos(embedded, false);
  const chip = scoreReferences(embedded, ofChip(CHIP_KINDS));
  const printed = scoreReferences(embedded, ofPrinted(PRINTED_KINDS, PRODUCT_POLICY));
  const lines = [
    `${networks.tier}: failures to acquire ${rateOf(notAcquired.length, samples.length)}`,
    ...tradeOffLines(`${networks.tier}, photographs within a set`, photo),
    ...tradeOffLines(`${networks.tier}, chip portraits`, chip),
    ...CHIP_KINDS.map((kind) => kindLine(kind, embedded, ofChip([kind]), lost(embedded, kind))),
    ...tradeOffLines(`${networks.tier}, printed portraits`, printed),
    ...PRINTED_KINDS.map((kind) =>
      kindLine(kind, embedded, ofPrinted([kind], PRODUCT_POLICY), lost(embedded, kind), cleanedOf(embedded, kind)),
    ),
    ...Object.entries(POLICIES).map(([name, policy]) =>
      kindLine(`printed, ${name}`, embedded, ofPrinted(PRINTED_KINDS, policy), 0),
    ),
  ];
  const { matching } = networks;
  const { threshold } = matching.calibrations.photo;
  const falseMatches = across.impostor.filter((score) => score >= threshold).length;
  lines.push(
    `${networks.tier}, photographs of different sets: false matches at the shipped point ${rateOf(falseMatches, across.impostor.length)}`,
  );
  if (bench.calibrationDate !== null) {
    const persons = new Set(embedded.map(({ sample }) => sample.person)).size;
    writeCalibrations(matching.modelSha256, bench.calibrationDate, { photo, chip, printed }, persons, embedded.length);
  }
  const figures: Record<string, number> = { 'not acquired': notAcquired.length };
  const note = (name: string, value: number | null) => {
    if (value !== null) figures[name] = 100 * value;
  };
  note('photo FNMR at 1e-4', missedAt(photo, 1e-4));
  note('chip FNMR at 1e-3', missedAt(chip, 1e-3));
  note('printed FNMR at 1e-3', missedAt(printed, 1e-3));
  return { lines, figures };
}

type ScoreOf = (reference: Embedded, probe: FaceTemplate) => readonly number[];

const ofChip =
  (kinds: readonly string[]): ScoreOf =>
  ({ chip }, probe) =>
    kinds.flatMap((kind) => versions(chip.get(kind) ?? null)).map((template) => cosineSimilarity(template, probe));

const ofPrinted =
  (kinds: readonly string[], policy: (templates: PrintedTemplates) => readonly FaceTemplate[]): ScoreOf =>
  ({ printed }, probe) =>
    kinds.flatMap((kind) => {
      const templates = printed.get(kind);
      const used = templates ? policy(templates) : [];
      return used.length === 0 ? [] : [Math.max(...used.map((template) => cosineSimilarity(template, probe)))];
    });

function kindLine(name: string, embedded: readonly Embedded[], score: ScoreOf, notFound: number, cleaned?: number) {
  const scores = scoreReferences(embedded, score);
  const mean = scores.genuine.reduce((sum, score) => sum + score, 0) / scores.genuine.length;
  const at = (target: number) => percent(missedAt(scores, target) ?? Number.NaN);
  const cleanedText = cleaned === undefined ? '' : `, ${cleaned} cleaned`;
  return `    ${name.padEnd(24)} FNMR ${at(1e-2)} at FMR 1e-2, ${at(1e-3)} at 1e-3, mean genuine ${mean.toFixed(3)}; ${notFound} without a face${cleanedText}`;
}

const versions = (...templates: readonly (FaceTemplate | null)[]): FaceTemplate[] =>
  templates.filter((template) => template !== null);

const lost = (embedded: readonly Embedded[], kind: string): number =>
  embedded.filter(({ chip, printed }) => chip.get(kind) === null || printed.get(kind) === null).length;

const cleanedOf = (embedded: readonly Embedded[], kind: string): number =>
  embedded.filter(({ printed }) => (printed.get(kind)?.cleaned ?? null) !== null).length;
