import type { DeviceEvent, DeviceRole } from '../../drivers/ports.ts';
import type { CardholderCommand, StaffCommand } from '../contract/commands.ts';
import type { Fault } from '../contract/faults.ts';
import type { ChallengeView } from '../contract/views.ts';
import type { CameraGuidance, DeliveryState, WorkStep } from '../contract/vocabulary/visit.ts';

export type SessionCommand = CardholderCommand | StaffCommand;

/** What running work tells the chart; the chart only notes it. */
export type ProgressReport =
  | { readonly type: 'step.started'; readonly step: WorkStep }
  | {
      readonly type: 'step.finished';
      readonly step: WorkStep;
      readonly state: 'done' | 'failed' | 'skipped';
      readonly ms: number;
    }
  | {
      readonly type: 'capture.progressed';
      readonly guidance: CameraGuidance;
      readonly challenge: ChallengeView | null;
    };

/** Everything that may happen to a session. The chart answers each of these in each state. */
export type SessionEvent =
  | SessionCommand
  | ProgressReport
  | Exclude<DeviceEvent, { type: 'device.lost' }>
  | { readonly type: 'device.lost'; readonly role: DeviceRole; readonly fault: Fault }
  | { readonly type: 'device.ready'; readonly role: DeviceRole }
  /** The timer of an absolute deadline rang; `at` tells which one. */
  | { readonly type: 'deadline.passed'; readonly at: number }
  | {
      readonly type: 'delivery.changed';
      readonly jti: string;
      readonly state: DeliveryState;
      readonly receiptId?: string;
    };

/** The closed list of event types by kind; a new event does not compile until it stands here. */
export const SESSION_EVENT_KINDS = {
  checkIn: 'command',
  chooseLanguage: 'command',
  giveConsent: 'command',
  chooseNonBiometric: 'command',
  refuseConsent: 'command',
  scanDocument: 'command',
  retry: 'command',
  continueWithout: 'command',
  finish: 'command',
  leave: 'command',
  answerComparison: 'command',
  stop: 'command',
  recordPaper: 'command',
  declineAction: 'command',
  'step.started': 'report',
  'step.finished': 'report',
  'capture.progressed': 'report',
  'document.placed': 'device',
  'document.removed': 'device',
  'chip.present': 'device',
  'chip.removed': 'device',
  'code.read': 'device',
  'device.lost': 'device',
  'device.ready': 'device',
  'deadline.passed': 'timer',
  'delivery.changed': 'delivery',
} as const satisfies Record<SessionEvent['type'], 'command' | 'report' | 'device' | 'timer' | 'delivery'>;
