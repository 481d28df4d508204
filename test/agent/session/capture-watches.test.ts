import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { faceColour } from '../../../agent/session/face-colour.ts';
import { watchCamera } from '../../../agent/session/pinned-camera.ts';
import { createRepeatWatch } from '../../../agent/session/repeated-frames.ts';
import { drawLight, followedLight, type LightSample, type ShownLight } from '../../../agent/session/screen-light.ts';

/** A scene with texture that depends on `view`, and the noise of a sensor of its own in every picture. */
function picture(view: number, noiseSeed: number | null): Picture {
  const [width, height] = [160, 120];
  const data = new Uint8Array(width * height * 3);
  let state = (noiseSeed ?? 0) + 1;
  for (let index = 0; index < width * height; index++) {
    const [x, y] = [index % width, Math.floor(index / width)];
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const noise = noiseSeed === null ? 0 : ((state >>> 16) % 5) - 2;
    data.fill(120 + 60 * Math.sin(x / 7 + view) * Math.cos(y / 9) + noise, index * 3, index * 3 + 3);
  }
  return { width, height, data };
}

describe('pictures that come again', () => {
  test('a person who sits still before a live camera is fresh with every frame', () => {
    const watch = createRepeatWatch();
    const seen = Array.from({ length: 100 }, (_, index) => watch.see(picture(1, index), index * 100));
    expect(new Set(seen)).toEqual(new Set(['fresh']));
    expect(watch.repeats()).toBe(0);
  });

  test('a film fed in place of the camera is found in its second round, even when it is not sampled alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 0, max: 9 }), (length, skip) => {
        const watch = createRepeatWatch();
        const round = (start: number) =>
          Array.from({ length }, (_, index) => start + index)
            .filter((index) => index % 10 !== skip)
            .map((index) => watch.see(picture((index % length) / 3, index % length), index * 100));
        expect(round(0)).not.toContain('looped');
        expect(round(length)).toContain('looped');
      }),
      { numRuns: 20 },
    );
  });

  test('a picture that stands is frozen', () => {
    const watch = createRepeatWatch();
    expect([0, 100, 200].map((at) => watch.see(picture(1, null), at))).toEqual(['fresh', 'frozen', 'frozen']);
  });

  test('a covered lens and a picture too small tell nothing', () => {
    const watch = createRepeatWatch();
    const dark = { width: 160, height: 120, data: new Uint8Array(160 * 120 * 3) };
    const tiny = { width: 40, height: 1, data: new Uint8Array(120) };
    expect([dark, dark, tiny, tiny].map((each, index) => watch.see(each, index * 100))).toEqual(Array(4).fill('fresh'));
  });
});

describe('light on a face', () => {
  const REFLECTED = {
    white: [1, 1, 1],
    amber: [1, 0.95, 0.87],
    green: [0.94, 1, 0.94],
    blue: [0.95, 0.97, 1],
  } as const;

  /** Colours of the screen, and the face of somebody who is lit by them `lagMs` later, or by others. */
  function scene(seed: number, lagMs: number, follows: boolean) {
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 0) / 2 ** 32;
    };
    const sequence = () => {
      const shown: ShownLight[] = [];
      for (let index = 0; index < 7; index++)
        shown.push({ colour: drawLight(shown.at(-1)?.colour ?? null, random), fromMs: index * 700 });
      return shown;
    };
    const shown = sequence();
    const lit = follows ? shown : sequence();
    const samples: LightSample[] = Array.from({ length: 49 }, (_, index) => {
      const atMs = index * 100;
      const colour = lit.filter(({ fromMs }) => fromMs + lagMs <= atMs).at(-1)?.colour ?? 'white';
      const [r, g, b] = REFLECTED[colour].map((share) => share + (random() - 0.5) * 0.004) as [number, number, number];
      return { atMs, colour: [r * 150, g * 110, b * 90] };
    });
    return { shown, samples };
  }

  test('that follows the screen is seen to follow, for any sequence and any usual delay', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 330 }), (seed, lagMs) => {
        const { shown, samples } = scene(seed, lagMs, true);
        expect(followedLight(shown, samples)).toBe(true);
      }),
    );
  });

  test('that follows another sequence, or none, passes hardly ever', () => {
    let passed = 0;
    for (let seed = 1; seed <= 2_000; seed++) {
      const { shown, samples } = scene(seed * 7919, 100, false);
      if (followedLight(shown, samples)) passed++;
    }
    expect(passed / 2_000).toBeLessThan(0.03);
    const { shown } = scene(3, 0, true);
    const steady = Array.from({ length: 49 }, (_, index) => ({ atMs: index * 100, colour: [150, 110, 90] as const }));
    expect(followedLight(shown, steady)).toBe(false);
    expect(followedLight(shown, [])).toBe(false);
  });

  test('is measured on the middle of the face and nowhere outside the picture', () => {
    const { width, height, data } = picture(0, null);
    expect(faceColour({ width, height, data }, { x: 500, y: 500, width: 50, height: 50 })).toBeNull();
    expect(faceColour({ width, height, data }, { x: -20, y: 10, width: 90, height: 90 })?.[0]).toBeGreaterThan(0);
  });
});

describe('the camera of a capture', () => {
  const BRIO = 'Logitech BRIO (046d:085e)';

  test('is the pinned one by vendor and product or by name', () => {
    expect(watchCamera(['046D:085E']).see(BRIO)).toBe('pinned');
    expect(watchCamera(['logitech brio']).see(BRIO)).toBe('pinned');
    expect(watchCamera(['046d:0825']).see(BRIO)).toBe('unlisted');
    expect(watchCamera(null).see('OBS Virtual Camera')).toBe('no-list');
  });

  test('may not change while the capture runs', () => {
    const camera = watchCamera(null);
    camera.see(BRIO);
    expect(camera.see('OBS Virtual Camera')).toBe('changed');
    expect(camera.see(BRIO)).toBe('changed');
    expect(camera.name()).toBe(BRIO);
  });
});
