import type { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FrameObservation, Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { type OpenedFaceRecognisers, openFaceEngine } from '../../../models/face/face-engine.ts';
import { startFaceWorker } from '../../../models/face/face-worker-thread.ts';
import { openFaceRecognisers } from '../../../models/face/open-face-recognisers.ts';
import { checkoutModelPlaces } from '../../../models/model-store.ts';
import { drawFaces, drawPortrait } from '../support/drawn-face.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const places = { ...checkoutModelPlaces(), modelsDir: null };
const FRAME = { width: 1280, height: 720 };

const plain = (width: number, height: number, value: number): Picture => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(value),
});
const everyPixel = (picture: Picture, change: (value: number, index: number) => number): Picture => ({
  ...picture,
  data: picture.data.map(change),
});
const grey = (picture: Picture): Picture =>
  everyPixel(picture, (_, index) => {
    const start = index - (index % 3);
    const [red = 0, green = 0, blue = 0] = picture.data.subarray(start, start + 3);
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
const upsideDown = ({ width, height, data }: Picture): Picture => {
  const turned = new Uint8Array(data.length);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    turned.set(data.subarray(3 * pixel, 3 * pixel + 3), 3 * (width * height - 1 - pixel));
  }
  return { width, height, data: turned };
};

describe('pictures that are no good portrait', () => {
  let engine: OpenedFaceRecognisers;
  let reference: Picture;
  beforeAll(async () => {
    const opened = await openFaceEngine(places);
    if (!opened.ok) throw new Error(opened.fault.detail);
    engine = opened.value;
    reference = await drawPortrait();
  });
  afterAll(() => engine?.close());

  async function observe(picture: Picture): Promise<FrameObservation> {
    const observed = await engine.observe(picture);
    if (!observed.ok) throw new Error(observed.fault.code);
    for (const { box, points } of observed.value.faces) {
      expect([box.x, box.y, box.width, box.height, ...points.flat()].every(Number.isFinite)).toBe(true);
    }
    return observed.value;
  }
  /** Nothing that is not one good face may come out of a comparison as a match. */
  async function compared(probe: Picture): Promise<string> {
    const answer = await engine.compare({ reference, referenceType: 'photo', probes: [probe] });
    return answer.ok ? (answer.value.problem ?? answer.value.decision) : answer.fault.code;
  }

  test('nobody is no face, and matches nobody', async () => {
    const empty = await drawFaces(FRAME, []);
    expect(await observe(empty)).toMatchObject({ faces: [], guidance: 'no-face' });
    expect(await compared(empty)).toBe('no-probe-face');
  });

  test('two and twenty people are several, and none of them is compared', async () => {
    const row = (count: number, width: number) =>
      Array.from({ length: count }, (_, index) => ({
        x: 10 + (index % 10) * (width + 4),
        y: 20 + Math.floor(index / 10) * 340,
        width,
      }));
    for (const crowd of [await drawFaces(FRAME, row(2, 520)), await drawFaces(FRAME, row(20, 120))]) {
      expect((await observe(crowd)).guidance).toBe('several-faces');
      expect(await compared(crowd)).not.toBe('match');
    }
  });

  test('a face at the border is advised to move, not taken as it is', async () => {
    const whole = await drawFaces({ width: 900, height: 700 }, [{ x: 0, y: 40, width: 440 }]);
    const cut: Picture = await cutLeft(whole, 150);
    const { faces, guidance } = await observe(cut);
    expect(guidance).not.toBe('ok');
    expect(faces.length).toBeLessThanOrEqual(1);
  });

  test('sixteen pixels between the eyes are too far for the camera, and fewer are not compared', async () => {
    // The drawing has 112 pixels between the eyes at 512.
    const withEyesApart = (px: number) => drawFaces(FRAME, [{ x: 600, y: 300, width: Math.round((px / 112) * 512) }]);
    expect(['too-far', 'no-face']).toContain((await observe(await withEyesApart(16))).guidance);
    expect(['low-quality', 'no-probe-face']).toContain(await compared(await withEyesApart(12)));
  });

  test('over-exposed and dark pictures are advised on, a grey one is not held against anybody', async () => {
    const portrait = await drawPortrait();
    const bright = everyPixel(portrait, (value) => Math.min(255, value + 120));
    expect((await observe(bright)).guidance).not.toBe('ok');
    expect((await observe(everyPixel(portrait, (value) => value / 12))).guidance).not.toBe('ok');
    expect((await observe(grey(portrait))).faces).toHaveLength(1);
    expect(await compared(grey(portrait))).toBe('match');
  });

  test('upside down matches nobody', async () => {
    expect(await compared(upsideDown(await drawPortrait()))).not.toBe('match');
  });

  test.each([
    ['one pixel', plain(1, 1, 128)],
    ['one row', plain(2_000, 1, 90)],
    ['one column', plain(1, 2_000, 90)],
    ['all black', plain(64, 64, 0)],
    ['all white', plain(64, 64, 255)],
  ] as const)('%s has no face and matches nobody', async (_, picture) => {
    expect((await observe(picture)).faces).toEqual([]);
    expect(await compared(picture)).toBe('no-probe-face');
    const answer = await engine.compare({ reference: picture, referenceType: 'printed', probes: [picture] });
    expect(answer.ok && answer.value.decision).toBe('inconclusive');
  });

  test('forty megapixels are answered like any other picture', async () => {
    const huge = await drawFaces({ width: 8_000, height: 5_000 }, [{ x: 2_200, y: 300, width: 3_600 }]);
    expect((await observe(huge)).faces).toHaveLength(1);
  });

  test('any pixels in any proportions are answered, and never as the holder', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 90 }),
        fc.nat(),
        async (w, h, seed) => {
          let state = seed + 1;
          const noise = everyPixel(plain(w, h, 0), () => {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
            return state >>> 24;
          });
          await observe(noise);
          expect(await compared(noise)).not.toBe('match');
          expect((await engine.judge([noise])).ok).toBe(true);
        },
      ),
      { numRuns: 6 },
    );
  });
});

/** The picture without its leftmost columns. */
async function cutLeft({ width, height, data }: Picture, columns: number): Promise<Picture> {
  const rest = width - columns;
  const cut = new Uint8Array(rest * height * 3);
  for (let row = 0; row < height; row += 1) {
    cut.set(data.subarray(3 * (row * width + columns), 3 * (row + 1) * width), 3 * row * rest);
  }
  return { width: rest, height, data: cut };
}

describe('a worker in trouble', () => {
  const started: Worker[] = [];
  let recognisers: OpenedFaceRecognisers | null = null;
  afterEach(async () => {
    await recognisers?.close();
    recognisers = null;
    started.length = 0;
  });

  async function open(deadlineMs = 60_000): Promise<OpenedFaceRecognisers> {
    const startWorker = (start: Parameters<typeof startFaceWorker>[0]) => {
      const worker = startFaceWorker(start);
      started.push(worker);
      return worker;
    };
    const opened = await openFaceRecognisers({ places, deadlineMs, startWorker });
    if (!opened.ok) throw new Error(opened.fault.code);
    recognisers = opened.value;
    return opened.value;
  }
  const codeOf = (result: { ok: true } | { ok: false; fault: { code: string } }) =>
    result.ok ? 'ok' : result.fault.code;

  test('closed while busy: the call under way and those behind it are answered, none is left waiting', async () => {
    const { observe, compare, close } = await open();
    const portrait = await drawPortrait();
    const calls = [
      observe(portrait),
      compare({ reference: portrait, referenceType: 'photo', probes: [portrait] }),
      observe(portrait),
    ];
    await close();
    expect((await Promise.all(calls)).map(codeOf)).toEqual(Array(3).fill('models.worker-lost'));
    expect(started).toHaveLength(1);
  });

  test('killed in a comparison: the loss is told once, and the comparison then works with a new worker', async () => {
    const { compare } = await open();
    const portrait = await drawPortrait();
    const request = { reference: portrait, referenceType: 'photo', probes: [portrait] } as const;
    const underWay = compare(request);
    await started[0]?.terminate();
    expect(codeOf(await underWay)).toBe('models.worker-lost');
    const again = await compare(request);
    expect(again.ok && again.value.decision).toBe('match');
    expect(started).toHaveLength(2);
  });

  test('the pictures of the caller stay as they are; only the copies of the worker are overwritten', async () => {
    const { observe } = await open();
    const portrait = await drawPortrait();
    const before = new Uint8Array(portrait.data);
    await observe(portrait);
    expect(portrait.data).toEqual(before);
  });
});
