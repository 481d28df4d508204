import Type, { type TSchema } from 'typebox';
import { Problem } from '../../agent/contract/wire.ts';
import { JOSE, PROBLEM_JSON } from './problems.ts';

/** Response descriptions for OpenAPI: one media type with its schema. */
export const content = (description: string, mediaType: string, schema: TSchema) => ({
  description,
  content: { [mediaType]: { schema } },
});

const Jws = Type.String({ description: 'JWS compact serialisation' });
export const joseAnswer = (description: string) => content(description, JOSE, Jws);
export const problemAnswer = (description: string) => content(description, PROBLEM_JSON, Problem);
export const noBody = (description: string) => ({ description, type: 'null' });

/** A refusal of a result is signed when it is final, open otherwise. */
export const resultProblem = (description: string) => ({
  description,
  content: { [JOSE]: { schema: Jws }, [PROBLEM_JSON]: { schema: Problem } },
});

/** A body that is read as exact bytes and parsed by the room behind the route. */
export const bytesBody = (mediaType: string) => ({ content: { [mediaType]: { schema: Type.Unsafe<Buffer>({}) } } });

/** The station assertion, as it stands in the header. */
export const AuthorizationHeader = Type.Object({ authorization: Type.Optional(Type.String({ maxLength: 5000 })) });
