import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { failed, fault, ok, type Result } from '../agent/contract/faults.ts';
import type { ModelEntry } from './model-manifest.ts';
import { convertNpmModel } from './onnx/npm-conversions.ts';

/**
 * Gives the bytes of a model that is built from an npm package: from `cacheDir` when the file there has the pinned hash,
 * otherwise converted anew from checked sources. A cache that cannot be written costs only time at the next start.
 * Faults: `models.absent` (package not installed), `models.hash-mismatch` (sources or result are not the pinned ones).
 */
export async function readNpmModel(
  model: ModelEntry,
  places: { readonly packagesDir: string; readonly cacheDir: string },
): Promise<Result<Uint8Array>> {
  const cachedFile = cachedNpmModelFile(model, places.cacheDir);
  const cached = await readFileIfThere(cachedFile);
  if (cached !== null && sha256(cached) === model.sha256) return ok(cached);

  const built = await build(model, places.packagesDir);
  if (!built.ok) return built;
  await keep(cachedFile, built.value);
  return built;
}

/** Where a built model is kept; the name tells versions apart. */
export function cachedNpmModelFile(model: ModelEntry, cacheDir: string): string {
  return join(cacheDir, `${model.sha256.slice(0, 16)}-${model.file}`);
}

async function build(model: ModelEntry, packagesDir: string): Promise<Result<Uint8Array>> {
  const { source } = model;
  if (source.kind !== 'npm-package') throw new Error(`${model.name} is not built from an npm package`);
  const files: Uint8Array[] = [];
  for (const file of source.files) {
    const bytes = await readFileIfThere(join(packagesDir, source.package, file.path));
    if (bytes === null) return failed(fault('models.absent', { where: model.name, detail: `no ${file.path}` }));
    if (sha256(bytes) !== file.sha256) {
      return failed(fault('models.hash-mismatch', { where: model.name, detail: `${source.package}/${file.path}` }));
    }
    files.push(bytes);
  }
  const [description, weights] = files as [Uint8Array, Uint8Array];
  const onnx = convertNpmModel(source.conversion, JSON.parse(new TextDecoder().decode(description)), weights);
  if (sha256(onnx) !== model.sha256) {
    return failed(fault('models.hash-mismatch', { where: model.name, detail: 'converted file' }));
  }
  return ok(onnx);
}

async function keep(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeAtomically(file, bytes);
  } catch (error) {
    if (!isFileError(error)) throw error;
  }
}

/**
 * Writes a file and the folders above it. A half-written one is never found under the final name, also when two processes
 * write at once or one of them is killed.
 */
export async function writeAtomically(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}-${threadId}.part`;
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Bytes of the file, or null when there is none. */
export async function readFileIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isFileError(error)) return null;
    throw error;
  }
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isFileError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
