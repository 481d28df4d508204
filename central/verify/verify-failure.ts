import { failed, type Result } from '../../agent/contract/faults.ts';

/** Where a value breaks its schema: RFC 6901 pointer and a sentence. */
export interface SchemaError {
  readonly pointer: string;
  readonly detail: string;
}

/** Why a signed or sealed message was not believed. `detail` is a fixed sentence: never a value from the message. */
export interface VerifyFailure {
  readonly problem: 'malformed' | 'undecryptable' | 'signature-invalid' | 'schema-invalid';
  readonly detail: string;
  readonly errors?: readonly SchemaError[];
}

export const malformed = (detail: string): Result<never, VerifyFailure> => failed({ problem: 'malformed', detail });
