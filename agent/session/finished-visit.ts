import type { DeviceIdentity } from '../../drivers/ports.ts';
import type { CheckRecord } from '../contract/record.ts';
import type { ModelIdentity } from '../contract/vocabulary/observations.ts';
import type { Verdict } from '../contract/vocabulary/verdict.ts';
import type { ModelTier } from '../contract/vocabulary/visit.ts';
import type { VisitObservations } from '../domain/visit-observations.ts';

/** A decided visit, complete: from it the record is composed, sealed and committed. */
export interface FinishedVisit {
  readonly id: string;
  readonly observations: VisitObservations;
  readonly checks: readonly CheckRecord[];
  readonly verdict: Verdict;
  /** Calendar date at the station on which the rules were applied. */
  readonly policyDate: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly decidedAt: number;
  /** Length of the visit on the clock that never jumps. */
  readonly monotonicMs: number;
  readonly attempts: { readonly document: number; readonly camera: number };
  /** Pictures to seal beside the record. The buffers are overwritten as soon as the visit is over: seal before returning. */
  readonly pictures: readonly AttachedPicture[];
  /** `shownAt` is null when the visit ended before the notice was shown. */
  readonly notice: { readonly id: string; readonly shownAt: number | null; readonly acknowledged: boolean };
  readonly devices: readonly DeviceIdentity[];
  readonly models: {
    readonly tier: ModelTier;
    readonly passiveLiveness: boolean;
    readonly items: readonly ModelIdentity[];
  };
}

export interface AttachedPicture {
  readonly type: 'document_front' | 'portrait_live';
  /** Position of the document the picture shows. */
  readonly document?: number;
  readonly jpeg: Uint8Array;
}
