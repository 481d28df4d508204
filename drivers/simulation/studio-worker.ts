import { parentPort, workerData } from 'node:worker_threads';
import { drawPortrait, drawScene } from './cast-pictures.ts';
import { createStudio } from './studio.ts';
import type { StudioAnswer, StudioJob } from './studio-thread.ts';

const { dpi } = workerData as { readonly dpi: number };
const studio = createStudio({ portrait: drawPortrait, scene: drawScene, dpi });

parentPort?.on('message', async (job: StudioJob) => {
  parentPort?.postMessage(await work(job));
});

async function work(job: StudioJob): Promise<StudioAnswer> {
  try {
    const bytes = job.kind === 'page' ? await studio.page(job.request) : await studio.view(job.request);
    return { id: job.id, bytes };
  } catch (error) {
    return { id: job.id, error: error instanceof Error ? error.message : String(error) };
  }
}
