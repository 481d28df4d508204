import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { drawPortrait } from '../../../drivers/simulation/cast-pictures.ts';
import { CLEAN } from '../../../drivers/simulation/document/wear.ts';
import { personNamed } from '../../../drivers/simulation/people/people.ts';
import { SCENARIOS } from '../../../drivers/simulation/scenarios.ts';
import { postureOf } from '../../../drivers/simulation/scene.ts';
import { LITHUANIAN_CARD } from '../../../drivers/simulation/specimens.ts';
import { startStudio } from '../../../drivers/simulation/studio-thread.ts';

const studio = startStudio({ dpi: 60 });
afterAll(() => studio.close());

const view = (...persons: string[]) => ({
  view: { persons, presentation: 'live' as const, ...postureOf(null) },
  widthPx: 160,
  heightPx: 120,
  frame: 0,
  seed: 1,
});

describe('studio in a thread of its own', () => {
  test('everybody in the scenarios belongs to the cast', () => {
    const named = SCENARIOS.flatMap(({ scene, documents }) => [
      ...scene.persons,
      ...documents.map(({ document }) => document.holder),
    ]);
    expect(named.filter((id) => personNamed(id) === undefined)).toEqual([]);
    expect(() => drawPortrait('nobody-of-that-name', { widthPx: 10, heightPx: 10, seed: 1 })).toThrow(RangeError);
  });

  test('it draws pages and views while this thread goes on', async () => {
    const page = await studio.page({ document: LITHUANIAN_CARD, side: 'front', light: 'white', wear: CLEAN });
    expect((await sharp(page).metadata()).format).toBe('jpeg');
    let turns = 0;
    const beat = setInterval(() => turns++, 1);
    const [someone, nobody] = await Promise.all([studio.view(view('jonas')), studio.view(view())]);
    clearInterval(beat);
    expect(turns).toBeGreaterThan(5);
    expect(await sharp(someone).metadata()).toMatchObject({ width: 160, height: 120 });
    expect(Buffer.from(someone).equals(Buffer.from(nobody))).toBe(false);
  }, 60_000);

  test('a job that cannot be done fails alone', async () => {
    await expect(studio.view(view('nobody-of-that-name'))).rejects.toThrow('nobody-of-that-name');
    expect((await studio.view(view())).length).toBeGreaterThan(100);
  }, 60_000);

  test('a closed studio opens again with the next job', async () => {
    await studio.close();
    expect((await studio.view(view())).length).toBeGreaterThan(100);
  }, 60_000);
});
