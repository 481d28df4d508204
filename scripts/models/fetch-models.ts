import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import { acceptedFiles, type CheckedModel, checkModelBytes } from '../../models/checked-model.ts';
import { type ModelEntry, type ModelManifest, readOfferedManifest } from '../../models/model-manifest.ts';
import { readStationModel } from '../../models/model-store.ts';
import { sha256, writeAtomically } from '../../models/npm-model-cache.ts';
import { convertPublishedModel } from '../../models/onnx/published-conversions.ts';
import { accompanyingFiles } from './accompanying-files.ts';
import { type ModelSource, openModelSource } from './model-source.ts';

export interface FetchRequest {
  /** Folder, `.tar` or mirror. */
  readonly from: string;
  /** The folder of the station tier. */
  readonly into: string;
  readonly manifest: ModelManifest;
  /** Progress, one line a model. */
  readonly say: (line: string) => void;
}

const LONGEST_MANIFEST = 1024 * 1024;

/**
 * Brings the station tier into a folder: ready models as they are, published originals converted. Only bytes with a pinned hash
 * are written, each file at once under its name; the manifest comes last and says that the folder is whole. What is there
 * already is kept, so an interrupted fetch goes on where it was. Returns what went wrong, by model; empty when all are there.
 */
export async function fetchModels({ from, into, manifest, say }: FetchRequest): Promise<readonly Fault[]> {
  const source = await openModelSource(from);
  if (!source.ok) return [source.fault];
  const refused = await checkOfferedManifest(source.value);
  if (refused !== null) return [refused];

  const faults: Fault[] = [];
  for (const entry of manifest.models.filter(({ tier }) => tier === 'station')) {
    const outcome = await bring(entry, source.value, into);
    if (!outcome.ok) {
      faults.push(outcome.fault);
      continue;
    }
    const { how, model } = outcome.value;
    say(`${how.padEnd(9)} ${entry.name} (${model.bytes.length} bytes, ${model.sha256.slice(0, 16)})`);
  }
  if (faults.length > 0) return faults;
  for (const [name, bytes] of await accompanyingFiles(manifest)) {
    const written = await write(join(into, name), bytes);
    if (!written.ok) return [written.fault];
  }
  await sweep(into);
  return [];
}

/** Takes away what killed fetches left half-written; such files are never read. */
async function sweep(into: string): Promise<void> {
  for (const name of await readdir(into)) if (name.endsWith('.part')) await rm(join(into, name), { force: true });
}

interface Brought {
  readonly how: 'kept' | 'fetched' | 'converted';
  readonly model: CheckedModel;
}

async function bring(entry: ModelEntry, source: ModelSource, into: string): Promise<Result<Brought>> {
  const present = await readStationModel(entry, into);
  if (present.ok) return ok({ how: 'kept', model: present.value });
  const obtained = await obtain(entry, source);
  if (!obtained.ok) return obtained;
  const written = await write(join(into, entry.file), obtained.value.model.bytes);
  return written.ok ? obtained : failed({ ...written.fault, where: entry.name });
}

/** Faults: `models.absent` when the folder cannot be written. */
async function write(file: string, bytes: Uint8Array): Promise<Result<null>> {
  try {
    await writeAtomically(file, bytes);
    return ok(null);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return failed(fault('models.absent', { where: file, detail: `cannot be written: ${error.message}` }));
  }
}

/** A bundle that names a model under a refused licence is not touched, whatever else it holds. */
async function checkOfferedManifest(source: ModelSource): Promise<Fault | null> {
  const offered = await source.read('manifest.json', LONGEST_MANIFEST);
  if (!offered.ok) return offered.fault;
  if (offered.value === null) return null;
  const checked = readOfferedManifest(offered.value);
  return checked.ok ? null : checked.fault;
}

/** A ready file that is not the pinned one is refused, not passed over for the originals beside it: somebody should look. */
async function obtain(entry: ModelEntry, source: ModelSource): Promise<Result<Brought>> {
  const longest = Math.max(...acceptedFiles(entry).map(({ bytes }) => bytes));
  const ready = await source.read(entry.file, longest);
  if (!ready.ok) return failed({ ...ready.fault, where: entry.name });
  if (ready.value !== null) return brought('fetched', checkModelBytes(entry, ready.value));
  const originals = await readOriginals(entry, source);
  if (!originals.ok) return originals;
  const converted = convertPublishedModel(publishedSource(entry).conversion, originals.value);
  return brought('converted', checkModelBytes(entry, converted));
}

const brought = (how: Brought['how'], model: Result<CheckedModel>): Result<Brought> =>
  model.ok ? ok({ how, model: model.value }) : model;

/** The published files, at the top of the source or in its folder `originals`, with their pinned hashes. */
async function readOriginals(entry: ModelEntry, source: ModelSource): Promise<Result<Uint8Array[]>> {
  const { files, home } = publishedSource(entry);
  const originals: Uint8Array[] = [];
  for (const pinned of files) {
    let found: Uint8Array | null = null;
    for (const name of [pinned.file, `originals/${pinned.file}`]) {
      const read = await source.read(name, pinned.bytes);
      if (!read.ok) return failed({ ...read.fault, where: entry.name });
      found ??= read.value;
    }
    if (found === null) {
      const detail = `${source.place} has neither ${entry.file} nor ${pinned.file}; published at ${home}`;
      return failed(fault('models.absent', { where: entry.name, detail }));
    }
    if (sha256(found) !== pinned.sha256) {
      return failed(fault('models.hash-mismatch', { where: entry.name, detail: pinned.file }));
    }
    originals.push(found);
  }
  return ok(originals);
}

function publishedSource({ name, source }: ModelEntry) {
  if (source.kind !== 'published-files') throw new Error(`${name} of the station tier is not a published model`);
  return source;
}
