import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaceObservation } from '../../../agent/contract/vocabulary/observations.ts';
import type { ChallengeAction } from '../../../agent/contract/vocabulary/visit.ts';
import { drawActions, possibleActions, type RestingFace } from '../../../agent/session/challenge.ts';
import {
  advanceTrial,
  beginTrial,
  type ChallengeTrial,
  declineAction,
  type TrialRules,
} from '../../../agent/session/challenge-trial.ts';
import { judgeMovement, NOT_MOVED } from '../../../agent/session/judge-movement.ts';
import { LIGHT_STEP_MS, LIGHT_STEPS } from '../../../agent/session/screen-light.ts';
import { DEFAULT_LIMITS } from '../../../agent/session/session-limits.ts';

const FACE: FaceObservation = {
  box: { x: 0, y: 0, width: 200, height: 200 },
  confidence: 1,
  points: [],
  pose: { yawDeg: 2, pitchDeg: 0, rollDeg: 0 },
  eyeAspectRatio: 0.3,
  interEyeDistancePx: 90,
  meanLuminance: 120,
  sharpness: 20,
};
const REST: RestingFace = { yawDeg: 2, pitchDeg: 0, eyeAspectRatio: 0.3, interEyeDistancePx: 90 };
const EVERY_MS = 100;
const MOVES: readonly ChallengeAction[] = ['turn-left', 'turn-right', 'look-up', 'come-closer'];

/** Repeatable chance (Mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const rules = (seed: number, more: Partial<TrialRules> = {}): TrialRules => ({
  ...DEFAULT_LIMITS.capture,
  actions: 2,
  strays: 1,
  declines: 2,
  random: chance(seed),
  ...more,
});

function posed(action: ChallengeAction | null): FaceObservation {
  switch (action) {
    case 'turn-left':
      return { ...FACE, pose: { yawDeg: 32, pitchDeg: 0, rollDeg: 0 } };
    case 'turn-right':
      return { ...FACE, pose: { yawDeg: -28, pitchDeg: 0, rollDeg: 0 } };
    case 'look-up':
      return { ...FACE, pose: { yawDeg: 2, pitchDeg: 20, rollDeg: 0 } };
    case 'come-closer':
      return { ...FACE, interEyeDistancePx: 130 };
    default:
      return FACE;
  }
}

/** Who or what stands there: the movement shown at a moment, knowing what is asked since when. */
type Actor = (atMs: number, asked: ChallengeTrial['asked']) => ChallengeAction | null;

function play(actor: Actor, own: TrialRules, possible = MOVES): ChallengeTrial {
  let trial = beginTrial(REST, possible, own);
  for (let atMs = 0; atMs < 40_000 && trial.ended === null; atMs += EVERY_MS) {
    const shown = actor(atMs, trial.asked);
    const sight = { face: posed(shown), capturedAtMs: atMs, nowMs: atMs + 30, isFrontal: shown === null, colour: null };
    trial = advanceTrial(trial, sight, own);
  }
  return trial;
}

const person =
  (reactionMs: number): Actor =>
  (atMs, asked) =>
    asked && atMs - asked.sinceMs >= reactionMs ? asked.action : null;

/** A film plays movements one after the other, each held, with rest between, over and over. */
const film =
  (order: readonly (ChallengeAction | null)[], startMs: number, pieceMs = 700): Actor =>
  (atMs) => {
    const piece = Math.floor((atMs + startMs) / pieceMs);
    return piece % 2 === 0 ? null : (order[((piece - 1) / 2) % order.length] ?? null);
  };

describe('the challenge', () => {
  test('asks only for what can be judged on this face at this speed, and for changing light of itself never', () => {
    const blind: RestingFace = { yawDeg: null, pitchDeg: null, eyeAspectRatio: null, interEyeDistancePx: 90 };
    expect(possibleActions(blind, 15)).toEqual(['come-closer']);
    expect(possibleActions(REST, 4)).not.toContain('blink');
    expect([...possibleActions(REST, 15)].sort()).toEqual([...MOVES, 'blink'].sort());
    for (const seed of [1, 2, 3]) expect(new Set(drawActions(9, MOVES, chance(seed))).size).toBe(MOVES.length);
  });

  test.each([
    ['turn-left', { pose: { yawDeg: 25, pitchDeg: 0, rollDeg: 0 } }, true],
    ['turn-left', { pose: { yawDeg: -25, pitchDeg: 0, rollDeg: 0 } }, false],
    ['turn-right', { pose: { yawDeg: -25, pitchDeg: 0, rollDeg: 0 } }, true],
    ['turn-right', { pose: null }, false],
    ['look-up', { pose: { yawDeg: 0, pitchDeg: 15, rollDeg: 0 } }, true],
    ['look-up', { pose: { yawDeg: 0, pitchDeg: -15, rollDeg: 0 } }, false],
    ['come-closer', { interEyeDistancePx: 110 }, true],
    ['come-closer', { interEyeDistancePx: 95 }, false],
  ] as const)('%s with %j is done: %s', (action, change, done) => {
    expect(judgeMovement(action, { ...FACE, ...change }, REST, NOT_MOVED).done).toBe(done);
  });

  test('a blink is lids that close and open again; closed eyes alone are not one', () => {
    const closed = judgeMovement('blink', { ...FACE, eyeAspectRatio: 0.1 }, REST, NOT_MOVED);
    expect(closed.done).toBe(false);
    expect(judgeMovement('blink', { ...FACE, eyeAspectRatio: 0.1 }, REST, closed.state).done).toBe(false);
    expect(judgeMovement('blink', { ...FACE, eyeAspectRatio: 0.29 }, REST, closed.state).done).toBe(true);
  });

  test('a person who reacts as people do passes, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 250, max: 4_000 }), (seed, reactionMs) => {
        const trial = play(person(reactionMs), rules(seed));
        expect(trial).toMatchObject({ ended: 'passed', strays: 0 });
        expect(trial.results.map(({ done }) => done)).toEqual([true, true]);
      }),
    );
  });

  test('who does nothing misses it', () => {
    expect(play(() => null, rules(1))).toMatchObject({ ended: 'missed', results: [{ done: false }] });
  });

  test('an answer before the question never counts', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...MOVES), (seed, held) => {
        // The movement is held from before the question on: it is neither rest nor an answer.
        const trial = play((atMs) => (atMs >= 200 ? held : null), rules(seed, { actions: 1, strays: 0 }));
        expect(trial.ended).not.toBe('passed');
      }),
    );
  });

  test('an answer faster than anybody reacts voids the challenge', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const trial = play(person(0), rules(seed, { strays: 0 }));
        expect(trial).toMatchObject({ ended: 'missed', strays: 1 });
      }),
    );
  });

  test('one movement too many is forgiven and costs a longer challenge; the next ends it', () => {
    let wrongs = 1;
    const clumsy: Actor = (atMs, asked) => {
      if (!asked || atMs - asked.sinceMs < 400) return null;
      if (wrongs-- > 0) return MOVES.find((action) => action !== asked.action) ?? null;
      return asked.action;
    };
    expect(play(clumsy, rules(5))).toMatchObject({ ended: 'passed', strays: 1, results: { length: 3 } });
    wrongs = 99;
    expect(play(clumsy, rules(5))).toMatchObject({ ended: 'missed', strays: 2 });
  });

  test('a film that is played over and over passes no more often than chance', () => {
    const plays = 4_000;
    let passed = 0;
    for (let seed = 0; seed < plays; seed++) {
      const draw = chance(seed + 1_000_003);
      const actor = film(drawActions(MOVES.length, MOVES, draw), draw() * 5_600, 400 + draw() * 900);
      if (play(actor, rules(seed)).ended === 'passed') passed++;
    }
    // Two actions in order out of four, and three in order after the one forgiven movement.
    const byChance = 1 / (4 * 3) + 1 / (4 * 3 * 2);
    const fourSigma = 4 * Math.sqrt((byChance * (1 - byChance)) / plays);
    expect(passed / plays).toBeLessThan(byChance + fourSigma);
  });

  test('a film of one movement never passes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...MOVES), fc.nat(2_000), (seed, only, startMs) => {
        expect(play(film([only], startMs), rules(seed)).ended).not.toBe('passed');
      }),
    );
  });
});

describe('who cannot do what is asked', () => {
  const declining = (instead: 'another' | 'light', times: number, own: TrialRules) => {
    let trial = beginTrial(REST, MOVES, own);
    const asked: ChallengeAction[] = [];
    let left = times;
    const lights: number[] = [];
    for (let atMs = 0; atMs < 60_000 && trial.ended === null; atMs += EVERY_MS) {
      const shown = person(400)(atMs, trial.asked);
      const move = shown === 'follow-light' ? null : shown;
      const sight = { face: posed(move), capturedAtMs: atMs, nowMs: atMs + 30, isFrontal: move === null, colour: null };
      trial = advanceTrial(trial, sight, own);
      if (!trial.asked) continue;
      const last = trial.asked.light.at(-1)?.fromMs;
      if (last !== undefined && lights.at(-1) !== last) lights.push(last);
      if (asked.at(-1) !== trial.asked.action) asked.push(trial.asked.action);
      if (left > 0) {
        left -= 1;
        trial = declineAction(trial, instead, own);
      }
    }
    return { trial, asked, lights };
  };

  test('gets another movement, never the same again, and no blame', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { trial, asked } = declining('another', 1, rules(seed));
        expect(trial).toMatchObject({ ended: 'passed', strays: 0, declined: [asked[0]] });
        expect(new Set(asked).size).toBe(asked.length);
      }),
    );
  });

  test('gets an officer instead after two', () => {
    expect(declining('another', 2, rules(3)).trial.ended).toBe('declined');
  });

  test('may choose the light, whose colours never change faster than three times a second', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { lights, asked } = declining('light', 1, rules(seed));
        expect(asked).toContain('follow-light');
        expect(lights).toHaveLength(LIGHT_STEPS);
        for (const [index, at] of lights.entries()) {
          if (index > 0) expect(at - (lights[index - 1] ?? 0)).toBeGreaterThanOrEqual(LIGHT_STEP_MS);
        }
        expect(LIGHT_STEP_MS).toBeGreaterThan(1000 / 3);
      }),
    );
  });
});
