import type { Result } from '../contract/faults.ts';
import type { WorkStep } from '../contract/vocabulary/visit.ts';
import type { SessionClock } from './session-clock.ts';
import type { Report } from './session-work.ts';

/** Runs steps of work one by one and reports when each began, how it ended and how long it took. */
export interface TimedSteps {
  run<T>(step: WorkStep, work: () => Promise<Result<T>> | Result<T>): Promise<Result<T>>;
  skip(step: WorkStep): void;
}

export function createTimedSteps(clock: Pick<SessionClock, 'monotonic'>, report: Report): TimedSteps {
  return {
    async run(step, work) {
      report({ type: 'step.started', step });
      const startedMs = clock.monotonic();
      const result = await work();
      report({ type: 'step.finished', step, state: result.ok ? 'done' : 'failed', ms: clock.monotonic() - startedMs });
      return result;
    },
    skip: (step) => report({ type: 'step.finished', step, state: 'skipped', ms: 0 }),
  };
}
