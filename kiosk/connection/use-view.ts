import { useEffect, useState } from 'preact/hooks';
import type { Static, TSchema } from 'typebox';
import { type Connection, openViewStream } from './view-stream.ts';

/** A page says that it is paused after this long without its agent. */
const PAUSED_AFTER_MS = 5000;

export interface LiveView<V> {
  readonly view: V | undefined;
  readonly connection: Connection;
  /** HTTP status with which the stream was refused, when it was. */
  readonly refused: number | undefined;
}

/** The newest view of a stream, and whether it is still being told. */
export function useView<S extends TSchema>(endpoint: {
  readonly path: string;
  readonly stream: S;
}): LiveView<Static<S>> {
  const [view, setView] = useState<Static<S>>();
  const [connection, setConnection] = useState<Connection>('connecting');
  const [refused, setRefused] = useState<number>();
  useEffect(() => {
    setRefused(undefined);
    return openViewStream({
      path: endpoint.path,
      schema: endpoint.stream,
      pausedAfterMs: PAUSED_AFTER_MS,
      onView: (next) => {
        setView(next);
        setRefused(undefined);
      },
      onConnection: setConnection,
      onRefused: (status) => {
        setRefused(status);
        setView(undefined);
      },
    });
  }, [endpoint]);
  return { view, connection, refused };
}
