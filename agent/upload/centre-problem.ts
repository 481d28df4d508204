import { Value } from 'typebox/value';
import { type Fault, fault } from '../contract/faults.ts';
import { PROBLEM_NAMES, Problem, type ProblemName } from '../contract/wire.ts';
import type { CentreAnswer } from './ask-centre.ts';

/**
 * The fault behind an answer that brought neither what was asked for nor a signed statement. An unsigned problem can only name the
 * reason of a delay; a proxy's page, or an unsigned "never", is `centre.answer-invalid`.
 */
export function faultOfAnswer(answer: CentreAnswer): Fault {
  const { status } = answer;
  if (status >= 500 || TRY_LATER.has(status)) return fault('centre.unreachable', { detail: `status ${status}` });
  const name = problemName(readProblem(answer)?.type ?? '');
  switch (name) {
    case 'clock-skew':
      return fault('station.clock-wrong', { detail: name });
    case 'station-unknown':
    case 'station-revoked':
    case 'enrolment-refused':
    case 'rule-pack-unknown':
      return fault('centre.refused', { detail: name });
    default:
      return fault('centre.answer-invalid', { detail: `status ${status}` });
  }
}

/** The problem document (RFC 9457) in an answer, or null when there is none of the contract. */
export function readProblem(answer: CentreAnswer): Problem | null {
  if (answer.mediaType !== 'application/problem+json') return null;
  try {
    const problem: unknown = JSON.parse(answer.body.toString('utf8'));
    return Value.Check(Problem, problem) ? problem : null;
  } catch {
    return null;
  }
}

/** The name behind `urn:idv:problem:<name>`, or null. */
export function problemName(type: string): ProblemName | null {
  return PROBLEM_NAMES.find((name) => type === `urn:idv:problem:${name}`) ?? null;
}

/** Request Timeout, Too Early, Too Many Requests. */
const TRY_LATER: ReadonlySet<number> = new Set([408, 425, 429]);
