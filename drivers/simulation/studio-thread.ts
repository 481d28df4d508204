import { Worker } from 'node:worker_threads';
import type { PageRequest } from './document/page-renderer.ts';
import type { Studio, ViewRequest } from './studio.ts';

/** What goes to the thread and what comes back; `id` pairs them. */
export type StudioJob =
  | { readonly id: number; readonly kind: 'page'; readonly request: PageRequest }
  | { readonly id: number; readonly kind: 'view'; readonly request: ViewRequest };
export type StudioAnswer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly error: string };

const DEFAULT_DPI = 400;

/**
 * A studio in a thread of its own, so that drawing never holds up the station. The thread starts with the first job, does not
 * keep the program alive, and is started anew by the job after one that killed it.
 */
export function startStudio({ dpi = DEFAULT_DPI }: { readonly dpi?: number } = {}): Studio {
  const waiting = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }>();
  let worker: Worker | null = null;
  const pages = new Set<Promise<unknown>>();
  let lastId = 0;

  const start = (): Worker => {
    const started = new Worker(new URL('./studio-loader.mjs', import.meta.url), {
      workerData: { dpi },
      execArgv: [],
    });
    started.unref();
    started.on('message', (answer: StudioAnswer) => {
      const job = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('bytes' in answer) job?.resolve(answer.bytes);
      else job?.reject(new Error(answer.error));
    });
    const ended = (error: Error) => {
      if (worker === started) worker = null;
      for (const job of waiting.values()) job.reject(error);
      waiting.clear();
    };
    started.on('error', ended);
    started.on('exit', () => {
      if (worker === started) ended(new Error('the drawing thread ended'));
    });
    return started;
  };
  const ask = (
    job: Omit<Extract<StudioJob, { kind: 'page' }>, 'id'> | Omit<Extract<StudioJob, { kind: 'view' }>, 'id'>,
  ) =>
    new Promise<Uint8Array>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker ??= start();
      worker.postMessage({ id, ...job });
    });

  return {
    dpi,
    page: (request) => {
      const page = ask({ kind: 'page', request });
      pages.add(page);
      page.finally(() => pages.delete(page)).catch(() => {});
      return page;
    },
    // A capture waits for its pages; views are drawn ahead and let them pass.
    view: async (request) => {
      while (pages.size > 0) await Promise.allSettled(pages);
      return ask({ kind: 'view', request });
    },
    close: async () => {
      const ending = worker;
      worker = null;
      for (const job of waiting.values()) job.reject(new Error('the studio was closed'));
      waiting.clear();
      await ending?.terminate();
    },
  };
}
