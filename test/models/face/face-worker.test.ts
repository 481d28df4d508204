import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { OpenedFaceRecognisers } from '../../../models/face/face-engine.ts';
import { startFaceWorker } from '../../../models/face/face-worker-thread.ts';
import { type FaceRecogniserOptions, openFaceRecognisers } from '../../../models/face/open-face-recognisers.ts';
import { checkoutModelPlaces } from '../../../models/model-store.ts';
import { drawGuided, drawPortrait } from '../support/drawn-face.ts';

vi.setConfig({ testTimeout: 120_000 });

describe('the worker of the face recognisers', () => {
  const started: Worker[] = [];
  let recognisers: OpenedFaceRecognisers | null = null;
  afterEach(async () => {
    await recognisers?.close();
    started.length = 0;
  });

  async function open(options: FaceRecogniserOptions = {}): Promise<OpenedFaceRecognisers> {
    const opened = await openFaceRecognisers({
      places: { ...checkoutModelPlaces(), modelsDir: null },
      deadlineMs: 60_000,
      startWorker: (start) => {
        const worker = startFaceWorker(start);
        started.push(worker);
        return worker;
      },
      ...options,
    });
    if (!opened.ok) throw new Error(`${opened.fault.code} ${opened.fault.detail}`);
    recognisers = opened.value;
    return opened.value;
  }
  const codeOf = (result: { ok: true } | { ok: false; fault: { code: string } }) =>
    result.ok ? 'ok' : result.fault.code;

  test('answers from its own thread, also when asked for several things at once', async () => {
    const { observe, compare, judge, tier } = await open();
    const portrait = await drawPortrait();
    const [seen, compared, judged] = await Promise.all([
      observe(await drawGuided()),
      compare({ reference: portrait, referenceType: 'photo', probes: [portrait] }),
      judge([portrait]),
    ]);
    expect([tier, started.length]).toEqual(['npm', 1]);
    expect(seen.ok && seen.value.guidance).toBe('ok');
    expect(compared.ok && compared.value.decision).toBe('match');
    expect(judged.ok && judged.value.outcome).toBe('not-available');
  });

  test('a worker that is killed in the middle of its work is lost once, and the next call starts another', async () => {
    const { observe } = await open();
    const portrait = await drawPortrait();
    const underWay = observe(portrait);
    await started[0]?.terminate();
    expect(codeOf(await underWay)).toBe('models.worker-lost');
    expect(codeOf(await observe(portrait))).toBe('ok');
    expect(started).toHaveLength(2);
  });

  test('work that takes too long is a timeout, and the next call starts another worker', async () => {
    const { observe } = await open({ deadlineMs: 1 });
    const portrait = await drawPortrait();
    expect(codeOf(await observe(portrait))).toBe('models.timeout');
    expect(codeOf(await observe(portrait))).toBe('models.timeout');
    expect(started).toHaveLength(2);
  });

  test('without models nothing is opened, and no thread stays behind', async () => {
    const nowhere = '/nowhere';
    const exits: Promise<unknown>[] = [];
    const opened = await openFaceRecognisers({
      places: { modelsDir: null, packagesDir: nowhere, cacheDir: nowhere },
      startWorker: (start) => {
        const worker = startFaceWorker(start);
        exits.push(new Promise((resolve) => worker.on('exit', resolve)));
        return worker;
      },
    });
    expect(codeOf(opened)).toBe('models.absent');
    await Promise.all(exits);
    recognisers = null;
  });

  test('after closing, calls are answered and start nothing', async () => {
    const { observe, close } = await open();
    await close();
    expect(codeOf(await observe(await drawPortrait()))).toBe('models.worker-lost');
    expect(started).toHaveLength(1);
  });
});
