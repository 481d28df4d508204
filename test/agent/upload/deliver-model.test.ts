import { createHash, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BEHAVIOURS, type Behaviour } from './behaviours.ts';
import { DeliveringStation, expectOk } from './delivering-station.ts';
import { FakeCentre } from './fake-centre.ts';
import { openJws } from './independent-opener.ts';

/**
 * Random stories of a station and a network that misbehaves. After every step: no committed result is lost, none counts as delivered
 * without a receipt that this test has verified itself, none is given up without the centre's signed refusal.
 */

interface Model {
  committed: number;
}
type Step = fc.AsyncCommand<Model, DeliveringStation>;

const centre = new FakeCentre();
beforeAll(() => centre.listen());
afterAll(() => centre.close());

function checkInvariants(model: Readonly<Model>, station: DeliveringStation): void {
  expect(station.committed.size).toBe(model.committed);
  expect(station.storeFaults).toEqual([]);
  const counts = expectOk(station.store.counts());
  expect(counts.sealed + counts.sending + counts.accepted + counts.poison).toBe(model.committed);
  const waiting = new Map(expectOk(station.store.outboxDue(Number.MAX_SAFE_INTEGER)).map((item) => [item.jti, item]));
  for (const [jti, sealed] of station.committed) {
    const digest = createHash('sha256').update(sealed).digest('base64url');
    switch (station.state(jti)) {
      case 'accepted': {
        const key = createPublicKey({ key: { ...centre.receipt.jwk }, format: 'jwk' });
        const receipt = openJws(expectOk(station.store.receipt(jti)) ?? '', key);
        expect(receipt).toMatchObject({ sub: jti, sealed_sha256: digest, aud: 'urn:sistec:station:ark-01' });
        expect(centre.results.get(jti)?.digest).toBe(digest);
        break;
      }
      case 'poison':
        expect(centre.refusedForGood).toContain(jti);
        break;
      case 'sealed': {
        const item = waiting.get(jti);
        expect(item?.sealed).toBe(sealed);
        for (const name of item?.blobs ?? []) expect(station.store.readBlob(name).ok).toBe(true);
        break;
      }
      default:
        throw new Error(`${jti} is ${station.state(jti)} between two rounds`);
    }
  }
  expect(new Set(centre.effects).size, 'no result has a second effect').toBe(centre.effects.length);
}

const step = (name: string, act: (model: Model, station: DeliveringStation) => void | Promise<void>): Step => ({
  check: () => true,
  async run(model, station) {
    await act(model, station);
    checkInvariants(model, station);
  },
  toString: () => name,
});

const commit = (pictures: number): Step =>
  step(`commit(${pictures})`, (model, station) => {
    station.commit(pictures);
    model.committed += 1;
  });
const behave = (behaviour: Behaviour): Step =>
  step(`behave(${behaviour})`, () => {
    centre.behaviour = behaviour;
  });
const round = (ms: number): Step => step(`round(${ms})`, (_, station) => station.round(ms));
const restart = (): Step => step('restart', (_, station) => station.restart());
const crashWhileSending = (): Step =>
  step('crash while sending', (_, station) => {
    const [due] = expectOk(station.store.outboxDue(station.nowMs));
    if (due !== undefined) expectOk(station.store.markSending(due.jti));
    station.restart();
  });

test('whatever the network does, a result is never lost and never accepted without a receipt', {
  timeout: 120_000,
}, async () => {
  let accepted = 0;
  const commands = fc.commands(
    [
      fc.integer({ min: 0, max: 2 }).map(commit),
      fc.constantFrom(0, 1).map(commit),
      fc.constantFrom(...BEHAVIOURS).map(behave),
      fc.constantFrom(0, 500, 5000, 61_000, 900_000).map(round),
      fc.constantFrom(61_000, 900_000).map(round),
      fc.constant(restart()),
      fc.constant(crashWhileSending()),
    ],
    { maxCommands: 24, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (steps) => {
      centre.forget();
      const station = await DeliveringStation.begin(centre);
      const model: Model = { committed: 0 };
      try {
        await fc.asyncModelRun(() => ({ model, real: station }), steps);
        centre.behaviour = 'honest';
        for (let rounds = 0; rounds < 4; rounds += 1) await station.round(900_001);
        checkInvariants(model, station);
        const counts = expectOk(station.store.counts());
        expect(counts.sealed + counts.sending, 'an honest centre gets everything in the end').toBe(0);
        accepted += counts.accepted;
      } finally {
        station.end();
      }
    }),
    { numRuns: 20 },
  );
  console.log(`outbox model: 20 stories, ${accepted} results accepted`);
  expect(accepted).toBeGreaterThan(0);
});
