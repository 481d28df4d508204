import type { Fault, Result } from '../../agent/contract/faults.ts';
import type { ModelIdentity, Picture, ReferenceType } from '../../agent/contract/vocabulary/observations.ts';
import type { ModelPlaces } from '../model-store.ts';
import type { FaceRecognisers, LiveFrame } from '../ports.ts';

/** What the worker is started with. */
export interface WorkerStart {
  readonly places: ModelPlaces;
}

/** One piece of work; pictures are copied into the worker (structured clone). */
export type Work =
  | { readonly kind: 'observe'; readonly frame: Picture }
  | {
      readonly kind: 'compare';
      readonly request: {
        readonly reference: Picture;
        readonly referenceType: ReferenceType;
        readonly probes: readonly LiveFrame[];
      };
    }
  | { readonly kind: 'judge'; readonly frames: readonly LiveFrame[] };

/** What the worker says once, after the models are loaded and warm. */
export interface WorkerIdentity {
  readonly tier: FaceRecognisers['tier'];
  readonly passiveLiveness: boolean;
  readonly models: readonly ModelIdentity[];
  readonly refusals: readonly Fault[];
}

export type WorkerMessage =
  | { readonly kind: 'opened'; readonly result: Result<WorkerIdentity> }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result<unknown> };

export interface WorkRequest {
  readonly id: number;
  readonly work: Work;
}
