import { describe, expect, test } from 'vitest';
import { type ActedFaces, actFaces, moved, show } from './acted-recognisers.ts';
import { stageAtCamera } from './staged-visit.ts';

type Stage = Awaited<ReturnType<typeof stageAtCamera>>;

/** Winds the clock until an action is asked for. */
async function untilAsked(stage: Stage, besides?: string): Promise<string> {
  for (let waited = 0; waited < 10_000; waited += 100) {
    const action = stage.view().visit?.challenge?.action;
    if (action && action !== besides) return action;
    await stage.clock.advance(100);
  }
  throw new Error('nothing was asked for');
}

describe('the challenge of a capture', () => {
  test('that is answered as a person answers passes, and the record says how the frames came about', async () => {
    const stage = await stageAtCamera({ pinnedCameras: ['acted face'] });
    await stage.clock.advance(12_000);
    const face = stage.told.committed[0]?.observations.face;
    expect(face?.capture).toMatchObject({ pinned: 'pinned', camera: 'Acted face-camera', strays: 0, restarts: 0 });
    expect(face?.capture?.nonce).toMatch(/^[0-9a-f]{32}$/);
    expect(face?.capture?.spreadMs).toBeGreaterThanOrEqual(1_500);
    expect(stage.view().visit?.outcome?.verdict.colour).toBe('GREEN');
  });

  test('hands on what was seen in each kept frame, so that nobody looks for the face again', async () => {
    const acted = actFaces();
    const handedOn: (number | undefined)[] = [];
    const faces: ActedFaces = {
      ...acted,
      judge: (frames) => {
        handedOn.push(...frames.map((frame) => frame.faces?.length));
        return acted.judge(frames);
      },
      compare: (request) => {
        handedOn.push(...request.probes.map((probe) => probe.faces?.length));
        return acted.compare(request);
      },
    };
    const stage = await stageAtCamera({ faces });
    await stage.clock.advance(12_000);
    expect(handedOn.length).toBeGreaterThanOrEqual(10);
    expect(new Set(handedOn)).toEqual(new Set([1]));
  });

  test('is not passed by who moves in the very moment of the question', async () => {
    const stage = await stageAtCamera();
    stage.camera.acting = () => {
      const action = stage.view().visit?.challenge?.action;
      return show({ faces: [action ? moved(action) : {}] });
    };
    await stage.clock.advance(15_000);
    expect(stage.view()).toMatchObject({
      phase: 'camera-retry',
      visit: { fault: { code: 'liveness.challenge-missed' } },
    });
  });

  test('gives way to another action for who cannot do the first, and the visit can still be GREEN', async () => {
    const stage = await stageAtCamera();
    const first = await untilAsked(stage);
    expect(stage.view().visit?.challenge?.lightIsOffered).toBe(true);
    expect(await stage.command({ type: 'declineAction', instead: 'another' })).toEqual({ accepted: true });
    expect(stage.view().visit?.challenge).toBeUndefined();
    expect(await untilAsked(stage)).not.toBe(first);
    await stage.clock.advance(12_000);
    expect(stage.told.committed[0]?.observations.face?.capture?.declined).toEqual([first]);
    expect(stage.view().visit?.outcome?.verdict.colour).toBe('GREEN');
  });

  test('gives way to an officer after the second, without another try and without blame', async () => {
    const stage = await stageAtCamera();
    await untilAsked(stage);
    await stage.command({ type: 'declineAction', instead: 'another' });
    await untilAsked(stage);
    await stage.command({ type: 'declineAction', instead: 'another' });
    await stage.clock.advance(10_000);
    expect(stage.phase()).toBe('operator-comparison');
    expect(stage.phases).not.toContain('camera-retry');
  });

  test('can be declined only while something is asked for', async () => {
    const stage = await stageAtCamera();
    expect(await stage.command({ type: 'declineAction', instead: 'light' })).toMatchObject({ accepted: false });
  });

  test('shows one colour after the other when the person chose light', async () => {
    const stage = await stageAtCamera();
    await untilAsked(stage);
    await stage.command({ type: 'declineAction', instead: 'light' });
    expect(await untilAsked(stage)).toBe('follow-light');
    const colours: (string | undefined)[] = [];
    for (let waited = 0; waited < 3_000; waited += 100) {
      const light = stage.view().visit?.challenge?.light;
      if (light !== colours.at(-1)) colours.push(light);
      await stage.clock.advance(100);
    }
    expect(colours.length).toBeGreaterThanOrEqual(3);
    expect(colours.length).toBeLessThanOrEqual(5);
    // The acted picture has no colour that could follow.
    await stage.clock.advance(4_000);
    expect(stage.view().visit?.fault?.code).toBe('liveness.challenge-missed');
  });
});

describe('the camera of a capture', () => {
  test('that is not on the list of the station ends it with its own fault', async () => {
    const stage = await stageAtCamera({ pinnedCameras: ['046d:085e'] });
    await stage.clock.advance(1_000);
    expect(stage.view()).toMatchObject({ phase: 'camera-retry', visit: { fault: { code: 'camera.not-pinned' } } });
    await stage.command({ type: 'continueWithout' });
    await stage.clock.advance(2_000);
    expect(stage.told.committed[0]?.verdict.colour).toBe('YELLOW');
    expect(stage.told.committed[0]?.verdict.reasons).toContain('DEVICE_FAULT');
  });
});
