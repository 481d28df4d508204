import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnrolmentGrant } from '../../agent/contract/wire.ts';
import { type Centre, openCentre } from '../../central/wiring.ts';
import { DEMONSTRATION_SIGNERS, writeSignedPack } from '../support/signed-packs.ts';
import { NOW_MS, PACK_BYTES } from './records.ts';
import { enrol, makeStation, type TestStation } from './station-client.ts';

export interface TestCentre {
  readonly centre: Centre;
  readonly folder: string;
  /** The centre's clock, milliseconds; a test may set it. */
  clock: number;
  /** A new station, enrolled, with the grant it was given. */
  station(name: string): Promise<{ readonly station: TestStation; readonly grant: EnrolmentGrant }>;
  close(): Promise<void>;
}

export const TEMPLATES = join(import.meta.dirname, '../../.cache/central');

/** A centre in memory with the small test pack and a clock that stands still. */
export async function openTestCentre(): Promise<TestCentre> {
  const folder = mkdtempSync(join(tmpdir(), 'centre-'));
  await mkdir(join(folder, 'rules'));
  await writeSignedPack(join(folder, 'rules/test-pack.json'), PACK_BYTES);
  const centre = await openCentre({
    keysDir: join(folder, 'keys'),
    dataDir: null,
    rulePacksDir: join(folder, 'rules'),
    rulePackSigners: DEMONSTRATION_SIGNERS,
    templateDir: TEMPLATES,
    now: () => test.clock,
  });
  const test: TestCentre = {
    centre,
    folder,
    clock: NOW_MS,
    async station(name) {
      const station = await makeStation(name);
      const answer = await enrol(centre.url, station, await centre.issueEnrolmentCode(name), test.clock);
      if (answer.status !== 201) throw new Error(`enrolment answered ${answer.status} ${answer.text}`);
      return { station, grant: payloadOf(answer.text) as EnrolmentGrant };
    },
    async close() {
      await centre.close();
      await rm(folder, { recursive: true });
    },
  };
  return test;
}

/** The claims of a JWS, unverified. */
export const payloadOf = (jws: string): unknown =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'));
