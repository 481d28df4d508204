import pino, { type DestinationStream } from 'pino';
import Type from 'typebox';
import Value from 'typebox/value';
import { FAULTS, type Fault, FaultCode } from '../contract/faults.ts';
import { Colour, ReasonCode } from '../contract/vocabulary/verdict.ts';
import { DeliveryState, ModelTier, Phase, WorkStep } from '../contract/vocabulary/visit.ts';

/** Identifiers made by the station itself: they name a visit, a result or a device, never a person. */
const Identifier = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$' });

/**
 * Everything a journal line may hold. Personal data cannot get in: there is no field for free text, and a value that does not
 * fit its field is left out, with a mark.
 */
export type JournalFields = Type.Static<typeof JournalFields>;
export const JournalFields = Type.Partial(
  Type.Object({
    visit: Identifier,
    jti: Identifier,
    device: Identifier,
    station: Identifier,
    version: Identifier,
    phase: Phase,
    step: WorkStep,
    state: Type.Enum(['done', 'failed', 'skipped']),
    delivery: DeliveryState,
    tier: ModelTier,
    colour: Colour,
    reasons: Type.Array(ReasonCode),
    fault: FaultCode,
    where: Identifier,
    ms: Type.Number(),
    count: Type.Integer(),
    status: Type.Integer(),
    port: Type.Integer(),
  }),
);

/** The closed list of journal events. */
const JOURNAL_EVENTS = [
  'agent.started',
  'agent.stopped',
  'api.opened',
  'api.sign-in',
  'device.changed',
  'visit.phase',
  'visit.step',
  'visit.ended',
  'result.delivery',
  'fault.raised',
] as const;
export type JournalEvent = (typeof JOURNAL_EVENTS)[number];

export interface Journal {
  note(event: JournalEvent, fields?: JournalFields): void;
  /** Notes a fault at the level of its severity. Its technical detail stays out. */
  fault(fault: Fault, fields?: Omit<JournalFields, 'fault'>): void;
}

const LEVEL = { info: 'info', warning: 'warn', error: 'error', fatal: 'fatal' } as const;

/** A journal of JSON lines on `destination` (standard output when left out). */
export function openJournal(
  options: { readonly level?: string; readonly destination?: DestinationStream } = {},
): Journal {
  const settings = { level: options.level ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const log = options.destination ? pino(settings, options.destination) : pino(settings);
  return {
    note: (event, fields = {}) => log.info(allowed(fields), event),
    fault({ code, where }, fields = {}) {
      const level = LEVEL[FAULTS[code].severity];
      log[level](allowed({ ...fields, fault: code, ...(where === undefined ? {} : { where }) }), 'fault.raised');
    },
  };
}

function allowed(fields: JournalFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let leftOut = 0;
  for (const [name, schema] of Object.entries(JournalFields.properties)) {
    const value = (fields as Record<string, unknown>)[name];
    if (value === undefined) continue;
    if (Value.Check(schema, value)) kept[name] = value;
    else leftOut += 1;
  }
  return leftOut > 0 ? { ...kept, leftOut } : kept;
}
