import Type from 'typebox';

/** Expected trouble is a value. Code that calls must look at `ok`. */
export type Result<T, F = Fault> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: F };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const failed = <F = Fault>(fault: F): Result<never, F> => ({ ok: false, fault });

/**
 * Every fault the product reports: how bad, whether trying again can help. The sentence and the remedy live in the language
 * files under the same code, so a fault without a sentence does not compile.
 */
export const FAULTS = {
  'scanner.unplugged': { severity: 'error', retryable: true },
  'scanner.no-document': { severity: 'info', retryable: true },
  'scanner.document-moved': { severity: 'warning', retryable: true },
  'scanner.capture-failed': { severity: 'error', retryable: true },
  'image.empty': { severity: 'warning', retryable: true },
  'image.not-an-image': { severity: 'warning', retryable: true },
  'image.too-large': { severity: 'warning', retryable: true },
  'image.damaged': { severity: 'warning', retryable: true },
  'image.too-small': { severity: 'warning', retryable: true },
  'document.other-side': { severity: 'info', retryable: true },
  'document.permit-first': { severity: 'info', retryable: true },
  'document.permit-already-read': { severity: 'info', retryable: true },
  'mrz.not-found': { severity: 'warning', retryable: true },
  'mrz.unreadable': { severity: 'warning', retryable: true },
  'printed-zone.unreadable': { severity: 'info', retryable: true },
  'face.none': { severity: 'warning', retryable: true },
  'face.several': { severity: 'warning', retryable: true },
  'face.quality': { severity: 'warning', retryable: true },
  'camera.unplugged': { severity: 'error', retryable: true },
  'camera.stalled': { severity: 'error', retryable: true },
  'camera.frame-refused': { severity: 'warning', retryable: true },
  'liveness.inconclusive': { severity: 'warning', retryable: true },
  'liveness.challenge-missed': { severity: 'warning', retryable: true },
  'liveness.challenge-declined': { severity: 'info', retryable: false },
  'liveness.repeated-frames': { severity: 'warning', retryable: true },
  'camera.not-pinned': { severity: 'error', retryable: true },
  'chip.unplugged': { severity: 'error', retryable: true },
  'chip.removed': { severity: 'warning', retryable: true },
  'chip.transmit-failed': { severity: 'warning', retryable: true },
  'code-reader.unplugged': { severity: 'error', retryable: true },
  'indicator.unplugged': { severity: 'warning', retryable: true },
  'printer.unplugged': { severity: 'warning', retryable: true },
  'printer.out-of-paper': { severity: 'warning', retryable: true },
  'models.absent': { severity: 'error', retryable: false },
  'models.hash-mismatch': { severity: 'fatal', retryable: false },
  'models.golden-mismatch': { severity: 'fatal', retryable: false },
  'models.licence-refused': { severity: 'fatal', retryable: false },
  'models.bundle-damaged': { severity: 'error', retryable: false },
  'models.source-unreachable': { severity: 'error', retryable: true },
  'models.worker-lost': { severity: 'error', retryable: true },
  'models.timeout': { severity: 'error', retryable: true },
  'order.not-found': { severity: 'warning', retryable: true },
  'order.closed': { severity: 'warning', retryable: false },
  'order.list-unavailable': { severity: 'error', retryable: true },
  'comparison.same-officer': { severity: 'info', retryable: true },
  'command.not-now': { severity: 'info', retryable: true },
  'command.stale-visit': { severity: 'info', retryable: false },
  'input.invalid': { severity: 'warning', retryable: true },
  'sign-in.refused': { severity: 'warning', retryable: true },
  'store.unavailable': { severity: 'fatal', retryable: false },
  'store.damaged': { severity: 'fatal', retryable: false },
  'store.full': { severity: 'fatal', retryable: true },
  'station.not-enrolled': { severity: 'error', retryable: true },
  'station.clock-wrong': { severity: 'error', retryable: true },
  'rule-pack.invalid': { severity: 'fatal', retryable: false },
  'rule-pack.unsigned': { severity: 'fatal', retryable: false },
  'rule-pack.signer-refused': { severity: 'fatal', retryable: false },
  'rule-pack.not-in-force': { severity: 'fatal', retryable: false },
  'rule-pack.rolled-back': { severity: 'fatal', retryable: false },
  'centre.unreachable': { severity: 'warning', retryable: true },
  'centre.answer-invalid': { severity: 'error', retryable: true },
  'centre.refused': { severity: 'error', retryable: false },
  'visit.interrupted': { severity: 'error', retryable: false },
  'visit.timed-out': { severity: 'info', retryable: false },
  'program.bug': { severity: 'fatal', retryable: false },
} as const satisfies Record<string, { severity: 'info' | 'warning' | 'error' | 'fatal'; retryable: boolean }>;

export type FaultCode = keyof typeof FAULTS;
export const FAULT_CODES = Object.keys(FAULTS) as readonly FaultCode[];
export const FaultCode = Type.Enum(FAULT_CODES as [FaultCode, ...FaultCode[]]);

/** A fault that happened. `detail` is technical and holds no personal data; `where` names the field or device. */
export type Fault = Type.Static<typeof Fault>;
export const Fault = Type.Object(
  {
    code: FaultCode,
    where: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

export const fault = (code: FaultCode, more: { where?: string; detail?: string } = {}): Fault => ({ code, ...more });
