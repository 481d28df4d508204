import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../agent/store/open-store.ts';
import { loadRowKey } from '../../agent/store/row-key.ts';
import { verifySignedResult } from '../../central/verify/verify-signed-result.ts';
import { jpegHolding, tracesBelow } from '../support/canary.ts';
import { type CentreBench, enrolledKey, openCentreBench, resultsAtCentre } from '../support/station-at-centre.ts';
import { CANARY, CANARY_TEXTS } from './canary-holder.ts';
import { bundleChild, type KillableStation, LIVE, PAGE, runStation } from './killable-station.ts';

/**
 * What a killed station leaves behind: store, sealing, delivery and wiping are the real ones, in a process of their own against a real
 * centre. The recognisers in it are canned, because what they would have seen changes nothing on the disk.
 */
const KILLS = 50;
const STATIONS = ['crash-01', 'crash-02', 'crash-03'];

/** Lines of the child after which it is killed, so that every part of a visit is hit. */
const MOMENTS = [
  'starting',
  'opened',
  'phase consent',
  'step capture-document',
  'step read-mrz',
  'step read-printed-zone',
  'step find-portrait',
  'step capture-face',
  'step judge-liveness',
  'step compare-faces',
  'step decide',
  'step commit',
  'step commit',
  'committed',
  'sending',
  'sending',
  'accepted',
  'phase wiping',
  'phase idle',
];
/** The kill falls up to this long after its line, milliseconds. */
const LATEST_MS = 25;

/** A file system in memory where there is one with room: for a killed process it is the same, and syncing costs nothing. */
const MEMORY_FOLDER = freeBytes('/dev/shm') > 4 * 2 ** 30 ? '/dev/shm' : tmpdir();

let bench: CentreBench;
let program: string;
let home: string;
const lanes: KillableStation[] = [];

beforeAll(async () => {
  program = await bundleChild();
  bench = await openCentreBench();
  home = mkdtempSync(join(MEMORY_FOLDER, 'id06-crash-'));
  writeFileSync(join(home, PAGE), await jpegHolding(CANARY.page));
  const live = await jpegHolding(CANARY.live);
  writeFileSync(join(home, LIVE), Buffer.concat([live, live]));
  for (const id of STATIONS) {
    lanes.push({ id, dataDir: join(home, id), announced: new Set(), booked: 0, interrupted: 0 });
    // A kill may come before the station has made its folder.
    mkdirSync(join(home, id), { mode: 0o700 });
  }
});
afterAll(async () => {
  await bench?.close();
  if (home) rmSync(home, { recursive: true, force: true });
  if (program) rmSync(dirname(program), { recursive: true, force: true });
});

function freeBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

const withoutIds = (line: string) => line.replace(/ [0-9a-f-]{36}$/, '').replace(/^opened.*/, 'opened');

test('the search finds a text in every spelling, wherever it begins', () => {
  const folder = mkdtempSync(join(tmpdir(), 'id06-traces-'));
  const spelt: readonly ((text: string) => Buffer)[] = [
    (text) => Buffer.from(text),
    (text) => Buffer.from(text, 'utf16le'),
    (text) => Buffer.from(Buffer.from(text).toString('hex')),
    ...['', 'x', 'xy'].map(
      (before) => (text: string) => Buffer.from(Buffer.from(`${before}${text}!`).toString('base64')),
    ),
    (text) => Buffer.from(Buffer.from(`{"name":"${text}"}`).toString('base64url')),
  ];
  mkdirSync(join(folder, 'below'));
  for (const [index, spell] of spelt.entries()) {
    writeFileSync(join(folder, 'below', `${index}`), Buffer.concat([Buffer.alloc(7 + index), spell(CANARY.surname)]));
  }
  expect(tracesBelow(folder, [CANARY.surname, CANARY.page]).sort()).toEqual(
    spelt.map((_, index) => `below/${index}: ${CANARY.surname}`),
  );
  rmSync(folder, { recursive: true });
});

describe(`a station killed ${KILLS} times`, () => {
  const hit = new Map<string, number>();

  test('leaves nothing readable behind at any moment', { timeout: 240_000 }, async () => {
    let kills = 0;
    const one = async (lane: KillableStation): Promise<void> => {
      while (kills < KILLS) {
        const moment = MOMENTS[kills % MOMENTS.length] as string;
        kills += 1;
        let skip = moment === 'starting' || moment === 'opened' ? 0 : Math.floor(Math.random() * 2);
        const last = await runStation({ bench, program, home }, lane, 'visits', (line) => {
          if (!line.startsWith(moment)) return null;
          skip -= 1;
          // The start as a whole takes some hundred milliseconds.
          return skip >= 0 ? null : Math.random() * (moment === 'starting' ? 400 : LATEST_MS);
        });
        hit.set(withoutIds(last), (hit.get(withoutIds(last)) ?? 0) + 1);
        expect(tracesBelow(lane.dataDir, CANARY_TEXTS), `after a kill at '${last}'`).toEqual([]);
      }
    };
    const ended = await Promise.allSettled(lanes.map(one));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
    expect([...hit.values()].reduce((sum, times) => sum + times, 0)).toBe(KILLS);
    expect(hit.size, [...hit.keys()].join(', ')).toBeGreaterThanOrEqual(8);
  });

  test('delivers every promised result exactly once', { timeout: 120_000 }, async () => {
    let announced = 0;
    let atCentre = 0;
    let doubled = 0;
    const lost: string[] = [];
    for (const lane of lanes) {
      expect(await runStation({ bench, program, home }, lane, 'drain', () => null)).toBe('drained');
      const kept = await resultsAtCentre(bench.centre, lane.id);
      const jtis = new Set(kept.map(({ jti }) => jti));
      lost.push(...[...lane.announced].filter((jti) => !jtis.has(jti)));
      announced += lane.announced.size;
      atCentre += kept.length;
      const visits = new Set<string>();
      for (const { kid, signed } of kept) {
        const verified = verifySignedResult(signed, await enrolledKey(bench.centre, kid));
        if (!verified.ok) throw new Error(JSON.stringify(verified.fault));
        visits.add(verified.value.record.txn);
      }
      doubled += kept.length - visits.size;
      expect(
        kept.map(({ seq }) => seq),
        'numbers without gaps',
      ).toEqual(kept.map((_, index) => index + 1));
      expect(kept.filter(({ status }) => status !== 'accepted')).toEqual([]);
      expect(inspectStore(lane.dataDir)).toEqual({ lastSeq: kept.length, accepted: kept.length, others: 0, open: 0 });
      expect(tracesBelow(lane.dataDir, CANARY_TEXTS)).toEqual([]);
      expect(readdirSync(join(lane.dataDir, 'store/blobs')), 'sealed pictures of delivered results').toEqual([]);
    }
    const interrupted = lanes.reduce((sum, lane) => sum + lane.interrupted, 0);
    console.log(
      `kill -9: ${KILLS} kills, phases hit ${[...hit].map(([phase, times]) => `${phase} ${times}`).join(', ')}; ` +
        `visits committed ${announced} announced, interrupted visits ended ${interrupted}, results at centre ${atCentre}, ` +
        `lost ${lost.length}, doubled ${doubled}`,
    );
    expect(lost).toEqual([]);
    expect(doubled).toBe(0);
    expect(announced).toBeGreaterThan(KILLS / 2);
    expect(interrupted, 'visits were cut off').toBeGreaterThan(KILLS / 5);
  });

  test('had the name and the pictures in its hands: they are in what the centre opened', async () => {
    const digests = [PAGE, LIVE].map((name) => {
      const bytes = readFileSync(join(home, name));
      const one = name === LIVE ? bytes.subarray(0, bytes.length / 2) : bytes;
      return createHash('sha256').update(one).digest('base64');
    });
    const [first] = await resultsAtCentre(bench.centre, STATIONS[0] as string);
    const payload = Buffer.from(first?.signed.split('.')[1] ?? '', 'base64url').toString('utf8');
    for (const trace of [CANARY.surname, CANARY.givenNames, CANARY.documentNumber, ...digests]) {
      expect(payload).toContain(trace);
    }
  });
});

/** What the next start finds in the store. */
function inspectStore(dataDir: string) {
  const rowKey = loadRowKey(join(dataDir, 'row.key'), () => {
    throw new Error('the key is there');
  });
  if (!rowKey.ok) throw new Error(JSON.stringify(rowKey.fault));
  const store = openStore({ directory: join(dataDir, 'store'), rowKey: rowKey.value, now: () => new Date() });
  if (!store.ok) throw new Error(JSON.stringify(store.fault));
  const [station, counts, open, audit] = [
    store.value.station(),
    store.value.counts(),
    store.value.openVisits(),
    store.value.verifyAudit(),
  ];
  store.value.close();
  if (!station.ok || !counts.ok || !open.ok) throw new Error('the store cannot be read');
  expect(audit.ok, 'the audit chain is whole').toBe(true);
  const { accepted, sealed, sending, poison } = counts.value;
  return { lastSeq: station.value.lastSeq, accepted, others: sealed + sending + poison, open: open.value.length };
}
