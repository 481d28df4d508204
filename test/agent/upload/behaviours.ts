import type { ServerResponse } from 'node:http';

/** How the centre, or something between it and the station, behaves for the next requests. */
export const BEHAVIOURS = [
  'honest',
  'status-500',
  'busy',
  'drop-before',
  'drop-after',
  'html-200',
  'html-403',
  'wrong-json',
  'truncated',
  'huge',
  'redirect',
  'receipt-by-other-key',
  'receipt-for-other-result',
  'receipt-for-other-bytes',
  'receipt-for-other-station',
  'receipt-of-other-type',
  'receipt-without-pictures',
  'receipt-unsigned',
  'receipt-not-canonical',
  'refuses-for-good',
  'refuses-other-bytes',
  'refuses-unsigned',
  'refuses-for-now',
  'clock-skew',
  'revoked',
  'forgets-pictures',
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const problem = (name: string, status: number, more: object = {}): Answer => ({
  status,
  type: 'application/problem+json',
  body: JSON.stringify({ type: `urn:idv:problem:${name}`, title: name, status, ...more }),
});

/** Answers to any request that do not come from an honest centre; null when the behaviour is about something else. */
export function brokenAnswer(behaviour: Behaviour): Answer | null {
  switch (behaviour) {
    case 'status-500':
      return { status: 500, type: 'text/plain', body: 'oops' };
    case 'busy':
      return { ...problem('unavailable', 503), headers: { 'retry-after': '120' } };
    case 'html-200':
      return { status: 200, type: 'text/html', body: '<html>Please sign in to the guest network</html>' };
    case 'html-403':
      return { status: 403, type: 'text/html', body: '<html>Blocked by policy</html>' };
    case 'wrong-json':
      return { status: 200, type: 'application/jose', body: '{"status":"accepted"}' };
    case 'redirect':
      return { status: 307, headers: { location: '/elsewhere' } };
    case 'huge':
      return { status: 200, type: 'application/jose', body: 'x'.repeat(3 * 1024 * 1024) };
    case 'clock-skew':
      return problem('clock-skew', 401);
    case 'revoked':
      return problem('station-revoked', 403);
    default:
      return null;
  }
}

/** Says that 5,000 bytes follow, and hangs up after a few. */
export function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/jose', 'content-length': '5000' });
  response.write('eyJhbGciOiJFUzI1NiIs', () => response.socket?.end());
}
