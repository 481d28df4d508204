import { describe, expect, test } from 'vitest';
import { ATTACKS, shake } from '../../scripts/bench-face/attacks.ts';
import { scorePhotos, scoreReferences } from '../../scripts/bench-face/embed-set.ts';
import { goalLines } from '../../scripts/bench-face/goals.ts';
import { placeInScene } from '../../scripts/bench-face/place-in-scene.ts';
import { missedAt, rateOf, tradeOffLines } from '../../scripts/bench-face/report.ts';
import { calibrationOf } from '../../scripts/bench-face/write-calibration.ts';

const grey = (level: number, width = 160, height = 120) => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(level),
});

describe('pairs', () => {
  const template = (angle: number) => ({ direction: Float32Array.of(Math.cos(angle), Math.sin(angle)), norm: 1 });
  const picture = (set: string, person: string, angle: number) => ({
    sample: { set, person: `${set}/${person}`, file: '' },
    probe: template(angle),
    chip: new Map(),
    printed: new Map(),
  });
  const all = [picture('a', 'x', 0), picture('a', 'x', 0.1), picture('a', 'y', 2), picture('b', 'z', 0)];

  test('photographs are paired once, within a set and across sets apart', () => {
    const within = scorePhotos(all, true);
    expect([within.genuine.length, within.impostor.length]).toEqual([1, 2]);
    const across = scorePhotos(all, false);
    expect([across.genuine.length, across.impostor.length]).toEqual([0, 3]);
  });

  test('a reference never meets the picture it was made of', () => {
    const scores = scoreReferences(all, ({ sample }) => (sample.person === 'a/x' ? [0.5] : []));
    expect([scores.genuine.length, scores.impostor.length]).toEqual([2, 2]);
    expect(scores.genuineByPerson.get('a/x')).toEqual([0.5, 0.5]);
  });
});

describe('what is told', () => {
  const scores = {
    genuine: [0.9, 0.8, 0.2],
    impostor: Array.from({ length: 1000 }, (_, rank) => rank / 2000),
    genuineByPerson: new Map([['a', [0.9, 0.8, 0.2]]]),
  };

  test('a rate has its bounds, and few impostors are said to be few', () => {
    expect(rateOf(0, 100)).toBe('0/100 = 0.00 % [0.00 % – 3.62 %]');
    expect(rateOf(0, 0)).toBe('none');
    expect(missedAt(scores, 1e-2)).toBeCloseTo(1 / 3, 3);
    const lines = tradeOffLines('x', scores).join('\n');
    expect(lines).toContain('3 genuine, 1000 impostor');
    expect(lines).toMatch(/FMR 1e-4.*too few impostors/);
  });

  test('a calibration holds its target on the scores it was made of', () => {
    const calibration = calibrationOf(scores, '2026-01-01', 'invented');
    expect(calibration.falseMatchRate).toBeLessThanOrEqual(calibration.targetFmr);
    expect(calibration.operatingPoints.map(({ targetFmr }) => targetFmr)).toEqual([1e-2, 1e-3, 1e-4]);
  });

  test('a goal that was not measured neither holds nor fails', () => {
    expect(goalLines({}).every((line) => line.startsWith('  –'))).toBe(true);
    const lines = goalLines({ 'station not acquired': 1, 'human ratio': 4 }).join('\n');
    expect(lines).toContain('✗  failures to acquire, station tier ≤ 0: 1');
    expect(lines).toContain('✓  less processor time than human on wasm ≥ 3 ×: 4 ×');
  });
});

describe('simulated attacks', () => {
  test('a flat thing lies between its corners and nowhere else', () => {
    const frame = placeInScene(
      grey(0),
      (x, y) => (x >= 0 && y >= 0 && x < 10 && y < 10 ? [200, 100, 50] : null),
      [10, 10],
      [
        [40, 30],
        [120, 36],
        [116, 90],
        [44, 84],
      ],
    );
    const at = (x: number, y: number) => [...frame.data.subarray((y * 160 + x) * 3, (y * 160 + x) * 3 + 3)];
    expect(at(80, 60)).toEqual([200, 100, 50]);
    expect(at(42, 32)).toEqual([200, 100, 50]);
    for (const [x, y] of [
      [20, 60],
      [80, 20],
      [140, 60],
      [80, 110],
    ] as const)
      expect(at(x, y)).toEqual([0, 0, 0]);
  });

  test.each(Object.keys(ATTACKS))('%s is a frame that differs by seed and repeats with it', async (species) => {
    const attack = ATTACKS[species];
    if (attack === undefined) throw new Error(species);
    const face = { x: 50, y: 30, width: 50, height: 60 };
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => attack(grey(150), face, seed)));
    expect([a?.width, a?.height]).toEqual([640, 480]);
    expect(Buffer.compare(a?.data ?? Buffer.of(), b?.data ?? Buffer.of())).toBe(0);
    expect(Buffer.compare(a?.data ?? Buffer.of(), c?.data ?? Buffer.of())).not.toBe(0);
  });

  test('no two frames of a shaken picture are the same', async () => {
    const frames = await shake(
      { ...grey(0), data: Uint8Array.from({ length: 160 * 120 * 3 }, (_, at) => (at * 37) % 251) },
      5,
      3,
    );
    expect(new Set(frames.map(({ data }) => Buffer.from(data).toString('base64'))).size).toBe(5);
  });
});
