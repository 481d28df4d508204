import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAffine, fitSimilarity, invertAffine, type Point, stretchToBox } from '../../../models/face/affine.ts';
import { intersectionOverUnion, suppressOverlaps } from '../../../models/face/face-detection.ts';
import { clampedCrop } from '../../../models/face/liveness-network.ts';
import { median } from '../../../models/face/median.ts';
import { resample } from '../../../models/face/resample.ts';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const close = (actual: Point, expected: Point) => {
  expect(Math.abs(actual[0] - expected[0])).toBeLessThan(1e-6);
  expect(Math.abs(actual[1] - expected[1])).toBeLessThan(1e-6);
};

describe('alignment', () => {
  test('finds any turn, scale and shift again from five points', () => {
    const face: Point[] = [
      [30, 50],
      [70, 50],
      [50, 72],
      [35, 92],
      [65, 92],
    ];
    fc.assert(
      fc.property(
        fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        coordinate,
        coordinate,
        (angle, scale, x0, y0) => {
          const [c, s] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
          const map = { xx: c, xy: -s, yx: s, yy: c, x0, y0 };
          const fitted = fitSimilarity(
            face,
            face.map((point) => applyAffine(map, point)),
          );
          for (const point of face) close(applyAffine(fitted, point), applyAffine(map, point));
          for (const point of face) close(applyAffine(invertAffine(fitted), applyAffine(map, point)), point);
        },
      ),
    );
  });
});

describe('resampling', () => {
  const gradient = {
    width: 40,
    height: 30,
    data: Uint8Array.from({ length: 40 * 30 * 3 }, (_, index) => (Math.floor(index / 3) % 40) * 6),
  };

  test('at the same size nothing changes', () => {
    const same = resample(gradient, stretchToBox({ x: 0, y: 0, width: 40, height: 30 }, 40, 30), 40, 30);
    expect(Buffer.compare(same.data, gradient.data)).toBe(0);
  });

  test('shrinking averages stripes that single samples would miss', () => {
    const stripes = {
      width: 80,
      height: 80,
      data: Uint8Array.from({ length: 80 * 80 * 3 }, (_, index) => (Math.floor(index / 3) % 2 === 0 ? 0 : 200)),
    };
    const small = resample(stripes, stretchToBox({ x: 0, y: 0, width: 80, height: 80 }, 10, 10), 10, 10);
    for (const value of small.data) expect(Math.abs(value - 100)).toBeLessThanOrEqual(1);
  });

  test('outside is black, or the edge goes on', () => {
    const beyond = stretchToBox({ x: 40, y: 0, width: 10, height: 30 }, 10, 30);
    expect(resample(gradient, beyond, 10, 30).data[15]).toBe(0);
    expect(resample(gradient, beyond, 10, 30, { outside: 'edge', averaging: true }).data[15]).toBe(39 * 6);
  });

  test('without averaging it gives the values of OpenCV INTER_LINEAR', () => {
    const row = { width: 4, height: 1, data: Uint8Array.from([0, 40, 80, 120].flatMap((v) => [v, v, v])) };
    const options = { outside: 'edge', averaging: false } as const;
    const wide = resample(row, stretchToBox({ x: 0, y: 0, width: 4, height: 1 }, 8, 1), 8, 1, options);
    expect([...wide.data].filter((_, index) => index % 3 === 0)).toEqual([0, 10, 30, 50, 70, 90, 110, 120]);
  });
});

describe('boxes', () => {
  const box = (x: number, width: number) => ({ x, y: 0, width, height: 10 });

  test('the surest of overlapping boxes stays', () => {
    const faces = [
      { box: box(0, 10), confidence: 0.6, eyes: null },
      { box: box(1, 10), confidence: 0.9, eyes: null },
      { box: box(30, 10), confidence: 0.7, eyes: null },
    ];
    expect(suppressOverlaps(faces, 0.3).map(({ confidence }) => confidence)).toEqual([0.9, 0.7]);
    expect(intersectionOverUnion(box(0, 10), box(5, 10))).toBeCloseTo(1 / 3);
  });

  test('the liveness crop always lies in the picture and holds the middle of a face inside it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 2000 }),
        fc.integer({ min: 64, max: 2000 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(2.7, 4),
        (width, height, share, place, scale) => {
          const side = Math.max(4, share * Math.min(width, height));
          const face = { x: place * (width - side), y: place * (height - side), width: side, height: side };
          const crop = clampedCrop({ width, height, data: new Uint8Array() }, face, scale);
          expect(crop.x).toBeGreaterThanOrEqual(0);
          expect(crop.y).toBeGreaterThanOrEqual(0);
          expect(crop.x + crop.width).toBeLessThanOrEqual(width);
          expect(crop.y + crop.height).toBeLessThanOrEqual(height);
          expect(crop.x).toBeLessThanOrEqual(face.x + side / 2);
          expect(crop.x + crop.width).toBeGreaterThanOrEqual(face.x + side / 2 - 1);
        },
      ),
    );
  });
});

test('one odd frame does not move the median', () => {
  expect(median([0.8, 0.7, -0.9])).toBe(0.7);
  expect(median([1, 2, 3, 10])).toBe(2.5);
  expect(() => median([])).toThrow();
});
