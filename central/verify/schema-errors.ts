import type { TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';
import type { SchemaError } from './verify-failure.ts';

const MOST = 20;

/** Where `value` breaks its schema, at most 20 places; an unknown member is pointed at itself. */
export function schemaErrors(schema: Validator<Record<string, never>, TSchema>, value: unknown): SchemaError[] {
  const errors: SchemaError[] = [];
  for (const error of schema.Errors(value)) {
    if (errors.length >= MOST) break;
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties.slice(0, MOST - errors.length)) {
        errors.push({ pointer: `${error.instancePath}/${escapePointer(name)}`, detail: 'is not known' });
      }
    } else {
      errors.push({ pointer: error.instancePath, detail: error.message });
    }
  }
  return errors;
}

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
