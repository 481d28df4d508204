import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { peakMemoryBytes, timeRuns } from './processor-time.ts';
import type { PeerReport } from './speed.ts';

/**
 * `peer-child FILE RUNS FOLDER`: @vladmandic/human on the same frame with face detection, mesh, description, antispoof and
 * liveness, on the wasm backend of tfjs, as its documentation tells users of Node to install it; prints a
 * {@link PeerReport}. The packages are those in `node_modules` of the folder.
 */
const [, , file = '', runs = '10', folder = ''] = process.argv;
const require = createRequire(join(folder, 'index.js'));
// Neither package exports its package.json; the entry of each lies in its folder dist.
const home = dirname(dirname(require.resolve('@vladmandic/human')));

/** The little of the library that is used; its own types need the types of packages that are not there. */
interface Peer {
  readonly tf: { tensor(values: Uint8Array, shape: number[], type: 'int32'): { dispose(): void } };
  load(): Promise<void>;
  detect(input: unknown): Promise<{ readonly face: readonly unknown[] }>;
}
type PeerModule = { readonly Human: new (config: object) => Peer };

const models = await serveModels(join(home, 'models'));
const { Human } = require(join(home, 'dist', 'human.node-wasm.js')) as PeerModule;
const human = new Human({
  backend: 'wasm',
  modelBasePath: models,
  wasmPath: `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`,
  debug: false,
  filter: { enabled: false },
  cacheSensitivity: 0,
  face: {
    enabled: true,
    iris: { enabled: false },
    emotion: { enabled: false },
    antispoof: { enabled: true },
    liveness: { enabled: true },
  },
  body: { enabled: false },
  hand: { enabled: false },
  gesture: { enabled: false },
  object: { enabled: false },
  segmentation: { enabled: false },
});
await human.load();

const jpeg = await sharp(await readFile(file))
  .resize(720, 720)
  .extend({ left: 280, right: 280, background: '#888c90' })
  .jpeg({ quality: 90 })
  .toBuffer();
let faces = 0;
const work = async () => {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const tensor = human.tf.tensor(new Uint8Array(data), [1, info.height, info.width, 3], 'int32');
  faces = (await human.detect(tensor)).face.length;
  tensor.dispose();
};
const { median, p95 } = await timeRuns(work, Number(runs));
const report: PeerReport = { median, p95, runs: Number(runs), faces, peakBytes: peakMemoryBytes() };
console.log(JSON.stringify(report));
process.exit(0);

/** The library fetches its models, and Node's fetch reads no files. */
async function serveModels(models: string): Promise<string> {
  const server = createServer(async (request, response) => {
    try {
      response.end(await readFile(join(models, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
