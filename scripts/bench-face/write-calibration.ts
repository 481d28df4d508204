import { readFileSync, writeFileSync } from 'node:fs';
import type { ReferenceType } from '../../agent/contract/vocabulary/observations.ts';
import { equalErrorRate } from '../../models/calibration/error-rates.ts';
import { measureOperatingPoint } from '../../models/calibration/operating-points.ts';
import type { MatchCalibration } from '../../models/face/calibration.ts';
import type { Scores } from './embed-set.ts';
import { THRESHOLD_STEP, TOLD_FMR } from './report.ts';

/** The product's own operating point: few false matches among people who look alike, and a person's eye below it. */
const MATCH_FMR = 2.5e-4;
const REVIEW_FMR = 5e-3;

const REFERENCES: Readonly<Record<ReferenceType, string>> = {
  photo: 'photograph against photograph within a set',
  chip: 'references simulated as chip portraits (240 x 320 JPEG q40; 180 x 240 grey JPEG q15)',
  printed:
    'references simulated as prints at 300 dpi (weak and strong guilloche, halftone, ink-jet dots), the better of raw and cleaned',
};

/** Writes `models/calibration/<model>/<reference type>.json` for the three reference types. */
export function writeCalibrations(
  modelSha256: string,
  date: string,
  scores: Readonly<Record<ReferenceType, Scores>>,
  persons: number,
  pictures: number,
): void {
  for (const type of Object.keys(REFERENCES) as ReferenceType[]) {
    const file = new URL(`../../models/calibration/${modelSha256.slice(0, 16)}/${type}.json`, import.meta.url);
    const calibration = calibrationOf(
      scores[type],
      date,
      `ORL, Azure families, officials, astronaut: ${pictures} pictures of ${persons} persons; ${REFERENCES[type]}`,
    );
    const before = JSON.parse(readFileSync(file, 'utf8')) as Partial<MatchCalibration>;
    writeFileSync(file, `${JSON.stringify({ ...before, ...calibration }, null, 2)}\n`);
  }
}

/** The calibration that a set of scores gives. */
export function calibrationOf({ genuine, impostor }: Scores, date: string, set: string): MatchCalibration {
  const match = measureOperatingPoint(genuine, impostor, MATCH_FMR, THRESHOLD_STEP);
  const review = measureOperatingPoint(genuine, impostor, REVIEW_FMR, THRESHOLD_STEP);
  const { falseMatchRate, falseNonMatchRate, bounds } = match;
  return {
    targetFmr: MATCH_FMR,
    threshold: match.threshold,
    reviewThreshold: review.threshold,
    falseMatchRate,
    falseNonMatchRate,
    equalErrorRate: Number(equalErrorRate(genuine, impostor).toPrecision(3)),
    operatingPoints: TOLD_FMR.map((target) => measureOperatingPoint(genuine, impostor, target, THRESHOLD_STEP)),
    nGenuine: genuine.length,
    nImpostor: impostor.length,
    bounds,
    set,
    date,
    note: 'Pairs within each set; nearly all are from ORL (grey, 92 x 112, 40 persons) and are not independent, so the bounds are too narrow. No real document was compared with a living person.',
  };
}
