import { spawnSync } from 'node:child_process';
import { createDecipheriv, createHash, createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { VisitRecord } from '../../agent/contract/record.ts';
import type { PublicJwk } from '../../agent/contract/wire.ts';
import { createSimulatorDesk } from '../../agent/wiring/simulator-desk.ts';
import type { Station } from '../../agent/wiring.ts';
import { verifySignedResult } from '../../central/verify/verify-signed-result.ts';
import { programClock as worldClock } from '../../drivers/simulation/clock.ts';
import { createSimulatedDevices, type SimulatedDevices } from '../../drivers/simulation/devices.ts';
import { scenarioOf } from '../../drivers/simulation/scenarios.ts';
import { createWorld } from '../../drivers/simulation/world.ts';
import { type OpenedRecognisers, openRecognisers } from '../../scripts/open-recognisers.ts';
import { joseSignatureToDer } from '../support/jose-signature.ts';
import { type Press, playVisit } from '../support/play-visit.ts';
import { type CentreBench, enrolledKey, openCentreBench, resultsAtCentre } from '../support/station-at-centre.ts';

const STATION = 'training-01';
const SCENARIO = scenarioOf('happy-passport');

let bench: CentreBench;
let recognisers: OpenedRecognisers;
let devices: SimulatedDevices;
let station: Station;

beforeAll(async () => {
  recognisers = await openRecognisers(console.log);
  bench = await openCentreBench({ centreKeeps: 'on-disk' });
});
afterAll(async () => {
  await bench?.close();
  await devices?.close();
  await recognisers?.close();
});
beforeEach(({ skip }) => {
  if (recognisers.faces) return;
  console.log('skipped: the record of a GREEN visit (no face models)');
  skip();
});

describe('a holder with a good passport', () => {
  let signed: string;
  let key: PublicJwk;
  let record: VisitRecord;

  test('goes through to GREEN, and the centre has the record', { timeout: 300_000 }, async () => {
    const world = createWorld({ clock: worldClock });
    devices = createSimulatedDevices(world);
    await bench.centre.addOrders(STATION, [{ ...SCENARIO.order, state: 'open' }]);
    station = await bench.openStation(STATION, { devices, recognisers });
    const desk = createSimulatorDesk({
      world,
      book: () => Promise.resolve(),
      onChange: () => {},
      holderDelayMs: 200,
      scenario: SCENARIO.id,
    });
    const { verdict, jti, story } = await playVisit(station, SCENARIO.order.reference, buttons, {
      watch: () => desk.follow(station.session.cardholderView()),
    });
    const delivery = await station.delivered(jti, 60_000);
    desk.close();
    const tier = recognisers.faces?.tier ?? 'absent';
    console.log(`happy passport, tier ${tier}: ${verdict.colour} ${verdict.reasons} · receipt ${delivery?.receiptId}`);
    expect(verdict.colour, story.join('\n')).toBe('GREEN');
    expect(delivery).toMatchObject({ state: 'accepted', receiptId: expect.stringMatching(/./) });
    const [row, ...others] = await resultsAtCentre(bench.centre, STATION);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ jti, seq: 1, colour: 'GREEN', status: 'accepted' });
    signed = row?.signed ?? '';
    key = await enrolledKey(bench.centre, row?.kid ?? '');
  });

  test("is proven by the centre's verifier, with nothing but the enrolled key", () => {
    const verified = verifySignedResult(signed, key);
    if (!verified.ok) throw new Error(JSON.stringify(verified.fault));
    record = verified.value.record;
    expect(record.idv).toMatchObject({
      order_ref: SCENARIO.order.reference,
      path: 'biometric',
      decision: { colour: 'GREEN' },
      models: { tier: recognisers.faces?.tier },
    });
    expect(record.verified_claims?.claims).toMatchObject({
      family_name: SCENARIO.order.surname,
      birthdate: SCENARIO.order.birthDate,
    });
    expect(record.idv.attachments.map(({ type }) => type).sort()).toEqual(['document_front', 'portrait_live']);
  });

  const openssl = spawnSync('openssl', ['version']);
  if (openssl.status !== 0) console.log('skipped: a second judge of the signature (no openssl on the path)');

  test.skipIf(openssl.status !== 0)('is proven by openssl, and one changed letter is not', () => {
    const [header = '', payload = '', signature = ''] = signed.split('.');
    const judge = (input: string): string => {
      writeFileSync(join(bench.folder, 'input'), input);
      const command = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature.der', 'input'];
      return spawnSync('openssl', command, { cwd: bench.folder, encoding: 'utf8' }).stdout.trim();
    };
    const pem = createPublicKey({ key: { ...key }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    writeFileSync(join(bench.folder, 'key.pem'), pem);
    writeFileSync(join(bench.folder, 'signature.der'), joseSignatureToDer(Buffer.from(signature, 'base64url')));
    expect(judge(`${header}.${payload}`)).toBe('Verified OK');
    const forged = Buffer.from(payload, 'base64url').toString('utf8').replace('"GREEN"', '"GREEM"');
    expect(judge(`${header}.${Buffer.from(forged).toString('base64url')}`)).toBe('Verification failure');
  });

  test('holds the keys of the pictures that lie sealed at the centre, and the station has none left', () => {
    for (const { enc, digest, size } of record.idv.attachments) {
      const sealed = readFileSync(join(bench.folder, 'centre/blobs', enc.ct_sha256));
      expect(createHash('sha256').update(sealed).digest('base64url')).toBe(enc.ct_sha256);
      const opener = createDecipheriv('aes-256-gcm', bytes(enc.key), bytes(enc.iv))
        .setAAD(Buffer.from(enc.aad))
        .setAuthTag(bytes(enc.tag));
      const picture = Buffer.concat([opener.update(sealed), opener.final()]);
      expect(createHash('sha256').update(picture).digest('base64')).toBe(digest.value);
      expect(picture).toHaveLength(size);
      expect([...picture.subarray(0, 3)], 'a JPEG').toEqual([0xff, 0xd8, 0xff]);
    }
    expect(readdirSync(join(bench.folder, STATION, 'store/blobs'))).toEqual([]);
  });
});

/** Documents are laid and movements made by the holder; buttons are needed only where nothing can be seen. */
const buttons: Press = ({ phase, visit }) => {
  if (!visit) return null;
  if (phase === 'consent') return { type: 'giveConsent', visit: visit.id };
  if (phase === 'camera-retry') return { type: 'retry', visit: visit.id };
  return null;
};

const bytes = (base64url: string) => Buffer.from(base64url, 'base64url');
