import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparisonAnswer } from '../../../agent/contract/vocabulary/visit.ts';
import { findings } from '../../support/officers.ts';
import { PACK } from '../../support/visits.ts';
import { type ActedFaces, actFaces, show } from './acted-recognisers.ts';
import { stageAtCamera, stageVisit } from './staged-visit.ts';

type Stage = Awaited<ReturnType<typeof stageVisit>>;

/** Recognisers that must not be asked for anything. */
function forbiddenFaces(): ActedFaces {
  const forbidden = async (): Promise<never> => {
    throw new Error('a recogniser was called');
  };
  return { ...actFaces(), observe: forbidden, compare: forbidden, judge: forbidden };
}

async function stageWithOfficers(options: Parameters<typeof stageVisit>[0] = {}): Promise<Stage> {
  const stage = await stageVisit({ faces: forbiddenFaces(), ...options });
  await stage.checkIn();
  await stage.command({ type: 'chooseNonBiometric' });
  await stage.lay('passport');
  await stage.clock.advance(3_000);
  return stage;
}

const answer = (stage: Stage, officer: string, answer: ComparisonAnswer, seen = findings('similar')) =>
  stage.command({ type: 'answerComparison', officer, findings: seen, answer });

describe('the path without biometrics', () => {
  test('takes a photo without asking any recogniser, and two officers who agree make it GREEN', async () => {
    const stage = await stageWithOfficers();
    expect(stage.phase()).toBe('operator-comparison');
    expect(stage.session.staffView().pictures.map(({ kind }) => kind)).toEqual(['document', 'live']);
    expect(stage.session.staffView().comparison).toEqual({ officer: 1, of: 2, mayPhotographAgain: true });
    expect(await answer(stage, 'OP-1', 'same-person')).toEqual({ accepted: true });
    expect(stage.session.staffView().comparison).toEqual({ officer: 2, of: 2, mayPhotographAgain: false });
    await answer(stage, 'OP-2', 'same-person');
    const [committed] = stage.told.committed;
    expect(committed?.verdict).toMatchObject({
      colour: 'GREEN',
      reasons: ['CHIP_ABSENT_ALLOWED', 'FACE_BY_OPERATOR'],
    });
    expect(committed?.checks.filter(({ id }) => id === 'PRC-04')).toMatchObject([{ result: 'successful' }]);
    expect(committed?.pictures.map(({ type }) => type)).toEqual(['document_front', 'portrait_live']);
    expect(stage.bugs).toEqual([]);
  });

  test('has the same screens as the path with biometrics, and no more of them', async () => {
    const withFaces = await stageAtCamera();
    await withFaces.clock.advance(10_000);
    const withOfficers = await stageWithOfficers();
    await answer(withOfficers, 'OP-1', 'same-person');
    await answer(withOfficers, 'OP-2', 'same-person');
    const screens = ({ phases }: Stage) =>
      phases.map((phase) => (phase === 'operator-comparison' ? 'comparing' : phase));
    expect(screens(withOfficers)).toEqual(screens(withFaces));
  });

  test.each([
    ['different-person', 'different-person', 'RED', 'FACE_MISMATCH'],
    ['same-person', 'different-person', 'YELLOW', 'FACE_BORDERLINE'],
    ['cannot-tell', 'same-person', 'YELLOW', 'FACE_BORDERLINE'],
  ] as const)('officers who answer %s and %s make it %s', async (first, second, colour, reason) => {
    const stage = await stageWithOfficers();
    await answer(stage, 'OP-1', first);
    await answer(stage, 'OP-2', second);
    expect(stage.told.committed[0]?.verdict).toMatchObject({ colour, reasons: [reason] });
  });

  test('one officer cannot be two: the second answer under the same number is refused and says why', async () => {
    const stage = await stageWithOfficers();
    await answer(stage, 'OP-1', 'same-person');
    expect(await answer(stage, 'OP-1', 'same-person')).toEqual({
      accepted: false,
      fault: { code: 'comparison.same-officer' },
    });
    expect(stage.phase()).toBe('operator-comparison');
    expect(stage.told.committed).toEqual([]);
  });

  test('the second officer sees nothing of what the first one found', async () => {
    const before = await stageWithOfficers();
    const after = await stageWithOfficers();
    await answer(after, 'OP-1', 'different-person', findings('different', { ears: 'cannot-see' }));
    const shown = ({ session }: Stage) => {
      const { revision, comparison, visit, ...view } = session.staffView();
      const { deadlineAt, ...rest } = visit ?? {};
      return JSON.stringify({ ...view, visit: rest });
    };
    expect(shown(after)).toBe(shown(before));
    expect(JSON.stringify(after.session.staffView())).not.toContain('OP-1');
  });

  test('an answer that nothing seen stands behind does not count', async () => {
    const stage = await stageWithOfficers();
    await answer(stage, 'OP-1', 'same-person');
    await answer(stage, 'OP-2', 'same-person', findings('cannot-see', { eyes: 'similar', nose: 'similar' }));
    expect(stage.told.committed[0]?.verdict).toMatchObject({ colour: 'YELLOW', reasons: ['FACE_QUALITY'] });
  });

  test('when no second officer comes, the visit is decided as open and the person is not said to have left', async () => {
    const stage = await stageWithOfficers();
    await answer(stage, 'OP-1', 'same-person');
    await stage.clock.advance(301_000);
    expect(stage.told.committed[0]?.verdict).toMatchObject({ colour: 'YELLOW', reasons: ['FACE_BORDERLINE'] });
    expect(stage.told.committed[0]?.checks.find(({ id }) => id === 'PRC-04')?.result).toBe('not_performed');
  });

  test('the photo may be taken again until somebody has answered; the old one is overwritten', async () => {
    const stage = await stageWithOfficers();
    const first = stage.session.staffView().pictures.at(-1)?.id ?? '';
    expect(await stage.command({ type: 'retry' })).toEqual({ accepted: true });
    await stage.clock.advance(3_000);
    expect(stage.phase()).toBe('operator-comparison');
    expect(stage.session.picture(first)).toBeNull();
    expect(stage.session.staffView().pictures).toHaveLength(2);
    await answer(stage, 'OP-1', 'same-person');
    expect(await stage.command({ type: 'retry' })).toMatchObject({ accepted: false });
  });

  test('without a camera, or without a single frame, the officers look at the person and nobody waits long', async () => {
    const unplugged = await stageVisit({ faces: forbiddenFaces() });
    await unplugged.checkIn();
    await unplugged.command({ type: 'chooseNonBiometric' });
    unplugged.camera.pull();
    await unplugged.lay('passport');
    expect(unplugged.phase()).toBe('operator-comparison');
    const dark = await stageVisit({ faces: forbiddenFaces() });
    dark.camera.acting = () => null;
    await dark.checkIn();
    await dark.command({ type: 'chooseNonBiometric' });
    await dark.lay('passport');
    await dark.clock.advance(9_000);
    expect(dark.phase()).toBe('operator-comparison');
    for (const stage of [unplugged, dark]) {
      await answer(stage, 'OP-1', 'same-person');
      await answer(stage, 'OP-2', 'same-person');
      expect(stage.told.committed[0]?.verdict.colour).toBe('GREEN');
      expect(stage.told.committed[0]?.pictures.map(({ type }) => type)).toEqual(['document_front']);
    }
  });

  test('is the only one of a station without face recognisers', async () => {
    const stage = await stageVisit({ faces: null });
    await stage.checkIn();
    expect(stage.view().visit?.path).toBe('operator');
    await stage.command({ type: 'giveConsent' });
    await stage.lay('passport');
    await stage.clock.advance(3_000);
    await answer(stage, 'OP-1', 'same-person');
    await answer(stage, 'OP-2', 'same-person');
    expect(stage.told.committed[0]?.observations).toMatchObject({ path: 'operator', consent: 'not-needed' });
    expect(stage.told.committed[0]?.models.tier).toBe('absent');
  });

  test('leaves no picture behind, whatever the answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<ComparisonAnswer>('same-person', 'different-person', 'cannot-tell'), { maxLength: 2 }),
        async (answers) => {
          const stage = await stageWithOfficers();
          for (const [index, one] of answers.entries()) await answer(stage, `OP-${index}`, one);
          await stage.command({ type: 'leave' });
          await stage.command({ type: 'finish' });
          await stage.lay(null);
          await stage.clock.advance(70_000);
          expect(stage.issued.buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('biometrics that do not work out', () => {
  test('can be left for the officers from the camera; what was measured is forgotten', async () => {
    const stage = await stageAtCamera();
    stage.camera.acting = () => show({ faces: [] });
    await stage.clock.advance(61_000);
    expect(stage.phase()).toBe('camera-retry');
    stage.camera.acting = () => show({ faces: [{}] });
    expect(await stage.command({ type: 'chooseNonBiometric' })).toEqual({ accepted: true });
    const looks = stage.faces?.looks;
    await stage.clock.advance(3_000);
    expect(stage.view()).toMatchObject({ phase: 'operator-comparison', visit: { path: 'operator' } });
    await answer(stage, 'OP-1', 'same-person');
    await answer(stage, 'OP-2', 'same-person');
    expect(stage.faces?.looks).toBe(looks);
    expect(stage.told.committed[0]).toMatchObject({ verdict: { colour: 'GREEN' }, observations: { face: null } });
  });

  const pack = { policy: { ...PACK.policy, inconclusiveBiometrics: 'operator-path' } } as const;

  test('after the last try lead to the officers where the rules say so', async () => {
    const stage = await stageAtCamera({ pack: { ...pack, limits: { ...PACK.limits, cameraAttempts: 1 } } });
    stage.camera.acting = () => show({ faces: [] });
    await stage.clock.advance(61_000);
    expect(stage.view()).toMatchObject({ phase: 'camera', visit: { path: 'operator' } });
    await stage.clock.advance(3_000);
    await answer(stage, 'OP-1', 'same-person');
    await answer(stage, 'OP-2', 'same-person');
    expect(stage.told.committed[0]?.verdict.colour).toBe('GREEN');
  });

  test('an attack is not handed to officers who could overlook it', async () => {
    const faces = actFaces();
    faces.passive = 'attack';
    const stage = await stageAtCamera({ faces, pack });
    await stage.clock.advance(10_000);
    expect(stage.told.committed[0]?.verdict).toMatchObject({
      colour: 'RED',
      reasons: expect.arrayContaining(['LIVENESS_ATTACK']),
    });
  });
});
