import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createRepeatWatch } from '../../../agent/session/repeated-frames.ts';
import { createSensorGrain } from '../../../drivers/simulation/sensor-grain.ts';

test('one view a hundred times is a hundred pictures, as from a sensor, and still the same view', async () => {
  const [width, height] = [160, 120];
  const view = await sharp(
    Uint8Array.from({ length: width * height * 3 }, (_, index) => 60 + (Math.floor(index / 9) % 130)),
    {
      raw: { width, height, channels: 3 },
    },
  )
    .jpeg()
    .toBuffer();
  const grain = createSensorGrain();
  const watch = createRepeatWatch();
  const mean = async (jpeg: Uint8Array) => (await sharp(jpeg).stats()).channels[1]?.mean ?? 0;
  const own = await mean(view);
  for (let count = 0; count < 100; count++) {
    const jpeg = await grain(view);
    const { data } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    expect(watch.see({ width, height, data }, count * 125)).toBe('fresh');
    expect(Math.abs((await mean(jpeg)) - own)).toBeLessThan(1);
  }
  expect(watch.repeats()).toBe(0);
});
