import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PassiveLiveness, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { FaceNetworks } from '../../models/face/face-networks.ts';
import { findLiveFaces } from '../../models/face/face-search.ts';
import { judgeLiveness } from '../../models/face/passive-liveness.ts';
import { ATTACKS, headAndScene, shake } from './attacks.ts';
import { readPicture } from './picture-set.ts';
import { rateOf } from './report.ts';
import type { Bench, Outcome } from './suite.ts';

/** Frames of a session: as many as the product asks for at least. */
const FRAMES = 5;
/** Folders with pictures of living people that show more than the face. */
const LIVING = ['astronaut', 'azure-families', 'officials'];

/** Real samples, and what they are (README of the sets). */
const SAMPLES: readonly (readonly [RegExp, string])[] = [
  [/silentface-pad\/image_T\d/, 'bona fide'],
  [/vietmoney-pad\/true_/, 'bona fide'],
  [/silentface-pad\/image_F1/, 'print, real'],
  [/silentface-pad\/image_F2/, 'screen, real'],
  [/vietmoney-pad\/fake_/, 'print or screen, real'],
];

type Tally = Map<string, Record<PassiveLiveness['outcome'], number>>;

/**
 * Passive liveness on real samples and on attacks simulated from pictures of living people: APCER for each species, BPCER
 * by session (ISO/IEC 30107-3, terms only: this is an evaluation of our own). A session is one picture or one attack,
 * shaken to several frames. An undecided session is accepted by nobody: it is asked again or goes to a person.
 */
export async function measurePresentationAttacks(bench: Bench): Promise<Outcome> {
  const networks = await bench.tier('station');
  if (networks === null) return { lines: ['station tier not there: no passive liveness to measure'], figures: {} };
  const tally: Tally = new Map();
  const living = await collectLiving(networks, bench);
  for (const [index, { name, picture, face }] of living.entries()) {
    bench.progress(index, living.length);
    await count(tally, name, networks, headAndScene(picture, face), index);
    for (const [species, attack] of Object.entries(ATTACKS)) {
      await count(tally, `${species}, simulated`, networks, await attack(picture, face, index), index);
    }
  }
  for (const [file, species] of listSamplesOfAttacks(bench.pictures)) {
    await count(tally, species, networks, await readPicture(file), 0);
  }
  return { lines: [...tally].map(([species, outcomes]) => lineOf(species, outcomes)), figures: figuresOf(tally) };
}

async function collectLiving(networks: FaceNetworks, bench: Bench) {
  const files = LIVING.flatMap((set) =>
    readdirSync(join(bench.pictures, set))
      .sort()
      .map((name) => join(bench.pictures, set, name)),
  )
    .filter((file) => /\.(jpg|png)$/.test(file))
    .slice(0, bench.quick ? 2 : undefined);
  const living = [];
  for (const file of files) {
    const picture = await readPicture(file);
    const [face] = await findLiveFaces(networks, picture);
    if (face !== undefined) living.push({ name: 'bona fide, portraits', picture, face: face.detected.box });
  }
  return living;
}

function listSamplesOfAttacks(folder: string): [string, string][] {
  return ['silentface-pad', 'vietmoney-pad'].flatMap((set) =>
    readdirSync(join(folder, set))
      .sort()
      .flatMap((name): [string, string][] => {
        const species = SAMPLES.find(([pattern]) => pattern.test(`${set}/${name}`))?.[1];
        return species === undefined ? [] : [[join(folder, set, name), species]];
      }),
  );
}

async function count(
  tally: Tally,
  species: string,
  networks: FaceNetworks,
  picture: Picture,
  seed: number,
): Promise<void> {
  const { outcome } = await judgeLiveness(networks, await shake(picture, FRAMES, seed));
  const outcomes = tally.get(species) ?? { 'bona-fide': 0, attack: 0, inconclusive: 0, 'not-available': 0 };
  outcomes[outcome] += 1;
  tally.set(species, outcomes);
}

function lineOf(species: string, outcomes: Record<PassiveLiveness['outcome'], number>): string {
  const { 'bona-fide': accepted, attack, inconclusive } = outcomes;
  const sessions = accepted + attack + inconclusive;
  const rate = isBonaFide(species)
    ? `BPCER ${rateOf(attack, sessions)}, not passed at once ${rateOf(attack + inconclusive, sessions)}`
    : `APCER ${rateOf(accepted, sessions)}`;
  return `${species.padEnd(40)} ${rate}; passed ${accepted}, undecided ${inconclusive}, attack ${attack}`;
}

function figuresOf(tally: Tally): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [species, outcomes] of tally) {
    const sessions = outcomes['bona-fide'] + outcomes.attack + outcomes.inconclusive;
    const errors = isBonaFide(species) ? outcomes.attack : outcomes['bona-fide'];
    figures[`${isBonaFide(species) ? 'BPCER' : 'APCER'} ${species}`] = (100 * errors) / sessions;
  }
  return figures;
}

const isBonaFide = (species: string): boolean => species.startsWith('bona fide');
