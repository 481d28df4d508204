import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FaultCode } from '../contract/faults.ts';
import type { Colour } from '../contract/vocabulary/verdict.ts';
import type { WorkStep } from '../contract/vocabulary/visit.ts';

/** Figures of the station for Prometheus. Labels come from closed lists, so their number is bounded. */
export interface Metrics {
  visitEnded(colour: Colour | 'none'): void;
  stepFinished(step: WorkStep, state: 'done' | 'failed' | 'skipped', ms: number): void;
  queueChanged(waiting: number, poison: number): void;
  faultRaised(code: FaultCode): void;
  /** The text exposition and its content type. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const visits = new Counter({
    name: 'id06_visits_total',
    help: 'Ended visits by colour',
    labelNames: ['colour'],
    registers,
  });
  const steps = new Histogram({
    name: 'id06_step_seconds',
    help: 'Machine time of each step of work',
    labelNames: ['step', 'state'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  });
  const queue = new Gauge({
    name: 'id06_results_queued',
    help: 'Results not yet accepted',
    labelNames: ['state'],
    registers,
  });
  const faults = new Counter({ name: 'id06_faults_total', help: 'Faults by code', labelNames: ['code'], registers });
  return {
    visitEnded: (colour) => visits.inc({ colour }),
    stepFinished(step, state, ms) {
      if (state !== 'skipped') steps.observe({ step, state }, ms / 1000);
    },
    queueChanged(waiting, poison) {
      queue.set({ state: 'waiting' }, waiting);
      queue.set({ state: 'poison' }, poison);
    },
    faultRaised: (code) => faults.inc({ code }),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
