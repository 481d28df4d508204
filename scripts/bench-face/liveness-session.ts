import type { PassiveLiveness, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { FaceNetworks } from '../../models/face/face-networks.ts';
import { judgeLiveness } from '../../models/face/passive-liveness.ts';
import type { RecaptureDetector } from '../../models/face/recapture-detector.ts';
import { rateOf } from './report.ts';

/** How the sessions of one species ended (ISO/IEC 30107-3 terms: a species is one kind of attack instrument). */
export interface SpeciesTally {
  readonly bonaFide: boolean;
  accepted: number;
  attack: number;
  /** Judged, and the two networks do not agree. */
  undecided: number;
  /** No judgement: the frames were not fit for one. */
  notJudged: number;
  /** What the silent recapture detector said of each session, where it said anything. */
  readonly recaptureScores: number[];
}

export const emptyTally = (bonaFide: boolean): SpeciesTally => ({
  bonaFide,
  accepted: 0,
  attack: 0,
  undecided: 0,
  notJudged: 0,
  recaptureScores: [],
});

/** Judges one session as the product does and counts its end. */
export async function runSession(
  { networks, detector }: { readonly networks: FaceNetworks; readonly detector: RecaptureDetector },
  frames: readonly Picture[],
  tally: SpeciesTally,
): Promise<void> {
  tally[endOf(await judgeLiveness(networks, frames))] += 1;
  const [frame] = frames;
  const [face] = frame === undefined ? [] : await networks.detector.detect(frame);
  const score = frame && face && (await detector.recaptureScore(frame, face.box));
  if (typeof score === 'number') tally.recaptureScores.push(score);
}

function endOf({ outcome, frames, advice }: PassiveLiveness): 'accepted' | 'attack' | 'undecided' | 'notJudged' {
  switch (outcome) {
    case 'bona-fide':
      return 'accepted';
    case 'attack':
      return 'attack';
    case 'inconclusive':
      return advice !== undefined || frames === 0 ? 'notJudged' : 'undecided';
    case 'not-available':
      throw new Error('the tier has no passive liveness');
  }
}

/**
 * APCER and APNRR of attacks, BPCER and BPNRR of bona fide sessions (ISO/IEC 30107-3 §13), with their 95 % bounds. Errors are
 * told of the judged sessions: what was not judged is accepted by nobody, and asked again.
 */
export function speciesLines(species: string, tally: SpeciesTally): string[] {
  const { bonaFide, accepted, attack, undecided, notJudged } = tally;
  const judged = accepted + attack + undecided;
  const ends = `accepted ${accepted}, undecided ${undecided}, attack ${attack}, not judged ${notJudged}`;
  const rate = bonaFide
    ? `BPCER ${rateOf(attack, judged)}, not passed at once ${rateOf(attack + undecided, judged)}`
    : `APCER ${rateOf(accepted, judged)}`;
  const silence = `${bonaFide ? 'BPNRR' : 'APNRR'} ${rateOf(notJudged, judged + notJudged)}`;
  return [`${species.padEnd(45)} ${rate}`, `${''.padEnd(45)} ${silence}; ${ends}`];
}
