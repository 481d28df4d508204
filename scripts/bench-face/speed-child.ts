import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { cosineSimilarity } from '../../models/face/face-embedder.ts';
import { openFaceEngine } from '../../models/face/face-engine.ts';
import { openFaceNetworks } from '../../models/face/face-networks.ts';
import { findLiveFaces } from '../../models/face/face-search.ts';
import { type ModelPlaces, resolveModels } from '../../models/model-store.ts';
import { decodePicture } from './picture-set.ts';
import { peakMemoryBytes, timeRuns } from './processor-time.ts';
import type { SpeedReport } from './speed.ts';

/**
 * `speed-child FILE RUNS SOAK PLACES`: the steps of the product on one 720p frame made of the picture, with the models of the
 * places (JSON); prints a {@link SpeedReport}.
 */
const [, , file = '', runsText = '40', soakText = '300', placesText = ''] = process.argv;
const [runs, soakRuns] = [Number(runsText), Number(soakText)];
const places = JSON.parse(placesText) as ModelPlaces;
const jpeg = await sharp(await readFile(file))
  .resize(720, 720)
  .extend({ left: 280, right: 280, background: '#888c90' })
  .jpeg({ quality: 90 })
  .toBuffer();

const { stages, ...memory } = await runProduct();
const report: SpeedReport = { stages: { ...(await timeSteps()), ...stages }, ...memory };
console.log(JSON.stringify(report));
process.exit(0);

/** What a station runs, alone in the process, so that the memory is its own. */
async function runProduct(): Promise<SpeedReport> {
  const engine = await openFaceEngine(places);
  if (!engine.ok) throw new Error(engine.fault.code);
  const { observe, judge, close } = engine.value;
  const frame = await decodePicture(jpeg, file);
  const seeAndJudge = async (picture: Picture) => {
    const seen = await observe(picture);
    if (!seen.ok || seen.value.faces.length === 0) throw new Error(`${file}: no face`);
    await judge([{ ...picture, faces: seen.value.faces }]);
  };
  const wholeFrame = async () => seeAndJudge(await decodePicture(jpeg, file));
  const stages = {
    'frame → face, quality, liveness': await timeRuns(() => seeAndJudge(frame), runs),
    'whole frame with decoding': await timeRuns(wholeFrame, runs),
  };
  const residentBytes: number[] = [];
  for (let run = 0; run < soakRuns; run++) {
    await wholeFrame();
    residentBytes.push(process.memoryUsage.rss());
  }
  await close();
  const tenth = Math.ceil(soakRuns / 10);
  return {
    stages,
    peakBytes: peakMemoryBytes(),
    soak: {
      runs: soakRuns,
      tenthsBytes: Array.from({ length: Math.ceil(soakRuns / tenth) }, (_, at) =>
        mean(residentBytes.slice(at * tenth, (at + 1) * tenth)),
      ),
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function timeSteps(): Promise<Record<string, { median: number; p95: number }>> {
  const networks = await openFaceNetworks(await resolveModels(places));
  if (networks === null) throw new Error('no face models');
  const picture = await decodePicture(jpeg, file);
  const [face] = await findLiveFaces(networks, picture);
  if (face === undefined) throw new Error(`${file}: no face`);
  const template = await networks.embed(picture, face.points);
  const timed = {
    'JPEG decoding': await timeRuns(() => decodePicture(jpeg, file), runs),
    detect: await timeRuns(() => networks.detector.detect(picture), runs),
    'five points, pose, mesh, measures': await timeRuns(() => networks.look(picture, face.detected), runs),
    ...(networks.liveness && {
      'liveness, two networks': await timeRuns(() => networks.judge(picture, face.detected.box), runs),
    }),
    'embed and match': await timeRuns(
      async () => cosineSimilarity(template, await networks.embed(picture, face.points)),
      runs,
    ),
  };
  await networks.close();
  return timed;
}
