import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';

export type Connection = 'connecting' | 'live' | 'paused';

export interface ViewStreamOptions<S extends TSchema> {
  readonly path: string;
  readonly schema: S;
  /** After this long without a view stream the page must say so. */
  readonly pausedAfterMs: number;
  readonly onView: (view: Static<S>) => void;
  readonly onConnection: (connection: Connection) => void;
  /** The agent wants a sign-in first (401 or 403); the stream then stays closed until it is opened anew. */
  readonly onRefused?: (status: number) => void;
}

/** The browser reconnects a dropped stream by itself, but never one that was answered with a wrong status. */
const REOPEN_MS = 2000;
const NOT_SIGNED_IN = [401, 403];

/**
 * Follows a stream of whole views (server-sent events). A view that does not fit the contract counts as no connection: page
 * and agent are then of different versions, and a page that guesses would show something that is not so.
 */
export function openViewStream<S extends TSchema>(options: ViewStreamOptions<S>): () => void {
  let source: EventSource;
  let pausedTimer: ReturnType<typeof setTimeout> | undefined;
  let reopenTimer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const lost = (): void => {
    if (closed) return;
    pausedTimer ??= setTimeout(() => options.onConnection('paused'), options.pausedAfterMs);
  };
  const live = (): void => {
    clearTimeout(pausedTimer);
    pausedTimer = undefined;
    options.onConnection('live');
  };
  const open = (): void => {
    source = new EventSource(options.path);
    source.onmessage = (event) => {
      const view = parsed(options.schema, String(event.data));
      if (view === undefined) return lost();
      options.onView(view);
      live();
    };
    source.onerror = () => {
      if (closed) return;
      lost();
      if (source.readyState !== EventSource.CLOSED) return;
      void answeredStatus(options.path).then((status) => {
        if (closed) return;
        if (status !== undefined && NOT_SIGNED_IN.includes(status)) return options.onRefused?.(status);
        reopenTimer = setTimeout(open, REOPEN_MS);
      });
    };
  };

  lost();
  open();
  return () => {
    closed = true;
    clearTimeout(pausedTimer);
    clearTimeout(reopenTimer);
    source.close();
  };
}

function parsed<S extends TSchema>(schema: S, data: string): Static<S> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return Value.Check(schema, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An `EventSource` does not tell why it was refused; the head of a second request does. */
async function answeredStatus(path: string): Promise<number | undefined> {
  const abort = new AbortController();
  try {
    const response = await fetch(path, { signal: abort.signal, headers: { accept: 'text/event-stream' } });
    return response.status;
  } catch {
    return undefined;
  } finally {
    abort.abort();
  }
}
