import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { parseRetryAfter } from './back-off.ts';
import type { CentreAddress } from './centre-link.ts';

export interface CentreRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST';
  /** Absolute path, `/v1/…`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Ends the exchange early. */
  readonly signal?: AbortSignal;
}

export interface CentreAnswer {
  readonly status: number;
  /** Media type without parameters, lower case; empty when absent. */
  readonly mediaType: string;
  readonly body: Buffer;
  readonly retryAfterMs: number | null;
}

/** The largest honest answer is a list of 2,000 orders. */
const LARGEST_ANSWER = 2 * 1024 * 1024;

/**
 * One HTTP exchange within the deadline. Redirects are not followed: a result goes to the enrolled address or nowhere.
 * `centre.unreachable` when no answer came; `centre.answer-invalid` when it broke off or was larger than any honest one.
 */
export async function askCentre(address: CentreAddress, request: CentreRequest): Promise<Result<CentreAnswer>> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const deadline = setTimeout(end, address.deadlineMs);
  request.signal?.addEventListener('abort', end);
  if (request.signal?.aborted) end();
  try {
    return await exchange(address, request, ending.signal);
  } finally {
    clearTimeout(deadline);
    request.signal?.removeEventListener('abort', end);
  }
}

async function exchange(
  address: CentreAddress,
  request: CentreRequest,
  signal: AbortSignal,
): Promise<Result<CentreAnswer>> {
  let response: Response;
  try {
    response = await address.fetch(address.baseUrl + request.path, {
      method: request.method,
      redirect: 'manual',
      signal,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined
        ? {}
        : { body: typeof request.body === 'string' ? request.body : new Uint8Array(request.body) }),
    });
  } catch (error) {
    return failed(fault('centre.unreachable', { detail: signal.aborted ? 'deadline' : reasonOf(error) }));
  }
  const body = await readBody(response, signal);
  if (!body.ok) return body;
  return ok({
    status: response.status,
    mediaType: (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
    body: body.value,
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), address.nowMs()),
  });
}

async function readBody(response: Response, signal: AbortSignal): Promise<Result<Buffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > LARGEST_ANSWER) return failed(fault('centre.answer-invalid', { detail: 'too large' }));
      chunks.push(chunk);
    }
  } catch (error) {
    if (signal.aborted) return failed(fault('centre.unreachable', { detail: 'deadline' }));
    return failed(fault('centre.answer-invalid', { detail: `broke off: ${reasonOf(error)}` }));
  }
  return ok(Buffer.concat(chunks));
}

/** `fetch` hides the socket's error code in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : 'unknown';
}
