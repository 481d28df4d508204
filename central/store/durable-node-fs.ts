import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/**
 * PGlite's own folder store leaves `fsync` out, so that a power cut could take back a result whose receipt was given. This one carries
 * the engine's `fsync` calls through to the disk.
 */
export class DurableNodeFS extends NodeFS {
  override async init(...given: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...given);
    made.emscriptenOpts.preRun = [...(made.emscriptenOpts.preRun ?? []), carryFsync];
    return made;
  }
}

function carryFsync(module: object): void {
  const operations = (module as { NODEFS?: { stream_ops?: { fsync?: unknown } } }).NODEFS?.stream_ops;
  if (!operations) throw new Error('this PGlite has no folder store to make durable');
  operations.fsync = (stream: { nfd: number }): number => {
    fsyncSync(stream.nfd);
    return 0;
  };
}

/** Start parameters under which a commit waits for the disk; `fdatasync` does nothing inside WebAssembly, `fsync` does. */
export const DURABLE_PARAMETERS = ['-c', 'wal_sync_method=fsync'];
