import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkoutModelPlaces } from '../../models/model-store.ts';
import { bundleChild } from '../bench/bundle-child.ts';
import type { Bench, Outcome } from './suite.ts';

/** What the child that runs the product tells: processor milliseconds by stage, and bytes of resident memory. */
export interface SpeedReport {
  readonly stages: Readonly<Record<string, { readonly median: number; readonly p95: number }>>;
  readonly peakBytes: number;
  /** Mean resident memory over each tenth of many more runs, after those that were timed. */
  readonly soak: { readonly runs: number; readonly tenthsBytes: readonly number[] };
}

/** What the child that runs the peer tells. */
export interface PeerReport {
  readonly median: number;
  readonly p95: number;
  readonly runs: number;
  readonly faces: number;
  readonly peakBytes: number;
}

/**
 * Processor time of each step on a 720p frame, in a process of its own so that its memory is that of the product, and of the
 * peer on the same frame in the same run. The program is one bundled file, the form in which a station runs.
 */
export async function measureSpeed(bench: Bench): Promise<Outcome> {
  const frame = `${bench.pictures}/astronaut/astronaut.png`;
  const product = await runProduct(frame, bench);
  const lines = Object.entries(product.stages).map(
    ([stage, { median, p95 }]) => `${stage.padEnd(34)} ${median.toFixed(1)} / ${p95.toFixed(1)} ms`,
  );
  const peakMb = product.peakBytes / 1_048_576;
  const tenthsMb = product.soak.tenthsBytes.map((bytes) => bytes / 1_048_576);
  lines.push(
    `resident memory at its height ${peakMb.toFixed(0)} MB, bundled, one thread`,
    `soak of ${product.soak.runs} runs, MB over each tenth: ${tenthsMb.map((mb) => mb.toFixed(1)).join(' ')}`,
  );
  const stage = (name: string) => product.stages[name]?.median ?? Number.NaN;
  const figures: Record<string, number> = {
    'face quality liveness ms': stage('frame → face, quality, liveness'),
    'embed match ms': stage('embed and match'),
    'whole frame ms': stage('whole frame with decoding'),
    'peak MB': peakMb,
    // The heap and the allocator settle first; what leaks goes on.
    'soak growth MB': (tenthsMb.at(-1) ?? Number.NaN) - (tenthsMb[tenthsMb.length >> 1] ?? Number.NaN),
  };
  const peer = await measurePeer(bench, frame);
  if (typeof peer === 'string') return { lines: [...lines, `human: ${peer}`], figures };
  const peerMb = (peer.peakBytes / 1_048_576).toFixed(0);
  figures['human ratio'] = peer.median / (stage('whole frame with decoding') + stage('embed and match'));
  lines.push(
    `human on tfjs-wasm ${peer.median.toFixed(1)} / ${peer.p95.toFixed(1)} ms (${peer.runs} runs, faces: ${peer.faces}), ${peerMb} MB`,
    `human takes ${figures['human ratio'].toFixed(1)} times the processor time of a whole frame, embed and match here`,
  );
  return { lines, figures };
}

/** The wasm backend is a package of its own, which a user of the peer installs and this repository has no use for. */
async function measurePeer({ peerFolder, quick }: Bench, frame: string): Promise<PeerReport | string> {
  if (peerFolder === null) {
    return 'not measured; --peer names a folder with @vladmandic/human, @tensorflow/tfjs-core, -converter and -backend-wasm';
  }
  const entry = fileURLToPath(new URL('peer-child.ts', import.meta.url));
  return runChild<PeerReport>(
    ['--import', import.meta.resolve('tsx'), entry],
    [frame, String(quick ? 1 : 10), resolvePath(peerFolder)],
  );
}

async function runProduct(frame: string, { quick, soakRuns }: Bench): Promise<SpeedReport> {
  const folder = mkdtempSync(join(tmpdir(), 'id06-face-speed-'));
  try {
    const bundle = await bundleChild('scripts/bench-face/speed-child.ts', folder);
    const places = JSON.stringify(checkoutModelPlaces());
    const report = await runChild<SpeedReport>([bundle], [frame, String(quick ? 5 : 40), String(soakRuns), places]);
    if (typeof report === 'string') throw new Error(report);
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program in a process of its own and reads the JSON on its last line; the text is why there is none. */
function runChild<Report>(program: readonly string[], args: readonly string[]): Promise<Report | string> {
  const child = spawn(process.execPath, [...program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaint] = ['', ''];
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (complaint += String(chunk)));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      if (code === 0 && last.startsWith('{')) resolve(JSON.parse(last) as Report);
      else resolve(/(Error|Cannot)[^\n]*/.exec(complaint)?.[0] ?? `ended with code ${code}`);
    });
  });
}
