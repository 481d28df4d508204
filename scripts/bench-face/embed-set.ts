import { SIMULATED_PORTRAITS } from '../../models/calibration/simulated-portraits.ts';
import type { CaptureLimits } from '../../models/face/calibration.ts';
import { cosineSimilarity, type FaceTemplate } from '../../models/face/face-embedder.ts';
import type { FaceNetworks } from '../../models/face/face-networks.ts';
import { findPortraits } from '../../models/face/face-search.ts';
import { embedPrinted, embedReference, type PrintedTemplates } from '../../models/face/reference-portrait.ts';
import { decodePicture, readPicture, type Sample } from './picture-set.ts';

/** A picture as live frame and, for some, as the document portraits made of it; null where no face was found. */
export interface Embedded {
  readonly sample: Sample;
  readonly probe: FaceTemplate;
  readonly chip: ReadonlyMap<string, FaceTemplate | null>;
  readonly printed: ReadonlyMap<string, PrintedTemplates | null>;
}

/** Kinds of simulated portrait, by reference type. */
export const CHIP_KINDS = Object.keys(SIMULATED_PORTRAITS.chip);
export const PRINTED_KINDS = Object.keys(SIMULATED_PORTRAITS.printed);

/** Finds and embeds every picture; of each person the first `referencesPerPerson` also serve as references. */
export async function embedSamples(
  networks: FaceNetworks,
  samples: readonly Sample[],
  limits: CaptureLimits,
  referencesPerPerson: number,
  progress: (done: number, of: number) => void,
): Promise<{ readonly embedded: readonly Embedded[]; readonly notAcquired: readonly Sample[] }> {
  const embedded: Embedded[] = [];
  const notAcquired: Sample[] = [];
  const made = new Map<string, number>();
  for (const [index, sample] of samples.entries()) {
    progress(index, samples.length);
    const picture = await readPicture(sample.file);
    const [face] = await findPortraits(networks, picture);
    if (face === undefined) {
      notAcquired.push(sample);
      continue;
    }
    const chip = new Map<string, FaceTemplate | null>();
    const printed = new Map<string, PrintedTemplates | null>();
    const ofPerson = made.get(sample.person) ?? 0;
    made.set(sample.person, ofPerson + 1);
    if (ofPerson < referencesPerPerson) {
      for (const [kind, simulate] of Object.entries(SIMULATED_PORTRAITS.chip)) {
        const portrait = await decodePicture(await simulate(picture, face.box), kind);
        const templates = await embedReference(networks, portrait, 'chip', limits);
        chip.set(kind, typeof templates === 'string' ? null : (templates[0] ?? null));
      }
      for (const [kind, simulate] of Object.entries(SIMULATED_PORTRAITS.printed)) {
        const portrait = await decodePicture(await simulate(picture, face.box, index), kind);
        const templates = await embedPrinted(networks, portrait, limits);
        printed.set(kind, typeof templates === 'string' ? null : templates);
      }
    }
    embedded.push({ sample, probe: await networks.embed(picture, face.points), chip, printed });
  }
  return { embedded, notAcquired };
}

/** Scores of pairs of the same and of different persons; `genuineByPerson` holds the genuine ones again by person. */
export interface Scores {
  readonly genuine: number[];
  readonly impostor: number[];
  readonly genuineByPerson: Map<string, number[]>;
}

export const noScores = (): Scores => ({ genuine: [], impostor: [], genuineByPerson: new Map() });

/** Compares every pair of photographs once, of one set or of two different ones. */
export function scorePhotos(all: readonly Embedded[], within: boolean): Scores {
  const scores = noScores();
  for (const [index, a] of all.entries())
    for (const b of all.slice(index + 1)) {
      if ((a.sample.set === b.sample.set) !== within) continue;
      addScore(scores, a.sample, b.sample, cosineSimilarity(a.probe, b.probe));
    }
  return scores;
}

/** Compares references with every other picture of their set; `score` gives one for each reference made of a picture. */
export function scoreReferences(
  all: readonly Embedded[],
  score: (reference: Embedded, probe: FaceTemplate) => readonly number[],
): Scores {
  const scores = noScores();
  for (const a of all)
    for (const b of all) {
      if (a === b || a.sample.set !== b.sample.set) continue;
      for (const value of score(a, b.probe)) addScore(scores, a.sample, b.sample, value);
    }
  return scores;
}

function addScore(scores: Scores, a: Sample, b: Sample, score: number): void {
  if (a.person !== b.person) {
    scores.impostor.push(score);
    return;
  }
  scores.genuine.push(score);
  const own = scores.genuineByPerson.get(a.person) ?? [];
  own.push(score);
  scores.genuineByPerson.set(a.person, own);
}
