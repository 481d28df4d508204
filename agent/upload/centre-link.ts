import type { EnrolmentGrant } from '../contract/wire.ts';
import type { StationKeys } from './station-keys.ts';

/** How the centre is reached, before a grant is known. */
export interface CentreAddress {
  /** Scheme, host and port; the paths of the protocol (`/v1/…`) are appended. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** Longest time one exchange may take. */
  readonly deadlineMs: number;
  readonly nowMs: () => number;
}

/** An enrolled station's way to its centre. */
export interface CentreLink extends CentreAddress {
  readonly keys: StationKeys;
  readonly grant: EnrolmentGrant;
}

export const DEFAULT_DEADLINE_MS = 20_000;

/** The name under which a station signs and is addressed. */
export const stationUrn = (station: string): string => `urn:sistec:station:${station}`;
