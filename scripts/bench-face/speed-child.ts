import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { cosineSimilarity } from '../../models/face/face-embedder.ts';
import { openFaceEngine } from '../../models/face/face-engine.ts';
import { openFaceNetworks } from '../../models/face/face-networks.ts';
import { findLiveFaces } from '../../models/face/face-search.ts';
import { checkoutModelPlaces, resolveModels } from '../../models/model-store.ts';
import { decodePicture } from './picture-set.ts';
import { peakMemoryBytes, timeRuns } from './processor-time.ts';
import type { SpeedReport } from './speed.ts';

/** `speed-child FILE RUNS SOAK`: the steps of the product on one 720p frame made of the picture; prints a {@link SpeedReport}. */
const [, , file = '', runsText = '40', soakText = '300'] = process.argv;
const [runs, soakRuns] = [Number(runsText), Number(soakText)];
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
  const engine = await openFaceEngine(checkoutModelPlaces());
  if (!engine.ok) throw new Error(engine.fault.code);
  const { observe, judge, close } = engine.value;
  const frame = await decodePicture(jpeg, file);
  const seeAndJudge = async (picture: Picture) => {
    await observe(picture);
    await judge([picture]);
  };
  const wholeFrame = async () => seeAndJudge(await decodePicture(jpeg, file));
  const stages = {
    'frame → face, quality, liveness': await timeRuns(() => seeAndJudge(frame), runs),
    'whole frame with decoding': await timeRuns(wholeFrame, runs),
  };
  let settledBytes = 0;
  for (let run = 0; run < soakRuns; run++) {
    if (run === Math.floor(soakRuns / 10)) settledBytes = process.memoryUsage().rss;
    await wholeFrame();
  }
  const soakGrowthBytes = process.memoryUsage().rss - settledBytes;
  await close();
  return { stages, peakBytes: peakMemoryBytes(), soakRuns, soakGrowthBytes };
}

async function timeSteps(): Promise<Record<string, { median: number; p95: number }>> {
  const networks = await openFaceNetworks(await resolveModels(checkoutModelPlaces()));
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
