import { readFile } from 'node:fs/promises';
import { failed, fault, ok } from '../../agent/contract/faults.ts';
import type { Light } from '../../agent/contract/vocabulary/document.ts';
import type { DocumentImage, DocumentScanner } from '../ports.ts';
import { connectReplay } from './replay-connection.ts';

/** Picture files of one page by light; a plain path is the white picture. */
export type PageFiles = string | Readonly<Partial<Record<Light, string>>>;

/**
 * A document scanner that hands out files: each capture delivers the next page, byte for byte and undecoded, under those of the
 * asked lights there is a file for. A page given as null is a document the holder does not have. After the last page there is no document. A page that cannot be read stays in turn.
 */
export function createFileScanner({ pages }: { readonly pages: readonly (PageFiles | null)[] }): DocumentScanner {
  let next = 0;
  const link = connectReplay('document-scanner', 'Picture files', 'scanner.unplugged', () => {
    if (next < pages.length) link.emit({ type: 'document.placed' });
  });
  return {
    ...link,
    capture: async ({ lights, signal }) => {
      const session = link.session();
      if (session === null) return link.closed();
      const page = pages[next];
      if (page === null) next++;
      if (page === undefined || page === null) return failed(fault('scanner.no-document'));
      const files: Readonly<Partial<Record<Light, string>>> = typeof page === 'string' ? { white: page } : page;
      const images: DocumentImage[] = [];
      try {
        for (const light of lights) {
          const file = files[light];
          if (file !== undefined) images.push({ light, bytes: await readFile(file, { signal }), dpi: null });
        }
      } catch (error) {
        return failed(fault('scanner.capture-failed', { detail: reasonOf(error) }));
      }
      if (session.aborted) return link.closed();
      if (signal.aborted) return failed(fault('scanner.capture-failed', { detail: 'capture was called off' }));
      if (images.length === 0) return failed(fault('scanner.capture-failed', { detail: 'no file for these lights' }));
      next++;
      link.emit({ type: 'document.removed' });
      if (next < pages.length) link.emit({ type: 'document.placed' });
      return ok({ origin: 'replayed', images });
    },
  };
}

/** The system's error code; a path may hold a name and stays out. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'capture was called off';
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable file';
}
