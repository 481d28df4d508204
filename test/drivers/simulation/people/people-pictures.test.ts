import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { renderClip } from '../../../../drivers/simulation/people/clip.ts';
import { PEOPLE, personNamed } from '../../../../drivers/simulation/people/people.ts';
import { renderPortrait } from '../../../../drivers/simulation/people/portrait.ts';
import { renderScene, type Scene, standing } from '../../../../drivers/simulation/people/scene.ts';
import { TRAIT_RANGES, type TraitName } from '../../../../drivers/simulation/people/traits.ts';

const SMALL = { widthPx: 320, heightPx: 240, seed: 4 };
const [first, second] = PEOPLE;
const anyone = first as NonNullable<typeof first>;
const other = second as NonNullable<typeof second>;

/** Mean difference of two pictures, grey levels of 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i]! as number)), 0) / a.length;
}

const frameOf = async (scene: Scene, frame = 0) => (await renderScene(scene, { ...SMALL, frame })).data;

describe('the cast', () => {
  test('has at least four people, each under one name', () => {
    expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(PEOPLE.length);
    expect(PEOPLE.length).toBeGreaterThanOrEqual(4);
    expect(personNamed(anyone.id)).toBe(anyone);
    expect(personNamed('nobody-of-that-name')).toBeUndefined();
  });

  test('keeps every trait within its range', () => {
    for (const person of PEOPLE) {
      for (const [trait, [low, high]] of Object.entries(TRAIT_RANGES)) {
        const value = person.traits[trait as TraitName];
        expect(value, `${person.id} ${trait}`).toBeGreaterThanOrEqual(low);
        expect(value, `${person.id} ${trait}`).toBeLessThanOrEqual(high);
      }
    }
  });
});

describe('a portrait', () => {
  const size = { widthPx: 140, heightPx: 180, seed: 1, tint: 'colour' } as const;

  test('comes out the same, byte for byte, when it is asked for again', async () => {
    const [a, b] = [await renderPortrait(anyone, size), await renderPortrait(anyone, size)];
    expect(a.data.length).toBe(140 * 180 * 3);
    expect(Buffer.from(a.data).equals(b.data)).toBe(true);
  });

  test('shows another face for another person', async () => {
    const [a, b] = [await renderPortrait(anyone, size), await renderPortrait(other, size)];
    expect(difference(a.data, b.data)).toBeGreaterThan(8);
  });

  test('is without colour when asked in grey', async () => {
    const { data } = await renderPortrait(anyone, { ...size, tint: 'grey' });
    expect(data.every((value, i) => value === data[i - (i % 3)]!)).toBe(true);
  });
});

describe('a frame of the camera', () => {
  test('comes out the same for the same moment, and never quite the same a moment later', async () => {
    const now = await frameOf(standing(anyone));
    expect(Buffer.from(now).equals(await frameOf(standing(anyone)))).toBe(true);
    expect(difference(now, await frameOf(standing(anyone), 1))).toBeGreaterThan(0.5);
  });

  test.each<[string, Partial<Scene>]>([
    ['a turned head', { pose: { yawDeg: 25, pitchDeg: 0, rollDeg: 0 } }],
    ['a raised head', { pose: { yawDeg: 0, pitchDeg: 15, rollDeg: 0 } }],
    ['a step closer', { distanceCm: 45 }],
    ['other light', { light: 'window' }],
    ['a second person', { persons: [anyone, other] }],
    ['an empty room', { persons: [] }],
    ['a print', { presentation: 'print' }],
    ['a phone', { presentation: 'screen' }],
  ])('changes visibly with %s', async (_, change) => {
    const rest = await frameOf(standing(anyone));
    expect(difference(rest, await frameOf({ ...standing(anyone), ...change }))).toBeGreaterThan(1.5);
  });

  test('holds nothing up when there is nobody to hold it', async () => {
    const empty = { ...standing(anyone), persons: [] };
    const held = await frameOf({ ...empty, presentation: 'screen' });
    expect(Buffer.from(held).equals(await frameOf(empty))).toBe(true);
  });
});

test('a clip is its frames as JPEG pictures one after the other', async () => {
  const pictures = [0, 1, 2].map((frame) => renderScene(standing(anyone), { ...SMALL, frame }));
  const clip = await renderClip(await Promise.all(pictures));
  const starts = [...clip.keys()].filter((i) => clip.readUIntBE(i, Math.min(3, clip.length - i)) === 0xffd8ff);
  expect(starts).toHaveLength(3);
  for (const [i, start] of starts.entries()) {
    const { width, height } = await sharp(clip.subarray(start, starts[i + 1] ?? clip.length)).metadata();
    expect([width, height]).toEqual([320, 240]);
  }
});
