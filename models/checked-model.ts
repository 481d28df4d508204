import { createHash } from 'node:crypto';
import { failed, fault, ok, type Result } from '../agent/contract/faults.ts';
import type { ModelIdentity } from '../agent/contract/vocabulary/observations.ts';
import type { ModelEntry } from './model-manifest.ts';

/** A model whose bytes have been checked; sessions are made from these bytes, so no file can change in between. */
export interface CheckedModel {
  readonly entry: ModelEntry;
  readonly bytes: Uint8Array;
  /** Of `bytes`: one of the pinned ones. Calibration goes by the hash of the entry, whichever of its files runs. */
  readonly sha256: string;
}

/** Lets through only what the manifest pins. Faults: `models.hash-mismatch`. */
export function checkModelBytes(entry: ModelEntry, bytes: Uint8Array): Result<CheckedModel> {
  const actual = createHash('sha256').update(bytes).digest('hex');
  const accepted = acceptedFiles(entry).some((file) => file.bytes === bytes.length && file.sha256 === actual);
  if (!accepted) return failed(fault('models.hash-mismatch', { where: entry.name, detail: entry.file }));
  return ok({ entry, bytes, sha256: actual });
}

/** The files that may run under this name: the pinned one, and what the product's own converter writes. */
export function acceptedFiles(model: ModelEntry): readonly { readonly bytes: number; readonly sha256: string }[] {
  return model.source.kind === 'published-files' ? [model, model.source.converted] : [model];
}

/** Name, version and hash prefix of the model that runs, as stated in every record. */
export function identityOf({ entry, sha256 }: CheckedModel): ModelIdentity {
  return { role: entry.role, name: entry.name, version: entry.version, sha256Prefix: sha256.slice(0, 16) };
}
