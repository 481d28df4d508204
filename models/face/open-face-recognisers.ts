import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type {
  FaceComparison,
  FrameObservation,
  PassiveLiveness,
} from '../../agent/contract/vocabulary/observations.ts';
import { checkoutModelPlaces, type ModelPlaces } from '../model-store.ts';
import type { OpenedFaceRecognisers } from './face-engine.ts';
import { type FaceWorkerThread, openWorkerThread, type StartWorker, startFaceWorker } from './face-worker-thread.ts';
import type { Work } from './worker-protocol.ts';

const DEFAULT_DEADLINE_MS = 10_000;
/** The first start converts the npm models, which takes seconds on a small machine. */
const DEFAULT_OPEN_DEADLINE_MS = 60_000;

export interface FaceRecogniserOptions {
  /** Where models may lie; by default those of the checkout (`checkoutModelPlaces`). */
  readonly places?: ModelPlaces;
  /** Longest working time of one request, and again longest waiting time before it. */
  readonly deadlineMs?: number;
  readonly openDeadlineMs?: number;
  readonly startWorker?: StartWorker;
}

/**
 * Opens the face recognisers in one worker thread. A request that takes too long is answered with `models.timeout`, a
 * worker that dies with `models.worker-lost`; the next request starts a new worker. Requests are worked off one by one.
 * Faults: `models.absent`, `models.hash-mismatch` (no tier is left), `models.worker-lost`, `models.timeout`.
 */
export async function openFaceRecognisers(options: FaceRecogniserOptions = {}): Promise<Result<OpenedFaceRecognisers>> {
  const {
    places = checkoutModelPlaces(),
    deadlineMs = DEFAULT_DEADLINE_MS,
    openDeadlineMs = DEFAULT_OPEN_DEADLINE_MS,
    startWorker = startFaceWorker,
  } = options;
  const start = () => openWorkerThread({ places }, startWorker, openDeadlineMs);
  const first = await start();
  if (!first.ok) return first;
  const queue = new WorkQueue(first.value, start, deadlineMs);
  return ok({
    ...first.value.identity,
    observe: (frame) => queue.run<FrameObservation>({ kind: 'observe', frame }),
    compare: (request) => queue.run<FaceComparison>({ kind: 'compare', request }),
    judge: (frames) => queue.run<PassiveLiveness>({ kind: 'judge', frames }),
    close: () => queue.close(),
  });
}

class WorkQueue {
  #thread: FaceWorkerThread;
  readonly #start: () => Promise<Result<FaceWorkerThread>>;
  readonly #deadlineMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(thread: FaceWorkerThread, start: () => Promise<Result<FaceWorkerThread>>, deadlineMs: number) {
    this.#thread = thread;
    this.#start = start;
    this.#deadlineMs = deadlineMs;
  }

  /** The worker answers each kind of work with its own type, which the protocol cannot express. */
  async run<T>(work: Work): Promise<Result<T>> {
    let waiting: NodeJS.Timeout | undefined;
    let gaveUp = false;
    const late = new Promise<Result<T>>((settle) => {
      waiting = setTimeout(() => {
        // Work that nobody waits for any longer must not delay the work behind it.
        gaveUp = true;
        settle(failed(fault('models.timeout', { where: 'models/face', detail: 'waiting for earlier work' })));
      }, this.#deadlineMs);
    });
    const turn = this.#last.then(async () => {
      clearTimeout(waiting);
      return gaveUp ? late : ((await this.#work(work)) as Result<T>);
    });
    this.#last = turn;
    return Promise.race([turn, late]);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread.end();
  }

  async #work(work: Work): Promise<Result<unknown>> {
    if (this.#closed) return failed(fault('models.worker-lost', { detail: 'closed' }));
    if (!this.#thread.alive()) {
      const restarted = await this.#start();
      if (!restarted.ok) return restarted;
      this.#thread = restarted.value;
    }
    return this.#thread.run(work, this.#deadlineMs);
  }
}
