import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { InferenceSession } from 'onnxruntime-node';
import { readCaptureLimits } from '../../../models/face/calibration.ts';
import { compareFaces } from '../../../models/face/face-comparison.ts';
import { type FaceNetworks, openFaceNetworks } from '../../../models/face/face-networks.ts';
import { withPassingTemplates } from '../../../models/face/passing-templates.ts';
import { checkoutModelPlaces, resolveModels } from '../../../models/model-store.ts';
import { drawPortrait } from './drawn-face.ts';

/**
 * Program of its own: compares a drawn face with itself and looks for the templates in the memory of this process, first while they are
 * kept and then after they had to be forgotten. Prints the numbers of copies as JSON.
 */

/** What is looked for must not stand in memory a second time, so it is kept under this mask. */
const MASK = 0x5a;
const NEEDLE_BYTES = 48;
const CHUNK_BYTES = 1 << 22;

const sought: Uint8Array[] = [];
let seeking = false;
const seek = (values: Float32Array): void => {
  if (!seeking) return;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, NEEDLE_BYTES);
  const masked = new Uint8Array(NEEDLE_BYTES);
  for (let index = 0; index < NEEDLE_BYTES; index += 1) masked[index] = (bytes[index] as number) ^ MASK;
  sought.push(masked);
};

const create = InferenceSession.create.bind(InferenceSession) as (...all: unknown[]) => Promise<InferenceSession>;
Object.assign(InferenceSession, {
  create: async (...all: unknown[]) => {
    const session = await create(...all);
    const run = session.run.bind(session);
    session.run = (async (feeds: Parameters<typeof run>[0]) => {
      const outputs = await run(feeds);
      if (outputs.embedding !== undefined) seek(outputs.embedding.data as Float32Array);
      return outputs;
    }) as typeof session.run;
    return session;
  },
});

const networks = await openFaceNetworks(await resolveModels({ ...checkoutModelPlaces(), modelsDir: null }));
if (networks === null) throw new Error('no models');
seeking = true;
const spied: FaceNetworks = {
  ...networks,
  embed: async (picture, points) => {
    const template = await networks.embed(picture, points);
    seek(template.direction);
    return template;
  },
};
const portrait = await drawPortrait();
const request = { reference: portrait, referenceType: 'photo', probes: [portrait] } as const;
const compare = (used: FaceNetworks) => compareFaces(used, request, readCaptureLimits());

let copiesWhileKept = 0;
const { decision } = await withPassingTemplates(spied, async (passing) => {
  const answer = await compare(passing);
  copiesWhileKept = copiesInMemory();
  // A blank picture may be embedded afterwards; it is nobody.
  seeking = false;
  return answer;
});
console.log(JSON.stringify({ decision, sought: sought.length, copiesWhileKept, copiesAfterwards: copiesInMemory() }));
process.exit(0);

/** Copies of anything sought in all memory this process can write to (Linux). */
function copiesInMemory(): number {
  const memory = openSync('/proc/self/mem', 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let copies = 0;
  for (const line of readFileSync('/proc/self/maps', 'latin1').split('\n')) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    if (from === undefined || to === undefined) continue;
    const end = Number.parseInt(to, 16);
    for (let at = Number.parseInt(from, 16); at < end; at += CHUNK_BYTES - NEEDLE_BYTES) {
      // What an earlier read left in the chunk would be found where the chunk itself lies.
      chunk.fill(0);
      copies += copiesIn(chunk, readSome(memory, chunk, at, Math.min(CHUNK_BYTES, end - at)));
    }
  }
  chunk.fill(0);
  closeSync(memory);
  return copies;
}

function readSome(memory: number, chunk: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, chunk, 0, length, at);
  } catch {
    return 0; // Pages of devices cannot be read.
  }
}

function copiesIn(chunk: Buffer, length: number): number {
  let copies = 0;
  for (const needle of sought) {
    const first = (needle[0] as number) ^ MASK;
    for (let at = chunk.indexOf(first); at >= 0 && at <= length - NEEDLE_BYTES; at = chunk.indexOf(first, at + 1)) {
      let same = 1;
      while (same < NEEDLE_BYTES && chunk[at + same] === ((needle[same] as number) ^ MASK)) same += 1;
      if (same === NEEDLE_BYTES) copies += 1;
    }
  }
  return copies;
}
