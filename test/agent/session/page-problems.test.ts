import { describe, expect, test } from 'vitest';
import { ok } from '../../../agent/contract/faults.ts';
import type { PageProblem } from '../../../agent/contract/vocabulary/observations.ts';
import type { DocumentCapture } from '../../../drivers/ports.ts';
import { type Shown, show } from './acted-recognisers.ts';
import { stageVisit } from './staged-visit.ts';

const box = { x: 4, y: 0, width: 8, height: 1 };
const GLARE: PageProblem = { kind: 'glare', box, severity: 0.9, advice: 'avoid-reflection' };
const FINGER: PageProblem = { kind: 'finger', box, severity: 0.7, advice: 'take-hand-away' };
const FAR: PageProblem = { kind: 'too-far', box, severity: 0.4, advice: 'move-closer' };
const TURNED: PageProblem = { kind: 'turned', box, severity: 0, advice: 'none' };

const taken = (shown: Shown): DocumentCapture => ({
  origin: 'simulated',
  images: [{ light: 'white', bytes: show(shown), dpi: 400 }],
});

async function stageWith(shown: Shown) {
  const stage = await stageVisit();
  await stage.checkIn();
  await stage.command({ type: 'giveConsent' });
  stage.scanner.answers = Array.from({ length: 4 }, () => () => Promise.resolve(ok(taken(shown))));
  await stage.command({ type: 'scanDocument' });
  return stage;
}

describe('a page that could not be read', () => {
  test('tells the two worst troubles with what helps, and marks them for the officer on the picture', async () => {
    const stage = await stageWith({ page: 'blurred', problems: [GLARE, FINGER, FAR] });
    expect(stage.view()).toMatchObject({
      phase: 'document-retry',
      visit: {
        fault: { code: 'mrz.not-found' },
        pageProblems: [
          { kind: 'glare', advice: 'avoid-reflection' },
          { kind: 'finger', advice: 'take-hand-away' },
        ],
      },
    });
    const [picture] = stage.session.staffView().pictures;
    expect(picture?.marks?.places).toEqual([
      { kind: 'glare', box },
      { kind: 'finger', box },
    ]);
    expect(picture?.marks?.width).toBeGreaterThan(box.x + box.width);
  });

  test('gives its verdict the reason of its worst trouble once no tries are left', async () => {
    const stage = await stageWith({ page: 'blurred', problems: [GLARE] });
    await stage.command({ type: 'retry' });
    await stage.command({ type: 'retry' });
    expect(stage.phase()).toBe('outcome');
    const [committed] = stage.told.committed;
    expect(committed?.verdict.colour).toBe('YELLOW');
    expect(committed?.observations.documents[0]?.findings?.problems).toEqual([GLARE]);
  });

  test('says nothing of notes without weight: the fault speaks alone', async () => {
    const stage = await stageWith({ page: 'blurred', problems: [TURNED] });
    expect(stage.view().visit?.fault?.code).toBe('mrz.not-found');
    expect(stage.view().visit?.pageProblems).toBeUndefined();
    expect(stage.session.staffView().pictures[0]?.marks).toBeUndefined();
  });
});

describe('a page that was read', () => {
  test('goes on without a word, whatever was wrong with it', async () => {
    const stage = await stageWith({ page: 'passport', problems: [GLARE, FINGER] });
    expect(stage.phase()).toBe('camera');
    expect(stage.view().visit?.pageProblems).toBeUndefined();
    expect(stage.session.staffView().pictures.every(({ marks }) => marks === undefined)).toBe(true);
    await stage.clock.advance(10_000);
    expect(stage.told.committed[0]?.verdict.colour).toBe('GREEN');
  });
});
