import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';

/** A loaded network and the SHA-256 of the bytes that run. */
export interface OpenNetwork {
  readonly session: InferenceSession;
  readonly sha256: string;
}

/**
 * Loads a weight file once. One thread: on pictures this small two are slower. Throws when the file is missing or damaged, and
 * when `measured` is given and the file is not the one that was measured.
 */
export async function openNetwork(path: string, measured: string | null): Promise<OpenNetwork> {
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (measured !== null && sha256 !== measured) throw new Error(`models.hash-mismatch: ${path} has sha256 ${sha256}`);
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  return { session, sha256 };
}
