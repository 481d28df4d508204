import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { FaceNetworks } from '../../models/face/face-networks.ts';
import { findLiveFaces } from '../../models/face/face-search.ts';
import { openRecaptureDetector } from '../../models/face/recapture-detector.ts';
import { ATTACKS, brightened, headAndScene, shake } from './attacks.ts';
import { emptyTally, runSession, type SpeciesTally, speciesLines } from './liveness-session.ts';
import { readPicture } from './picture-set.ts';
import { rateOf } from './report.ts';
import type { Bench, Outcome } from './suite.ts';

/** Frames of a session: as many as the product asks for at least. */
const FRAMES = 5;
/** Folders with pictures of living people that show more than the face. */
const LIVING = ['astronaut', 'azure-families', 'officials'];
/** Heights of a living face in the frame; where a picture has too little scene around the head, its own. */
const FACE_SHARES = [0.28, 0.34, 0.4, 0.46];

/** Real samples, and what they are (README of the sets). */
const SAMPLES: readonly (readonly [RegExp, string])[] = [
  [/silentface-pad\/image_T\d/, 'bona fide, real samples'],
  [/vietmoney-pad\/true_/, 'bona fide, real samples'],
  [/silentface-pad\/image_F1/, 'print, real'],
  [/silentface-pad\/image_F2/, 'screen, real'],
  [/vietmoney-pad\/fake_/, 'print or screen, real'],
];

interface Session {
  readonly species: string;
  readonly seed: number;
  readonly picture: () => Promise<Picture> | Picture;
}

/**
 * Passive liveness on real samples and on attacks simulated from pictures of living people: APCER for each species, BPCER
 * by session (ISO/IEC 30107-3, terms only: this is an evaluation of our own). A session is one picture or one attack,
 * shaken to several frames. Sessions of one person are not independent, so the bounds are narrower than the truth.
 */
export async function measurePresentationAttacks(bench: Bench): Promise<Outcome> {
  const networks = await bench.tier('station');
  if (networks === null) return { lines: ['station tier not there: no passive liveness to measure'], figures: {} };
  const recapture = await openRecaptureDetector();
  if (!recapture.ok) throw new Error(recapture.fault.code);
  const judges = { networks, detector: recapture.value };
  const sessions = [...(await simulatedSessions(networks, bench)), ...sampleSessions(bench.pictures)];
  const tallies = new Map<string, SpeciesTally>();
  for (const [index, { species, seed, picture }] of sessions.entries()) {
    bench.progress(index, sessions.length);
    const tally = tallies.get(species) ?? emptyTally(species.startsWith('bona fide'));
    tallies.set(species, tally);
    await runSession(judges, await shake(await picture(), FRAMES, seed), tally);
  }
  await networks.close();
  await recapture.value.close();
  return {
    lines: [
      ...[...tallies].flatMap(([species, tally]) => speciesLines(species, tally)),
      ...totalLines([...tallies.values()]),
    ],
    figures: figuresOf(tallies),
  };
}

async function simulatedSessions(networks: FaceNetworks, bench: Bench): Promise<Session[]> {
  const living = await collectLiving(networks, bench);
  return living.flatMap(({ picture, face }, person): Session[] => [
    ...sharesOf(picture, face).map((share, index) => ({
      species: 'bona fide, portraits',
      seed: person + index,
      picture: () => headAndScene(picture, face, share),
    })),
    { species: 'bona fide, too bright', seed: person, picture: () => brightened(picture, face, 1.5) },
    { species: 'bona fide, too dark', seed: person, picture: () => brightened(picture, face, 0.5) },
    ...Object.entries(ATTACKS).map(([species, attack]) => ({
      species: `${species}, simulated`,
      seed: person,
      picture: () => attack(picture, face, person),
    })),
  ]);
}

/** The heights that a picture has scene for; a picture with too little is one session of its own height. */
function sharesOf({ width, height }: Picture, face: Box): number[] {
  const own = Math.max(face.height / height, face.width / width);
  const possible = FACE_SHARES.filter((share) => share >= own);
  return possible.length > 0 ? possible : [own];
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
    if (face !== undefined) living.push({ picture, face: face.detected.box });
  }
  return living;
}

function sampleSessions(folder: string): Session[] {
  return ['silentface-pad', 'vietmoney-pad'].flatMap((set) =>
    readdirSync(join(folder, set))
      .sort()
      .flatMap((name): Session[] => {
        const species = SAMPLES.find(([pattern]) => pattern.test(`${set}/${name}`))?.[1];
        return species === undefined ? [] : [{ species, seed: 0, picture: () => readPicture(join(folder, set, name)) }];
      }),
  );
}

/** All bona fide and all attack sessions together, and how well the silent recapture detector ranks them. */
function totalLines(tallies: readonly SpeciesTally[]): string[] {
  const sum = (bonaFide: boolean, of: (tally: SpeciesTally) => number) =>
    tallies.filter((tally) => tally.bonaFide === bonaFide).reduce((total, tally) => total + of(tally), 0);
  const judged = ({ accepted, attack, undecided }: SpeciesTally) => accepted + attack + undecided;
  const scores = (bonaFide: boolean) =>
    tallies.filter((tally) => tally.bonaFide === bonaFide).flatMap(({ recaptureScores }) => recaptureScores);
  const area = areaUnderCurve(scores(false), scores(true));
  return [
    `all bona fide: BPCER ${rateOf(
      sum(true, ({ attack }) => attack),
      sum(true, judged),
    )}`,
    `all attacks: accepted ${rateOf(
      sum(false, ({ accepted }) => accepted),
      sum(false, judged),
    )} of the judged`,
    `recapture detector, silent: area under the curve ${area.toFixed(3)} (${scores(false).length} attacks, ${scores(true).length} bona fide)`,
  ];
}

/** Chance that an attack scores above a bona fide session, ties counted half (Mann-Whitney). */
function areaUnderCurve(attacks: readonly number[], bonaFide: readonly number[]): number {
  let wins = 0;
  for (const attack of attacks) for (const live of bonaFide) wins += attack > live ? 1 : attack === live ? 0.5 : 0;
  return wins / (attacks.length * bonaFide.length);
}

function figuresOf(tallies: ReadonlyMap<string, SpeciesTally>): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [species, { bonaFide, accepted, attack, undecided, notJudged }] of tallies) {
    const judged = accepted + attack + undecided;
    if (judged > 0) {
      figures[`${bonaFide ? 'BPCER' : 'APCER'} ${species}`] = (100 * (bonaFide ? attack : accepted)) / judged;
    }
    figures[`${bonaFide ? 'BPNRR' : 'APNRR'} ${species}`] = (100 * notJudged) / (judged + notJudged);
  }
  return figures;
}
