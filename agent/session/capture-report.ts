import { type Fault, fault } from '../contract/faults.ts';
import type { ChallengeView } from '../contract/views.ts';
import type { Advance } from './capture-progress.ts';
import type { ChallengeTrial } from './challenge-trial.ts';

/** Why a capture whose challenge is over did not pass; null when it did. */
export function causeOfEnd(trial: ChallengeTrial | null, strays: number): Fault | null {
  if (trial?.ended === 'declined') return fault('liveness.challenge-declined');
  if (trial?.ended !== 'missed') return null;
  return fault('liveness.challenge-missed', trial.strays > strays ? { detail: 'movements that nobody asked for' } : {});
}

/** What stands in the way after a look, if anything. The last hindrance explains a capture that ran out of time. */
export function hindrance({ startOver, progress }: Advance): Fault | null {
  if (progress.guidance === 'several-faces') return fault('face.several');
  if (progress.guidance === 'no-face') return fault('face.none');
  if (startOver === 'gap') return fault('liveness.inconclusive', { detail: 'frames were not continuous' });
  if (startOver === 'face-jumped') return fault('liveness.inconclusive', { detail: 'the face was elsewhere at once' });
  return progress.guidance === 'ok' ? null : fault('face.quality', { detail: progress.guidance });
}

/**
 * What the pages show of the challenge; null while nothing is asked for.
 * @param deadlineOf from the moment of asking to the end of the time for it, milliseconds since the epoch
 */
export function challengeView(
  trial: ChallengeTrial | null,
  deadlineOf: (sinceMs: number) => number,
): ChallengeView | null {
  if (!trial?.asked) return null;
  const { action, sinceMs, light } = trial.asked;
  const shown = light.at(-1)?.colour;
  const known = [...trial.results.map((step) => step.action), action, ...trial.waiting];
  return {
    action,
    ...(shown ? { light: shown } : {}),
    lightIsOffered: !known.includes('follow-light') && !trial.declined.includes('follow-light'),
    index: trial.results.length,
    of: known.length,
    deadlineAt: deadlineOf(sinceMs),
  };
}

/** 128 bits as hexadecimal digits, 32 at a time because that is what the generator gives. */
export function drawNonce(random: () => number): string {
  const word = () => Math.floor(random() * 2 ** 32);
  return Array.from({ length: 4 }, () => word().toString(16).padStart(8, '0')).join('');
}
