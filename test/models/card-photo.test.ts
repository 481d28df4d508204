import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CardPhotoRule } from '../../agent/contract/vocabulary/face-quality.ts';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { readCardPhotoLimits } from '../../models/card-photo/card-photo-limits.ts';
import { type CardPhotoTools, cropCardPhoto, judgeCardPhoto } from '../../models/card-photo/judge-card-photo.ts';
import type { FaceNetworks } from '../../models/face/face-networks.ts';
import { readQualityLimits } from '../../models/face-quality/quality-limits.ts';
import { createPictureDecoder } from '../../models/picture-decoder.ts';
import { announceSkip, haveSharedPictures, loadShared } from './support/shared-pictures.ts';
import { drawStudioPortrait, openNpmNetworks, repaint } from './support/studio-portrait.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
announceSkip('card photos of real people', !haveSharedPictures, 'no ../shared/pictures');

let networks: FaceNetworks;
let tools: CardPhotoTools;
let good: Picture;
beforeAll(async () => {
  networks = await openNpmNetworks();
  const decoder = createPictureDecoder();
  tools = { networks, decoder, limits: readCardPhotoLimits(), quality: readQualityLimits() };
  good = await drawStudioPortrait();
});
afterAll(() => networks?.close());

const rawOf = ({ width, height }: Picture) => ({ raw: { width, height, channels: 3 as const } });
const jpegOf = (picture: Picture): Promise<Uint8Array> =>
  sharp(picture.data, rawOf(picture)).jpeg({ quality: 92 }).toBuffer();
const judge = async (picture: Picture) => judgeCardPhoto(await jpegOf(picture), tools);
const namesOf = (rules: Awaited<ReturnType<typeof judge>>['rules'], outcome: string) =>
  rules.filter((finding) => finding.outcome === outcome).map(({ rule }) => rule);
const failing = async (picture: Picture) => namesOf((await judge(picture)).rules, 'fails');

/** The right rule fails, and beside it only rules that the same trouble may break. */
async function expectFailure(picture: Picture, rule: CardPhotoRule, others: readonly CardPhotoRule[] = []) {
  const names = await failing(picture);
  expect(names).toContain(rule);
  for (const name of names) expect([rule, ...others]).toContain(name);
}

describe('a photo for the card', () => {
  test('a good one holds every rule that can be measured; headgear and age stay for a person', async () => {
    const { outcome, rules, crop } = await judge(good);
    expect(namesOf(rules, 'fails')).toEqual([]);
    expect(namesOf(rules, 'needs-a-look')).toEqual(['no-headgear', 'recent']);
    expect(outcome).toBe('needs-a-look');
    expect((crop?.width ?? 0) / (crop?.height ?? 1)).toBeCloseTo(300 / 410);
  });

  test('is cut out as a JPEG of at least 300 × 410 px, with the wall as it was', async () => {
    const tinted = repaint(good, (value, channel) => (channel === 0 ? value * 0.7 : value));
    const { jpeg, report } = await cropCardPhoto(await jpegOf(tinted), tools);
    const { width, height, format } = await sharp(jpeg as Uint8Array).metadata();
    expect(format).toBe('jpeg');
    expect(width).toBeGreaterThanOrEqual(300);
    expect(height).toBeGreaterThanOrEqual(410);
    // `stats` would look at the whole file, so the corner is cut out first.
    const corner = await sharp(jpeg as Uint8Array)
      .extract({ left: 2, top: 2, width: 12, height: 12 })
      .raw()
      .toBuffer();
    const at = (Math.ceil(report.crop?.y ?? 0) + 4) * tinted.width + Math.ceil(report.crop?.x ?? 0) + 4;
    for (const channel of [0, 1, 2]) {
      const values = corner.filter((_, index) => index % 3 === channel);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean - (tinted.data[at * 3 + channel] as number))).toBeLessThan(8);
    }
    expect(namesOf(report.rules, 'fails')).toContain('white-background');
  });

  test('too dark', () =>
    expectFailure(
      repaint(good, (value) => value * 0.1),
      'exposure',
      ['white-background', 'sharp', 'natural-colour', 'pupils-visible'],
    ));
  test('blown out', () =>
    expectFailure(
      repaint(good, (value) => value * 2.2),
      'exposure',
      ['natural-colour', 'even-light', 'sharp'],
    ));
  test('blurred', async () => {
    const data = await sharp(good.data, rawOf(good)).blur(7).raw().toBuffer();
    await expectFailure({ ...good, data: new Uint8Array(data) }, 'sharp', ['pupils-visible']);
  });
  test('light from one side', () =>
    expectFailure(
      repaint(good, (value, _, x, y) => (y > 0.1 && x > 0.5 && x < 0.8 ? value * 0.45 : value)),
      'even-light',
      ['no-dark-glasses', 'exposure'],
    ));
  test('green light', () =>
    expectFailure(
      repaint(good, (value, channel) => (channel === 1 ? value : value * 0.55)),
      'natural-colour',
      ['white-background', 'exposure'],
    ));
  test('a blue wall', () =>
    expectFailure(
      repaint(good, (value, channel, x, y) => (isWall(x, y) && channel < 2 ? value * 0.5 : value)),
      'white-background',
      ['plain-background'],
    ));
  test('a striped wall', () =>
    expectFailure(
      repaint(good, (value, _, x, y) => (isWall(x, y) && Math.floor((x + y) * 40) % 2 === 0 ? 60 : value)),
      'plain-background',
      ['white-background'],
    ));
  test('turned away', async () =>
    expectFailure(await drawStudioPortrait({ pose: { yawDeg: 32 } }), 'frontal', [
      'even-light',
      'no-dark-glasses',
      'pupils-visible',
      'head-size',
      'plain-background',
    ]));
  test('tilted', async () =>
    expectFailure(await drawStudioPortrait({ pose: { rollDeg: 24 } }), 'frontal', [
      'even-light',
      'head-size',
      'plain-background',
    ]));
  test('eyes shut', async () => expectFailure(await drawStudioPortrait({ blink: 1 }), 'pupils-visible'));
  test('dark glasses', async () => {
    const { leftEye, rightEye } = { leftEye: 0.36, rightEye: 0.64 };
    const shaded = repaint(good, (value, _, x, y) =>
      Math.abs(y - eyeLine) < 0.05 && (Math.abs(x - leftEye) < 0.12 || Math.abs(x - rightEye) < 0.12) ? 18 : value,
    );
    const { rules } = await judge(shaded);
    expect(namesOf(rules, 'fails').length === 0 ? namesOf(rules, 'needs-a-look') : namesOf(rules, 'fails')).toContain(
      'no-dark-glasses',
    );
  });
  test('too few pixels', async () => {
    const small = await drawStudioPortrait({ widthPx: 230, heightPx: 280 });
    await expectFailure(small, 'resolution');
  });
  test('the head cut off above', async () => {
    const { data, info } = await sharp(good.data, rawOf(good))
      .extract({ left: 0, top: 110, width: 460, height: 450 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    await expectFailure({ width: info.width, height: info.height, data: new Uint8Array(data) }, 'head-size', [
      'resolution',
    ]);
  });
  test('two people', async () => {
    const both = await sharp({ create: { width: 920, height: 560, channels: 3, background: '#fff' } })
      .composite([0, 460].map((left) => ({ input: Buffer.from(good.data), ...rawOfOverlay(good), left, top: 0 })))
      .png()
      .toBuffer();
    expect(namesOf((await judgeCardPhoto(both, tools)).rules, 'fails')).toContain('one-face');
  });
  test('an empty wall', async () => {
    const { rules } = await judge({ width: 400, height: 500, data: new Uint8Array(400 * 500 * 3).fill(240) });
    expect(rules.find(({ rule }) => rule === 'one-face')).toMatchObject({
      outcome: 'fails',
      value: 0,
      advice: 'show-face',
    });
  });
  test('a file that is no JPEG or PNG, or is damaged, or too large', async () => {
    const gif = await sharp(good.data, rawOf(good)).gif().toBuffer();
    const notOne = await judgeCardPhoto(gif, tools);
    expect([notOne.outcome, notOne.fault, notOne.rules[0]?.advice]).toEqual([
      'fails',
      'image.not-an-image',
      'jpeg-or-png',
    ]);
    const whole = await jpegOf(good);
    expect((await judgeCardPhoto(whole.subarray(0, 2000), tools)).fault).toBe('image.damaged');
    const padded = Buffer.concat([whole, Buffer.alloc(5_100_000)]);
    expect(namesOf((await judgeCardPhoto(padded, tools)).rules, 'fails')).toEqual(['file-size']);
  });

  test('no picture whatever makes it throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        async (width, height, seed) => {
          let state = seed | 1;
          const noise = () => {
            state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
            return state & 255;
          };
          const data = Uint8Array.from({ length: width * height * 3 }, noise);
          const { rules } = await judge({ width, height, data });
          expect(rules.length).toBeGreaterThan(0);
          expect(rules.some(({ outcome }) => outcome === 'fails')).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });

  test.skipIf(!haveSharedPictures)(
    'real portraits that are frontal and sharp fail on nothing but framing and wall',
    async () => {
      for (const file of [
        'officials/biden2.jpg',
        'officials/obama.jpg',
        'vietmoney-pad/true_002.jpg',
        'astronaut/astronaut.png',
      ]) {
        const names = await failing(await loadShared(file));
        for (const name of names)
          expect(['head-size', 'resolution', 'plain-background', 'white-background'], file).toContain(name);
      }
    },
  );
});

/** Clear of the drawn head and shoulders. */
const isWall = (x: number, y: number) => y < 0.06 || (y < 0.6 && (x < 0.17 || x > 0.83));
const eyeLine = 0.46;
const rawOfOverlay = ({ width, height }: Picture) => ({ raw: { width, height, channels: 3 as const } });
