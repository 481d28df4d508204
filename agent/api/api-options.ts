import type { CardholderCommand, SimulatorCommand, StaffCommand } from '../contract/commands.ts';
import type { CommandAnswer } from '../contract/endpoints.ts';
import type { Fault, Result } from '../contract/faults.ts';
import type { CardholderView, StaffView } from '../contract/views.ts';

/** What the pages drive: the running session, seen from the local API. */
export interface ApiSession {
  command(command: CardholderCommand | StaffCommand): Promise<CommandAnswer>;
  cardholderView(): CardholderView;
  staffView(): StaffView;
  onChange(listener: () => void): () => void;
  onFrame(listener: (jpeg: Uint8Array) => void): () => void;
  picture(id: string): Uint8Array | null;
}

/** Where frames of the page's camera go. */
export interface FrameSink {
  connect(): { name(camera: string): Result<void>; receive(message: Uint8Array): Result<void>; close(): void };
}

export interface ApiOptions {
  /** Interface to listen on; a station listens on the loopback interface only. */
  readonly host: '127.0.0.1' | '::1' | 'localhost';
  /** 0 takes a free port. */
  readonly port: number;
  /** Folder of the built pages: `index.html` for the cardholder, `staff/index.html` for the officer. Null serves none. */
  readonly pages: string | null;
  readonly session: ApiSession;
  /** The key an officer signs in with; made anew at every start. */
  readonly startKey: string;
  readonly clock: ApiClock;
  /** A fresh secret of at least 128 bits, URL-safe. */
  readonly newToken: () => string;
  readonly pageCamera: FrameSink | null;
  /** Offered only by a station made of simulators. */
  readonly simulator: ((command: SimulatorCommand) => Promise<CommandAnswer>) | null;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly onSignIn?: (outcome: 'accepted' | 'refused') => void;
  /** A request that failed by a bug. */
  readonly onFault?: (fault: Fault) => void;
}

export interface ApiClock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimer(ms: number, run: () => void): () => void;
}
