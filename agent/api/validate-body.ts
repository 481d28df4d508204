import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import Value from 'typebox/value';
import { type Fault, fault } from '../contract/faults.ts';

/** A body that breaks its schema; the fault names the first wrong field. */
export class InvalidBody extends Error {
  override readonly name = 'InvalidBody';
  readonly fault: Fault;
  constructor(where: string, detail: string) {
    super(where);
    this.fault = fault('input.invalid', { where, detail });
  }
}

/** Bodies are checked as they came: nothing is coerced, filled in or dropped. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  const validator = Compile(schema);
  return (value: unknown) => (validator.Check(value) ? { value } : { error: describe(schema, value) });
};

/** Of a union told apart by `type`, only the member that was meant can say which field is wrong. */
function describe(schema: TSchema, value: unknown): InvalidBody {
  const members = (schema as { anyOf?: readonly TSchema[] }).anyOf;
  if (!members) return firstError(schema, value);
  const wanted = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  const meant = members.find((member) => typeOf(member) === wanted);
  return meant ? firstError(meant, value) : new InvalidBody('type', 'no such command');
}

function typeOf(member: TSchema): unknown {
  return (member as { properties?: { type?: { const?: unknown } } }).properties?.type?.const;
}

function firstError(schema: TSchema, value: unknown): InvalidBody {
  const [first] = Value.Errors(schema, value);
  if (!first) return new InvalidBody('body', 'invalid');
  const { requiredProperties } = first.params as { requiredProperties?: readonly string[] };
  const field = [first.instancePath.slice(1).replaceAll('/', '.'), requiredProperties?.[0]]
    .filter((part) => !!part)
    .join('.');
  const detail = first.keyword === 'boolean' ? 'unknown field' : first.keyword;
  return new InvalidBody(field.slice(0, 80) || 'body', detail);
}
