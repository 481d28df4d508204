import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { Light } from '../../agent/contract/vocabulary/document.ts';
import type { DocumentCapture, DocumentImage, DocumentScanner } from '../ports.ts';
import { connect } from './connection.ts';
import type { Studio } from './studio.ts';
import type { Sheet, World } from './world.ts';

/** A full-page reader with three lights over the simulated world. One exposure takes `exposureMs` of the world's time. */
export function createSimulatedScanner(
  world: World,
  studio: Studio,
  { exposureMs = 120 }: { readonly exposureMs?: number } = {},
): DocumentScanner {
  const placed = () => {
    if (world.sheet() !== null && link.session() !== null) link.emit({ type: 'document.placed' });
  };
  const link = connect(world, 'document-scanner', 'Simulated full-page reader', placed);
  world.listen((event) => {
    if (event.type === 'sheet.placed') {
      warmUp(world.sheet(), studio);
      placed();
    }
    if (event.type === 'sheet.removed' && link.session() !== null) link.emit({ type: 'document.removed' });
  });

  return {
    ...link,
    capture: async ({ lights, signal }) => {
      const session = link.session();
      if (session === null) return link.unplugged();
      const sheet = world.sheet();
      if (sheet === null) return failed(fault('scanner.no-document'));
      const disturbed = watch(world, sheet, session, signal);
      try {
        return await Promise.race([disturbed.fault, expose(world, studio, sheet, lights, exposureMs)]);
      } finally {
        disturbed.stop();
      }
    },
  };
}

/** Exposes one light after the other while the pictures are drawn. */
async function expose(
  world: World,
  studio: Studio,
  sheet: Sheet,
  lights: readonly Light[],
  exposureMs: number,
): Promise<Result<DocumentCapture>> {
  const exposed = new Promise<void>((done) => world.clock.after(exposureMs * lights.length, done));
  const pictures = await Promise.all(lights.map((light) => pictureOf(sheet, light, studio)));
  await exposed;
  const dpi = sheet.kind === 'specimen' ? studio.dpi : sheet.dpi;
  const images: DocumentImage[] = [];
  for (const [i, light] of lights.entries()) {
    const bytes = pictures[i];
    if (bytes) images.push({ light, bytes, dpi });
  }
  if (images.length === 0) return failed(fault('scanner.capture-failed', { detail: 'no picture under these lights' }));
  return ok({ origin: 'simulated', images });
}

async function pictureOf(sheet: Sheet, light: Light, studio: Studio): Promise<Uint8Array | null> {
  if (sheet.kind === 'picture') return sheet.images[light] ?? null;
  const { document, side, wear } = sheet;
  return studio.page({ document, side, light, wear });
}

/** Resolves with the fault of the first thing that goes wrong while a capture runs. */
function watch(
  world: World,
  sheet: Sheet,
  session: AbortSignal,
  request: AbortSignal,
): { readonly fault: Promise<Result<never>>; stop(): void } {
  const stops: (() => void)[] = [];
  const on = (signal: AbortSignal, run: () => void) => {
    if (signal.aborted) return run();
    signal.addEventListener('abort', run, { once: true });
    stops.push(() => signal.removeEventListener('abort', run));
  };
  const disturbance = new Promise<Result<never>>((resolve) => {
    on(session, () => resolve(failed(fault('scanner.unplugged', { where: 'document-scanner' }))));
    on(request, () => resolve(failed(fault('scanner.capture-failed', { detail: 'capture was called off' }))));
    stops.push(
      world.listen(() => {
        if (world.sheet() !== sheet) resolve(failed(fault('scanner.document-moved')));
      }),
    );
  });
  return {
    fault: disturbance,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** A sheet is drawn when it is laid down, so that the capture does not wait; a failure shows again in the capture. */
function warmUp(sheet: Sheet | null, studio: Studio): void {
  if (sheet?.kind === 'specimen') void pictureOf(sheet, 'white', studio).catch(() => {});
}
