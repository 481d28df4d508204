import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { LightName } from '../../drivers/simulation/people/lighting.ts';
import { renderScene, standing } from '../../drivers/simulation/people/scene.ts';
import { type Person, TRAIT_RANGES, type TraitName } from '../../drivers/simulation/people/traits.ts';

/**
 * Draws invented people to `face-N.png` (720 × 720, one head each) for the training of the recapture detector and the quality
 * regressor. Nobody's likeness. The seed of picture N is N, so pools of any size agree.
 *
 *     tsx scripts/face-training/draw-faces.ts FOLDER FIRST COUNT
 */
const [folder, first, count] = process.argv.slice(2);
if (folder === undefined || first === undefined || count === undefined) throw new Error('usage: FOLDER FIRST COUNT');
await mkdir(folder, { recursive: true });
for (let number = Number(first); number < Number(first) + Number(count); number++) await drawFace(folder, number);

async function drawFace(folder: string, number: number): Promise<void> {
  const random = seeded(number + 1);
  const between = (from: number, to: number): number => from + (to - from) * random();
  const lights: readonly LightName[] = ['studio', 'office', 'window', 'evening'];
  const scene = {
    ...standing(inventPerson(number, random)),
    pose: { yawDeg: between(-18, 18), pitchDeg: between(-10, 10), rollDeg: between(-8, 8) },
    smile: random() < 0.3 ? random() : 0,
    blink: random() < 0.1 ? random() : 0,
    distanceCm: between(42, 60),
    light: lights[Math.floor(random() * lights.length)] ?? 'office',
  };
  const { width, height, data } = await renderScene(scene, { widthPx: 720, heightPx: 720, frame: 0, seed: number });
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toBuffer();
  await writeFile(join(folder, `face-${number}.png`), png);
}

/** Traits anywhere in their range; beard and grey hair rarer than the range alone would make them. */
function inventPerson(number: number, random: () => number): Person {
  const traits = Object.fromEntries(
    Object.entries(TRAIT_RANGES).map(([name, [low, high]]) => [name, low + (high - low) * random()]),
  ) as Record<TraitName, number>;
  for (const rare of ['beard', 'moustache', 'stubble', 'hairGrey', 'freckles', 'hairRecession'] as const) {
    if (random() < 0.6) traits[rare] = 0;
  }
  return {
    id: `invented-${number}`,
    seed: number * 7919,
    clothing: [random() * 0.4, random() * 0.4, random() * 0.4],
    traits,
  };
}

/** Mulberry32: the same seed gives the same numbers on every machine. */
function seeded(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
