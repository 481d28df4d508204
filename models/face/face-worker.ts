import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { FaceRecognisers } from '../ports.ts';
import { type OpenedFaceRecognisers, openFaceEngine } from './face-engine.ts';
import type { Work, WorkerMessage, WorkerStart, WorkRequest } from './worker-protocol.ts';

/** Side of the grey picture that warms the networks up: their first run allocates memory and takes several times as long. */
const WARM_UP_SIDE = 256;

/** Entry point of the worker thread: opens the engine, says what it is, then answers one request after the other. */
async function serve(port: MessagePort): Promise<void> {
  const { places } = workerData as WorkerStart;
  const say = (message: WorkerMessage) => port.postMessage(message);
  const opened = await openFaceEngine(places);
  if (!opened.ok) return say({ kind: 'opened', result: opened });
  const engine = opened.value;
  await warmUp(engine);
  port.on('message', async ({ id, work }: WorkRequest) => {
    const result = await answer(engine, work);
    for (const { data } of picturesOf(work)) data.fill(0);
    say({ kind: 'done', id, result });
  });
  const { tier, passiveLiveness, models, refusals } = engine;
  say({ kind: 'opened', result: ok({ tier, passiveLiveness, models, refusals }) });
}

/** The worker's own copies of the pictures; the caller's are wiped where they are kept. */
function picturesOf(work: Work): readonly Picture[] {
  switch (work.kind) {
    case 'observe':
      return [work.frame];
    case 'compare':
      return [work.request.reference, ...work.request.probes];
    case 'judge':
      return work.frames;
  }
}

async function answer(engine: FaceRecognisers, work: Work): Promise<Result<unknown>> {
  try {
    switch (work.kind) {
      case 'observe':
        return await engine.observe(work.frame);
      case 'compare':
        return await engine.compare(work.request);
      case 'judge':
        return await engine.judge(work.frames);
    }
  } catch (error) {
    // A bug must reach the caller of this request and leave the worker to the others.
    return failed(fault('program.bug', { where: 'models/face', detail: String(error) }));
  }
}

async function warmUp(engine: OpenedFaceRecognisers): Promise<void> {
  const data = new Uint8Array(WARM_UP_SIDE * WARM_UP_SIDE * 3).fill(128);
  await engine.observe({ width: WARM_UP_SIDE, height: WARM_UP_SIDE, data });
}

if (parentPort !== null) await serve(parentPort);
