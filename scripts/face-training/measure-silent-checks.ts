import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFaceNetworks } from '../../models/face/face-networks.ts';
import { openQualityRegressor } from '../../models/face/quality-regressor.ts';
import { openRecaptureDetector } from '../../models/face/recapture-detector.ts';
import { checkoutModelPlaces, resolveModels } from '../../models/model-store.ts';
import { createPictureDecoder } from '../../models/picture-decoder.ts';

/**
 * Prints what the two silent checks say of the largest face of every picture under the folders, and their time. No picture of
 * these folders was seen in training.
 *
 *     tsx scripts/face-training/measure-silent-checks.ts FOLDER...
 */
const folders = process.argv.slice(2);
const networks = await openFaceNetworks(await resolveModels(checkoutModelPlaces()));
if (networks === null) throw new Error('no face models');
const [recapture, quality] = [await openRecaptureDetector(), await openQualityRegressor()];
if (!recapture.ok || !quality.ok) throw new Error('a network of the repo is not whole: npm run models -- verify');
const [detector, regressor, decoder] = [recapture.value, quality.value, createPictureDecoder()];
const cpuMs = { recapture: [] as number[], quality: [] as number[] };

for (const folder of folders) {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((each) => /\.(png|jpg)$/.test(each)).sort()) {
    const decoded = await decoder.decode(await readFile(join(folder, name)));
    if (!decoded.ok) throw new Error(`${name}: ${decoded.fault.code}`);
    const picture = decoded.value;
    const found = await networks.detector.detect(picture);
    const [largest] = [...found].sort((a, b) => b.box.width - a.box.width);
    const seen = largest === undefined ? null : await networks.look(picture, largest);
    if (seen === null) {
      console.log(`${name.padEnd(24)} no face`);
      continue;
    }
    const score = await timed(cpuMs.recapture, () => detector.recaptureScore(picture, seen.box));
    const loss = await timed(cpuMs.quality, () => regressor.predictedLoss(picture, seen.points));
    const size = `${Math.round(seen.box.width)} px`.padStart(7);
    console.log(`${name.padEnd(24)} face ${size}  recaptured ${score?.toFixed(3) ?? '–'}  loss ${loss.toFixed(3)}`);
  }
}
for (const [what, times] of Object.entries(cpuMs)) {
  const sorted = times.sort((a, b) => a - b);
  console.log(`${what}: median ${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)} ms CPU, n = ${sorted.length}`);
}
await Promise.all([networks.close(), detector.close(), regressor.close()]);

async function timed<T>(times: number[], run: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  times.push((user + system) / 1000);
  return result;
}
