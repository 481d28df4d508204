import type { RulePacks } from './intake/rule-packs.ts';
import type { CentreKeys } from './keys/centre-keys.ts';
import type { Blobs } from './store/blobs.ts';
import type { Database } from './store/database.ts';

/** What every room of the centre works with; put together once in `wiring.ts`. */
export interface CentreParts {
  readonly database: Database;
  readonly blobs: Blobs;
  readonly keys: CentreKeys;
  readonly rulePacks: RulePacks;
  /** The centre's name: `iss` of what it signs, `aud` of what is meant for it. It stays when the address changes. */
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Cryptographically strong bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
}
