import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resample } from '../../../models/face/resample.ts';

const picture = fc
  .tuple(
    fc.integer({ min: 2, max: 24 }),
    fc.integer({ min: 2, max: 24 }),
    fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
  )
  .map(([width, height, bytes]) => ({
    width,
    height,
    data: Uint8Array.from([...bytes.take(width * height * 3)]),
  }));

test('an upright map gives the same pixels whether rows and columns are weighted apart or together', () => {
  fc.assert(
    fc.property(
      picture,
      fc.double({ min: 0.2, max: 7, noNaN: true }),
      fc.double({ min: 0.2, max: 7, noNaN: true }),
      fc.double({ min: -30, max: 30, noNaN: true }),
      fc.constantFrom('black' as const, 'edge' as const),
      fc.boolean(),
      (source, xx, yy, shift, outside, averaging) => {
        const upright = { xx, xy: 0, yx: 0, yy, x0: shift, y0: -shift };
        // A turn far too small to move anything sends the same map the other way.
        const turned = { ...upright, xy: 1e-12, yx: 1e-12 };
        const [a, b] = [upright, turned].map((map) => resample(source, map, 12, 9, { outside, averaging }).data);
        const apart = Math.max(
          ...(a as Uint8Array).map((value, at) => Math.abs(value - ((b as Uint8Array)[at] as number))),
        );
        expect(apart).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 200 },
  );
});
