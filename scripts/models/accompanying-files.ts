import { readFile } from 'node:fs/promises';
import type { ModelManifest } from '../../models/model-manifest.ts';

/** The product's folder of manifest, cards and notices. */
const MODELS = new URL('../../models/', import.meta.url);

/**
 * What travels with the station tier: its notices and cards, then its manifest, each under its name in a bundle. Throws when
 * one is missing: the repo is then not whole.
 */
export async function accompanyingFiles(manifest: ModelManifest): Promise<ReadonlyMap<string, Uint8Array>> {
  const models = manifest.models.filter(({ tier }) => tier === 'station');
  const names = new Set(models.flatMap(({ notices, card }) => [...notices, card]));
  const files = new Map<string, Uint8Array>();
  for (const name of [...names].sort()) files.set(name, await readFile(new URL(name, MODELS)));
  files.set('manifest.json', new TextEncoder().encode(`${JSON.stringify({ ...manifest, models }, null, 2)}\n`));
  return files;
}

/** The files that the manifest names beside a model and that are missing or empty, in the repo. */
export async function missingCompanions({
  notices,
  card,
  golden,
  calibration,
}: ModelManifest['models'][number]): Promise<string[]> {
  const missing: string[] = [];
  for (const name of [...notices, card, golden, ...calibration]) {
    const bytes = await readFile(new URL(name, MODELS)).catch(() => null);
    if (bytes === null || bytes.length === 0) missing.push(name);
  }
  return missing;
}
