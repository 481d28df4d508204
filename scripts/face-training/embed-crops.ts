import { readFile, writeFile } from 'node:fs/promises';
import { embedFace, INTEL_0095 } from '../../models/face/face-embedder.ts';
import type { FacePoints } from '../../models/face/face-points.ts';
import { openNetwork } from '../../models/face/network.ts';
import { checkoutModelPlaces, resolveModels } from '../../models/model-store.ts';

/**
 * Embeds aligned faces, 128 × 128 RGB bytes one after the other, with the embedder of the station tier; writes per face its
 * direction (256 float32) and its norm.
 *
 *     tsx scripts/face-training/embed-crops.ts CROPS.rgb OUT.f32
 */
const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) throw new Error('usage: CROPS.rgb OUT.f32');

const { side, template } = INTEL_0095;
const resolved = await resolveModels(checkoutModelPlaces());
const embedder = resolved.models.get('embedder');
if (resolved.tier !== 'station' || embedder === undefined) throw new Error('the station tier is needed');
const opened = await openNetwork(embedder);
if (!opened.ok) throw new Error(opened.fault.code);
const network = opened.value;
const crops = await readFile(source);
const bytes = side * side * 3;
const rows: Float32Array[] = [];
for (let at = 0; at + bytes <= crops.length; at += bytes) {
  const picture = { width: side, height: side, data: crops.subarray(at, at + bytes) };
  const { direction, norm } = await embedFace(network, INTEL_0095, picture, template as unknown as FacePoints);
  rows.push(direction, Float32Array.of(norm));
}
await writeFile(target, Buffer.concat(rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength))));
await network.close();
