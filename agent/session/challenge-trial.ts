import type { FaceObservation } from '../contract/vocabulary/observations.ts';
import type { ChallengeAction } from '../contract/vocabulary/visit.ts';
import { drawActions, type RestingFace } from './challenge.ts';
import { judgeMovement, type MovementState, NOT_MOVED, strayMovement } from './judge-movement.ts';
import {
  drawLight,
  type FaceColour,
  followedLight,
  LIGHT_STEP_MS,
  LIGHT_STEPS,
  type LightSample,
  type ShownLight,
} from './screen-light.ts';
import type { ChallengeLimits } from './session-limits.ts';

export interface TrialRules extends ChallengeLimits {
  /** Actions of the first challenge. */
  readonly actions: number;
  /** Movements not asked for that are forgiven; each costs a new challenge, one action longer. */
  readonly strays: number;
  /** Actions a person may decline before an officer compares instead. */
  readonly declines: number;
  readonly random: () => number;
}

/** One look at the one face. Times are milliseconds of the station's monotonic clock. */
export interface Sight {
  readonly face: FaceObservation;
  readonly capturedAtMs: number;
  /** Now: what is asked after this look is asked at this moment. */
  readonly nowMs: number;
  /** The person looks straight and stands well. */
  readonly isFrontal: boolean;
  readonly colour: FaceColour | null;
}

export interface AskedAction {
  readonly action: ChallengeAction;
  readonly sinceMs: number;
  readonly movement: MovementState;
  readonly light: readonly ShownLight[];
  readonly samples: readonly LightSample[];
}

export interface ChallengeStep {
  readonly action: ChallengeAction;
  readonly done: boolean;
  readonly took_ms: number;
}

/** How far the challenge has come. Plain data; the colours and actions to come are drawn late, so that nobody can know them. */
export interface ChallengeTrial {
  readonly rest: RestingFace;
  readonly possible: readonly ChallengeAction[];
  readonly waiting: readonly ChallengeAction[];
  readonly asked: AskedAction | null;
  /** A pause of random length lies before each action; null while the person has still to come to rest. */
  readonly askAtMs: number | null;
  readonly results: readonly ChallengeStep[];
  readonly strays: number;
  readonly declined: readonly ChallengeAction[];
  readonly ended: 'passed' | 'missed' | 'declined' | null;
}

export function beginTrial(
  rest: RestingFace,
  possible: readonly ChallengeAction[],
  { actions, random }: TrialRules,
): ChallengeTrial {
  const waiting = drawActions(actions, possible, random);
  const nothing = { asked: null, askAtMs: null, results: [], strays: 0, declined: [] } as const;
  return { rest, possible, waiting, ...nothing, ended: waiting.length === 0 ? 'passed' : null };
}

/**
 * Takes one look into account. An action counts only when it comes after it was asked for, by more than anybody's reaction time; a
 * movement that nobody asked for counts against the person, since that is what a film does.
 */
export function advanceTrial(trial: ChallengeTrial, sight: Sight, rules: TrialRules): ChallengeTrial {
  if (trial.ended !== null) return trial;
  if (trial.asked !== null) return watch(trial, trial.asked, sight, rules);
  const previous = trial.results.at(-1)?.action;
  if (trial.askAtMs === null) {
    if (!sight.isFrontal) return trial;
    if (trial.waiting.length === 0) return { ...trial, ended: 'passed' };
    return { ...trial, askAtMs: sight.nowMs + rules.pauseMs.least + rules.random() * rules.pauseMs.range };
  }
  if (strayMovement(sight.face, trial.rest, previous ? [previous] : []) !== null) return strayed(trial, sight, rules);
  return sight.isFrontal && sight.nowMs >= trial.askAtMs ? ask(trial, sight, rules) : trial;
}

/** The person cannot do what is asked for. Another action takes its place without blame; after some, an officer compares. */
export function declineAction(trial: ChallengeTrial, instead: 'another' | 'light', rules: TrialRules): ChallengeTrial {
  if (trial.asked === null || trial.ended !== null) return trial;
  const declined = [...trial.declined, trial.asked.action];
  const used = [...declined, ...trial.waiting, ...trial.results.map(({ action }) => action)];
  const light = instead === 'light' && !used.includes('follow-light');
  const others = light ? (['follow-light'] as const) : trial.possible.filter((action) => !used.includes(action));
  const [next] = drawActions(1, others, rules.random);
  const changed = { ...trial, declined, asked: null, askAtMs: null };
  if (declined.length >= rules.declines || next === undefined) return { ...changed, ended: 'declined' };
  return { ...changed, waiting: [next, ...trial.waiting] };
}

function ask(trial: ChallengeTrial, { nowMs }: Sight, { random }: TrialRules): ChallengeTrial {
  const [action, ...waiting] = trial.waiting;
  if (action === undefined) return { ...trial, ended: 'passed' };
  const light = action === 'follow-light' ? [{ colour: drawLight(null, random), fromMs: nowMs }] : [];
  return { ...trial, waiting, asked: { action, sinceMs: nowMs, movement: NOT_MOVED, light, samples: [] } };
}

function watch(trial: ChallengeTrial, asked: AskedAction, sight: Sight, rules: TrialRules): ChallengeTrial {
  const previous = trial.results.at(-1)?.action;
  const expected = previous ? [asked.action, previous] : [asked.action];
  if (strayMovement(sight.face, trial.rest, expected) !== null) return strayed(trial, sight, rules);
  const tookMs = Math.max(0, Math.round(sight.capturedAtMs - asked.sinceMs));
  const step = (done: boolean): ChallengeStep => ({ action: asked.action, done, took_ms: tookMs });
  if (asked.action === 'follow-light') return watchLight(trial, asked, sight, rules, step);
  const { done, state } = judgeMovement(asked.action, sight.face, trial.rest, asked.movement);
  // Whoever has moved before a person can have reacted did not move because we asked.
  if (done && sight.capturedAtMs - asked.sinceMs < rules.reactionMs) return strayed(trial, sight, rules);
  if (done) return finished(trial, step(true));
  if (tookMs >= rules.actionMs) return { ...finished(trial, step(false)), ended: 'missed' };
  return { ...trial, asked: { ...asked, movement: state } };
}

function watchLight(
  trial: ChallengeTrial,
  asked: AskedAction,
  { capturedAtMs, nowMs, colour }: Sight,
  { random }: TrialRules,
  step: (done: boolean) => ChallengeStep,
): ChallengeTrial {
  const samples = colour ? [...asked.samples, { atMs: capturedAtMs, colour }] : asked.samples;
  const last = asked.light.at(-1);
  if (last === undefined) throw new Error('a light was asked for without a colour');
  if (nowMs - last.fromMs < LIGHT_STEP_MS) return { ...trial, asked: { ...asked, samples } };
  if (asked.light.length < LIGHT_STEPS) {
    const light = [...asked.light, { colour: drawLight(last.colour, random), fromMs: nowMs }];
    return { ...trial, asked: { ...asked, samples, light } };
  }
  const done = followedLight(asked.light, samples);
  return { ...finished(trial, step(done)), ended: done ? null : 'missed' };
}

const finished = (trial: ChallengeTrial, step: ChallengeStep): ChallengeTrial => ({
  ...trial,
  asked: null,
  askAtMs: null,
  results: [...trial.results, step],
});

/** Everything done so far is void: a new challenge is drawn, longer than the one before, or the capture is over. */
function strayed(trial: ChallengeTrial, { capturedAtMs }: Sight, rules: TrialRules): ChallengeTrial {
  const strays = trial.strays + 1;
  const open = trial.asked?.action ?? trial.waiting[0];
  if (strays > rules.strays) {
    const tookMs = trial.asked ? Math.max(0, Math.round(capturedAtMs - trial.asked.sinceMs)) : 0;
    const missed = open ? [{ action: open, done: false, took_ms: tookMs }] : [];
    const results = [...trial.results, ...missed];
    return { ...trial, strays, asked: null, askAtMs: null, results, ended: 'missed' };
  }
  const left = trial.possible.filter((action) => !trial.declined.includes(action));
  const waiting = drawActions(rules.actions + strays, left, rules.random);
  return { ...trial, strays, waiting, asked: null, askAtMs: null, results: [] };
}
