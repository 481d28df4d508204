import Type from 'typebox';

/** Every event the audit log may hold, with the sentence that explains it to an auditor. The list is closed. */
export const AUDIT_EVENTS = {
  'store.created': 'A new, empty store was begun on this station.',
  'store.quarantined': 'The store was found damaged and moved to quarantine; the digest is of the damaged file.',
  'store.full': 'A result was committed with space taken from the reserve because the disk was full.',
  'result.salvaged':
    'An undamaged result was carried over from a quarantined store; the digest is of its sealed bytes.',
  'station.enrolled': 'The centre granted this station its keys; the digest is of the signed grant.',
  'agent.started': 'The station service was started.',
  'agent.stopped': 'The station service was stopped in order.',
  'rules.entered-force':
    'The station began to decide by another issue of its rules; the digest is of the rule pack as distributed.',
  'operator.signed-in': 'An operator signed in at the staff page.',
  'operator.signed-out': 'An operator signed out or was signed out by time.',
  'operator.sign-in-refused': 'A sign-in at the staff page was refused.',
  'operator.compared-faces': 'An operator compared document and person by eye and answered.',
  'operator.stopped-visit': 'An operator stopped a visit.',
  'visit.begun': 'A visit was begun.',
  'visit.committed': 'A visit ended with a sealed result; the digest is of the sealed bytes.',
  'visit.aborted': 'A visit ended without a result and everything it had read was discarded.',
  'result.accepted':
    'The centre signed a receipt for the result; the station erased its copy. The digest is of the sealed bytes.',
  'result.poisoned': 'The centre refused the result for good, by a signed answer. The digest is of the sealed bytes.',
} as const satisfies Record<string, string>;

export type AuditEvent = keyof typeof AUDIT_EVENTS;
export const AuditEvent = Type.Enum(Object.keys(AUDIT_EVENTS) as [AuditEvent, ...AuditEvent[]]);
