import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';

const DEADLINE_MS = 120_000;

/**
 * A mirror is reached over TLS; plain http is for this machine only. The hashes would catch altered files in any case, but not
 * who learns what a station fetches. Faults: `models.source-unreachable`.
 */
export function openMirror(address: string): Result<URL> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const local = url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || local)) return unreachable(address, 'not an https address');
  return ok(url);
}

/**
 * A file below the mirror's address, or the address itself when `name` is empty; null on 404 and 410. Faults:
 * `models.source-unreachable` (no answer, another status, a web page instead of a file), `models.hash-mismatch` (longer than
 * `limitBytes`, and then not read to its end).
 */
export async function readFromMirror(
  mirror: URL,
  name: string,
  limitBytes: number,
): Promise<Result<Uint8Array | null>> {
  const url = new URL(mirror);
  if (name !== '') url.pathname = `${url.pathname.replace(/\/$/, '')}/${name}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
    if (response.status === 404 || response.status === 410) return ok(null);
    if (!response.ok) return unreachable(url.href, `HTTP ${response.status}`);
    // Captive portals and careless mirrors answer everything with a page.
    if (/^text\/html/i.test(response.headers.get('content-type') ?? '')) return unreachable(url.href, 'a web page');
    return await readBody(response, name, limitBytes);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const cause = error.cause instanceof Error ? error.cause : error;
    return unreachable(url.href, cause.message);
  }
}

async function readBody(response: Response, name: string, limitBytes: number): Promise<Result<Uint8Array>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.length;
    // Leaving the loop cancels the transfer.
    if (length > limitBytes) {
      return failed(fault('models.hash-mismatch', { where: name, detail: 'longer than the pinned file' }));
    }
  }
  return ok(Buffer.concat(parts));
}

const unreachable = (where: string, detail: string): Result<never> =>
  failed(fault('models.source-unreachable', { where, detail }));
