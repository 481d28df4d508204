import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Point } from '../../models/face/affine.ts';
import { fitSimilarity, invertAffine } from '../../models/face/affine.ts';
import { INTEL_0095 } from '../../models/face/face-embedder.ts';
import { openFaceNetworks } from '../../models/face/face-networks.ts';
import { resample } from '../../models/face/resample.ts';
import { checkoutModelPlaces, resolveModels } from '../../models/model-store.ts';
import { createPictureDecoder } from '../../models/picture-decoder.ts';

/**
 * Cuts the largest face of every picture in a folder, aligned as the embedder wants it but twice as large and with a margin,
 * and writes them one after the other, RGB bytes, to `OUT.rgb`, and their names to `OUT.json`.
 *
 *     tsx scripts/face-training/cut-face-chips.ts FOLDER OUT
 */
const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined) throw new Error('usage: FOLDER OUT');

const SCALE = 2;
const MARGIN = 32;
const SIDE = INTEL_0095.side * SCALE + 2 * MARGIN;
const template = INTEL_0095.template.map(([x, y]): Point => [x * SCALE + MARGIN, y * SCALE + MARGIN]);

const networks = await openFaceNetworks(await resolveModels(checkoutModelPlaces()));
if (networks?.tier !== 'station') throw new Error('the station tier is needed');
const decoder = createPictureDecoder();
const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(png|jpg)$/.test(name));
const chips: Uint8Array[] = [];
const names: string[] = [];
for (const name of files.sort(new Intl.Collator('en', { numeric: true }).compare)) {
  const decoded = await decoder.decode(await readFile(join(folder, name)));
  if (!decoded.ok) throw new Error(`${name}: ${decoded.fault.code}`);
  const found = await networks.detector.detect(decoded.value);
  const [largest] = [...found].sort((a, b) => b.box.width - a.box.width);
  const seen = largest === undefined ? null : await networks.look(decoded.value, largest);
  if (seen === null) {
    console.log(`${name}: no face`);
    continue;
  }
  const toSource = invertAffine(fitSimilarity(seen.points, template));
  chips.push(resample(decoded.value, toSource, SIDE, SIDE, { outside: 'edge', averaging: true }).data);
  names.push(name);
}
await writeFile(`${out}.rgb`, Buffer.concat(chips));
await writeFile(`${out}.json`, JSON.stringify(names));
console.log(`${chips.length} chips of ${SIDE} × ${SIDE}`);
await networks.close();
