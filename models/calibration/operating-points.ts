import type { OperatingPoint } from '../face/calibration.ts';
import { confidenceInterval, errorRatesAt, thresholdFor } from './error-rates.ts';

/** The rates at the smallest threshold (on a grid of `step`) whose false match rate is not above `targetFmr`, with 95 % bounds. */
export function measureOperatingPoint(
  genuine: readonly number[],
  impostor: readonly number[],
  targetFmr: number,
  step: number,
): OperatingPoint {
  const threshold = thresholdFor(impostor, targetFmr, step);
  const { falseMatchRate, falseNonMatchRate } = errorRatesAt(genuine, impostor, threshold);
  return {
    targetFmr,
    threshold,
    falseMatchRate: Number(falseMatchRate.toPrecision(3)),
    falseNonMatchRate: Number(falseNonMatchRate.toPrecision(3)),
    bounds: {
      falseMatchRate: confidenceInterval(Math.round(falseMatchRate * impostor.length), impostor.length),
      falseNonMatchRate: confidenceInterval(Math.round(falseNonMatchRate * genuine.length), genuine.length),
    },
  };
}

/**
 * 95 % interval of the false non-match rate when persons, not pairs, are the sample: persons are drawn with replacement and
 * bring all of their pairs (subsets bootstrap, Bolle, Ratha & Pankanti 2004). Pairs of one person are not independent, so
 * this is the wider and the more honest bound. Deterministic.
 */
export function boundByPerson(genuineByPerson: ReadonlyMap<string, readonly number[]>, threshold: number) {
  const persons = [...genuineByPerson.values()].map((scores) => ({
    pairs: scores.length,
    misses: scores.filter((score) => score < threshold).length,
  }));
  let state = 0x2545f491;
  const draw = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return persons[(state >>> 0) % persons.length] ?? { pairs: 0, misses: 0 };
  };
  const rates = Array.from({ length: 1000 }, () => {
    let [pairs, misses] = [0, 0];
    for (let i = 0; i < persons.length; i++) {
      const person = draw();
      pairs += person.pairs;
      misses += person.misses;
    }
    return pairs === 0 ? 0 : misses / pairs;
  }).sort((a, b) => a - b);
  return [rates[24] ?? 0, rates[975] ?? 1] as const;
}
