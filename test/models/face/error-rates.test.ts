import { describe, expect, test } from 'vitest';
import {
  confidenceInterval,
  equalErrorRate,
  errorRatesAt,
  thresholdFor,
} from '../../../models/calibration/error-rates.ts';

describe('error rates of a comparison', () => {
  const genuine = [0.9, 0.8, 0.7, 0.3];
  const impostor = [0.5, 0.2, 0.1, 0.05, 0];

  test('at a threshold', () => {
    expect(errorRatesAt(genuine, impostor, 0.5)).toEqual({ falseMatchRate: 0.2, falseNonMatchRate: 0.25 });
  });

  test('the threshold for a target keeps to it and is the smallest of its grid', () => {
    const threshold = thresholdFor(impostor, 0.2, 0.01);
    expect(threshold).toBeCloseTo(0.21);
    expect(errorRatesAt(genuine, impostor, threshold).falseMatchRate).toBe(0.2);
    expect(thresholdFor(impostor, 0, 0.01)).toBeCloseTo(0.51);
  });

  test('sets that do not touch have no equal error', () => {
    expect(equalErrorRate([0.8, 0.9], [0.1, 0.2])).toBe(0);
    expect(equalErrorRate(genuine, impostor)).toBeCloseTo(0.225, 3);
  });

  test('Clopper-Pearson bounds are those of the tables', () => {
    expect(confidenceInterval(0, 10)).toEqual([0, 0.308]);
    expect(confidenceInterval(10, 10)).toEqual([0.692, 1]);
    expect(confidenceInterval(5, 10)).toEqual([0.187, 0.813]);
  });
});
