import type { Fault } from '../contract/faults.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import type { Language, Origin } from '../contract/vocabulary/document.ts';
import type { PictureVault } from './picture-vault.ts';
import type { SessionClock } from './session-clock.ts';
import type { SessionLimits } from './session-limits.ts';
import type { SessionWork } from './session-work.ts';
import type { OpenVisit } from './visit-state.ts';

/** What the chart is built with; constant for the life of the agent. */
export interface SessionSettings {
  readonly clock: SessionClock;
  readonly limits: SessionLimits;
  readonly rulePack: RulePack;
  readonly work: SessionWork;
  readonly vault: PictureVault;
  readonly language: Language;
  /** What the station's devices are; stands in for a capture that never came. */
  readonly origin: Origin;
  /** What the recognisers of this station can do: nothing with faces, compare only, or also passive liveness. */
  readonly faces: 'none' | 'without-passive-liveness' | 'with-passive-liveness';
  /** A fault the station starts with; a fatal one keeps it out of service until the self-test passes. */
  readonly startFault: Fault | null;
}

export interface SessionContext {
  readonly settings: SessionSettings;
  readonly language: Language;
  /** The language came with the check-in and need not be asked for. */
  readonly languageIsChosen: boolean;
  readonly visit: OpenVisit | null;
  /** A visit that ends without a result, and why; told to the store while wiping. */
  readonly closing: { readonly visit: string; readonly fault: Fault } | null;
  /** Whether a document lies on the glass, and whether it has been read already. */
  readonly glass: 'empty' | 'unread' | 'read';
  /** The fault of a lost device, null while it works. */
  readonly lost: { readonly scanner: Fault | null; readonly camera: Fault | null };
  /** Events refused because they do not fit the moment. It counts up, so the sender of a command can tell. */
  readonly refused: number;
  /** Why the last check-in was refused, or what keeps the station from working. */
  readonly fault: Fault | null;
  /** When the state ends by itself, milliseconds since the epoch. */
  readonly deadlineAt: number | null;
}

/** The open visit; its absence in a state that has one is a bug. */
export function openVisit(context: SessionContext): OpenVisit {
  if (!context.visit) throw new Error('no visit is open');
  return context.visit;
}

/** The document asked for now. */
export function askedDocument(visit: OpenVisit): number {
  return visit.documents.findIndex((document) => document.state === 'asked');
}
