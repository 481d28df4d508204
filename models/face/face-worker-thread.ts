import { Worker } from 'node:worker_threads';
import { failed, fault, type Result } from '../../agent/contract/faults.ts';
import type { Work, WorkerIdentity, WorkerMessage, WorkerStart } from './worker-protocol.ts';

/** A started worker that answers one request at a time. */
export interface FaceWorkerThread {
  readonly identity: WorkerIdentity;
  /** False once the thread has ended, for whatever reason. */
  readonly alive: () => boolean;
  /** Faults: `models.worker-lost`; `models.timeout`, after which the thread has been ended, since work cannot be called off. */
  run(work: Work, deadlineMs: number): Promise<Result<unknown>>;
  end(): Promise<void>;
}

/** Starts a thread; tests hand in their own to end it from outside. */
export type StartWorker = (start: WorkerStart) => Worker;

/**
 * Starts `face-worker.ts`. The worker registers tsx by its absolute address, because `--import tsx` would be looked up from
 * the current directory, and inherits none of the options of a test runner.
 */
export function startFaceWorker(start: WorkerStart): Worker {
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const entry = JSON.stringify(new URL('./face-worker.ts', import.meta.url).href);
  const boot = `import(${tsx}).then(({ register }) => { register(); return import(${entry}); })`;
  return new Worker(boot, { eval: true, execArgv: [], workerData: start });
}

/** Starts a worker and waits until its models are loaded. Faults: those of the engine, `models.worker-lost`, `models.timeout`. */
export function openWorkerThread(
  start: WorkerStart,
  startWorker: StartWorker,
  deadlineMs: number,
): Promise<Result<FaceWorkerThread>> {
  const worker = startWorker(start);
  let alive = true;
  let lastId = 0;
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let opened: ((result: Result<WorkerIdentity>) => void) | null = null;

  const lost = (detail: string) => {
    alive = false;
    const result = failed(fault('models.worker-lost', { detail }));
    opened?.(result);
    for (const settle of waiting.values()) settle(result);
    waiting.clear();
  };
  worker.on('error', (error) => lost(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => lost(`exit ${code}`));
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'opened') return opened?.(message.result);
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
  });
  // The worker alone must not keep the program alive; a request under way does so through its deadline.
  worker.unref();

  const end = async () => {
    alive = false;
    await worker.terminate();
  };
  const run = async (work: Work, limitMs: number): Promise<Result<unknown>> => {
    if (!alive) return failed(fault('models.worker-lost'));
    const id = ++lastId;
    const answer = new Promise<Result<unknown>>((settle) => waiting.set(id, settle));
    worker.postMessage({ id, work });
    return withDeadline(answer, limitMs, end);
  };
  const identity = new Promise<Result<WorkerIdentity>>((settle) => {
    opened = settle;
  });
  return withDeadline(identity, deadlineMs, end).then(async (result) => {
    if (result.ok) return { ok: true, value: { identity: result.value, alive: () => alive, run, end } };
    await end();
    return result;
  });
}

async function withDeadline<T>(
  answer: Promise<Result<T>>,
  deadlineMs: number,
  end: () => Promise<void>,
): Promise<Result<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<T>>((settle) => {
    timer = setTimeout(async () => {
      settle(failed(fault('models.timeout', { where: 'models/face', detail: `${deadlineMs} ms` })));
      await end();
    }, deadlineMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
