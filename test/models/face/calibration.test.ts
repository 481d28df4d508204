import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { boundByPerson, measureOperatingPoint } from '../../../models/calibration/operating-points.ts';
import { readMatchCalibrations, readPrintLimits } from '../../../models/face/calibration.ts';

const folder = new URL('../../../models/calibration/', import.meta.url);
const matchers = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(new URL(`${entry.name}/`, folder)).includes('chip.json'))
  .map(({ name }) => name);

test('both tiers are calibrated', () => {
  expect(matchers.length).toBeGreaterThanOrEqual(2);
});

describe.each(matchers)('the calibration of model %s', (model) => {
  test.each(Object.entries(readMatchCalibrations(model)))('%s is consistent with itself', (_, calibration) => {
    expect(calibration.falseMatchRate).toBeLessThanOrEqual(calibration.targetFmr);
    expect(calibration.reviewThreshold).toBeLessThan(calibration.threshold);
    for (const { falseMatchRate, falseNonMatchRate, bounds, targetFmr } of calibration.operatingPoints) {
      expect(falseMatchRate).toBeLessThanOrEqual(targetFmr);
      expect(falseMatchRate).toBeGreaterThanOrEqual(bounds.falseMatchRate[0]);
      expect(falseMatchRate).toBeLessThanOrEqual(bounds.falseMatchRate[1]);
      expect(falseNonMatchRate).toBeGreaterThanOrEqual(bounds.falseNonMatchRate[0]);
      expect(falseNonMatchRate).toBeLessThanOrEqual(bounds.falseNonMatchRate[1]);
    }
    const targets = calibration.operatingPoints.map(({ targetFmr }) => targetFmr);
    expect(targets).toEqual([...targets].sort((a, b) => b - a));
    const thresholds = calibration.operatingPoints.map(({ threshold }) => threshold);
    expect(thresholds).toEqual([...thresholds].sort((a, b) => a - b));
  });
});

test('every limit of the print search says why', () => {
  for (const { reason } of Object.values(readPrintLimits())) expect(reason.length).toBeGreaterThan(20);
});

describe('operating points', () => {
  const impostor = Array.from({ length: 10_000 }, (_, rank) => rank / 20_000);
  const genuine = Array.from({ length: 1_000 }, (_, rank) => 0.4 + rank / 2_000);

  test('a stricter false match rate never has a lower threshold, and keeps its promise', () => {
    const points = [1e-1, 1e-2, 1e-3, 1e-4].map((target) => measureOperatingPoint(genuine, impostor, target, 0.0005));
    for (const [index, point] of points.entries()) {
      expect(point.falseMatchRate).toBeLessThanOrEqual(point.targetFmr);
      if (index > 0) expect(point.threshold).toBeGreaterThanOrEqual(points[index - 1]?.threshold ?? 1);
    }
  });

  test('misses that all belong to one person make the bound by persons wider than the bound by pairs', () => {
    const persons = new Map(
      Array.from({ length: 20 }, (_, person) => [`p${person}`, Array(50).fill(person === 0 ? 0.1 : 0.9)]),
    );
    const scores = [...persons.values()].flat();
    const [, byPairs] = measureOperatingPoint(scores, [0.2, 0.3], 0.4, 0.01).bounds.falseNonMatchRate;
    const [low, high] = boundByPerson(persons, 0.5);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(1.5 * byPairs);
    expect(boundByPerson(persons, 0.5)).toEqual([low, high]);
  });
});
