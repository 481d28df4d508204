import { failed, type Result } from '../agent/contract/faults.ts';
import type { ProblemName } from '../agent/contract/wire.ts';
import type { SchemaError } from './verify/verify-failure.ts';

/** Why the centre says no. `detail` is a fixed sentence: never a value from the message. */
export interface Refusal {
  readonly problem: ProblemName;
  readonly detail: string;
  readonly errors?: readonly SchemaError[];
  /** Blobs to be put first. */
  readonly missing?: readonly string[];
  /** The centre's time when the station's clock is wrong, milliseconds. */
  readonly now?: number;
  readonly storedAt?: Date;
  /** Not a mistake but a reason to look at the station. */
  readonly security?: true;
}

export const refused = (
  problem: ProblemName,
  detail: string,
  more: Omit<Refusal, 'problem' | 'detail'> = {},
): Result<never, Refusal> => failed({ problem, detail, ...more });
