import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiClock } from './api-options.ts';

/** A working day; the officer signs in again on the next. */
const SESSION_MS = 10 * 60 * 60 * 1000;
/** Wrong keys that cost nothing; each further one doubles the pause, from a second to a minute. */
const FREE_TRIES = 3;
const PAUSE = { firstMs: 1_000, longestMs: 60_000 } as const;
/** Officers signed in at once; the oldest is signed out first. */
const MOST_SESSIONS = 20;

/** Who may use the staff page: one start key, random session tokens kept in memory as digests. */
export interface StaffAccess {
  /** A new session token, or null when the key is wrong or a pause after wrong ones is not over. */
  signIn(key: string): string | null;
  isSignedIn(token: string | undefined): boolean;
}

export function createStaffAccess(options: {
  readonly startKey: string;
  readonly clock: Pick<ApiClock, 'now'>;
  readonly newToken: () => string;
}): StaffAccess {
  const { clock, newToken } = options;
  const expected = digest(options.startKey);
  const sessions = new Map<string, number>();
  let failures = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  return {
    signIn(key) {
      if (clock.now() < pausedUntil) return null;
      if (!timingSafeEqual(digest(key), expected)) {
        failures += 1;
        const doublings = failures - FREE_TRIES;
        if (doublings > 0) pausedUntil = clock.now() + Math.min(PAUSE.longestMs, PAUSE.firstMs * 2 ** (doublings - 1));
        return null;
      }
      failures = 0;
      const token = newToken();
      sessions.set(digest(token).toString('hex'), clock.now() + SESSION_MS);
      const [oldest] = sessions.keys();
      if (sessions.size > MOST_SESSIONS && oldest !== undefined) sessions.delete(oldest);
      return token;
    },
    isSignedIn(token) {
      if (token === undefined) return false;
      const endsAt = sessions.get(digest(token).toString('hex'));
      return endsAt !== undefined && clock.now() < endsAt;
    },
  };
}

/** Equal lengths make the comparison take equally long; the digest also keeps tokens out of memory dumps. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
