import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RulePack } from '../../../agent/contract/rule-pack.ts';
import type { PublicJwk } from '../../../agent/contract/wire.ts';
import { readRulePacks as readAtStation } from '../../../agent/wiring/rule-pack-files.ts';
import { readRulePacks as readAtCentre } from '../../../central/intake/rule-packs.ts';
import { DEMONSTRATION_KEY, makeSigner, signatureOf, writeSignedPack } from '../../support/signed-packs.ts';
import { PACK } from '../../support/visits.ts';

const signer = await makeSigner();
let folder: string;
let file: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rule-packs-'));
  file = join(folder, 'pack.json');
  await writeSignedPack(file, bytesOf({}), signer.privateKey);
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytesOf = (change: Partial<Record<keyof RulePack, unknown>>) =>
  Buffer.from(JSON.stringify({ ...PACK, ...change }));

type Demonstration = 'taken' | 'refused';

/** Station and centre check signatures by code of their own and must come to the same answer. */
const atStation = (signers: readonly PublicJwk[], demonstration: Demonstration) =>
  readAtStation(folder, { signers, demonstration });
const atCentre = (keys: readonly PublicJwk[], demonstration: Demonstration) =>
  readAtCentre(folder, { keys, demonstration });

describe.each(['station', 'centre'] as const)('the %s', (reader) => {
  const fault = async (keys: readonly PublicJwk[] = [signer.key], demonstration: Demonstration = 'refused') => {
    const packs = await (reader === 'station' ? atStation : atCentre)(keys, demonstration);
    return packs.ok ? null : packs.fault;
  };

  test('takes a pack that its signer signed', async () => {
    expect(await fault()).toBeNull();
  });

  test('refuses a pack without its signature', async () => {
    unlinkSync(`${file}.jws`);
    expect(await fault()).toMatchObject({ code: 'rule-pack.unsigned', where: expect.stringContaining('pack.json') });
  });

  test('refuses a pack in which one byte was changed', async () => {
    const bytes = readFileSync(file);
    for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ 1;
      writeFileSync(file, other);
      expect(await fault()).toMatchObject({ code: 'rule-pack.unsigned' });
    }
    writeFileSync(file, Buffer.concat([bytes, Buffer.from('\n')]));
    expect(await fault()).toMatchObject({ code: 'rule-pack.unsigned' });
  });

  test('refuses the signature of another pack', async () => {
    writeFileSync(`${file}.jws`, await signatureOf(bytesOf({ version: 2 }), signer.privateKey));
    expect(await fault()).toMatchObject({ code: 'rule-pack.unsigned' });
  });

  test('refuses a signer it was not told of', async () => {
    const other = await makeSigner();
    expect(await fault([other.key])).toMatchObject({ code: 'rule-pack.signer-refused' });
    expect(await fault([other.key, signer.key])).toBeNull();
  });

  test('refuses a signature of another kind, with members nobody asked for, or that is none', async () => {
    for (const header of [{ typ: 'idv-result+jwt' }, { jku: 'https://elsewhere.example' }]) {
      writeFileSync(`${file}.jws`, await signatureOf(bytesOf({}), signer.privateKey, header));
      expect(await fault()).toMatchObject({ code: 'rule-pack.unsigned' });
    }
    const unsigned = Buffer.from('{"alg":"none","typ":"id06-rule-pack+jws"}').toString('base64url');
    for (const text of ['', '.', '..', `${unsigned}..`, 'a.b.c', 'a..b.c', '{}']) {
      writeFileSync(`${file}.jws`, text);
      expect(await fault()).toMatchObject({ code: 'rule-pack.unsigned' });
    }
  });

  test('refuses a signed pack with an unknown check, and names the field', async () => {
    await writeSignedPack(
      file,
      bytesOf({ required: [{ check: 'MRZ-99', when: 'always', otherwise: 'MRZ_UNREADABLE' }] }),
      signer.privateKey,
    );
    expect(await fault()).toMatchObject({ code: 'rule-pack.invalid', where: 'pack.json /required/0/check' });
  });

  test('refuses the demonstration key unless it is told that nothing is at stake', async () => {
    await writeSignedPack(file, bytesOf({}));
    expect(await fault([DEMONSTRATION_KEY], 'taken')).toBeNull();
    expect(await fault([DEMONSTRATION_KEY], 'refused')).toMatchObject({ code: 'rule-pack.signer-refused' });
    expect(await fault([DEMONSTRATION_KEY, signer.key], 'refused')).toMatchObject({ code: 'rule-pack.signer-refused' });
  });

  test('refuses the whole folder when one of its packs is bad, twice there, or when it is empty', async () => {
    await writeSignedPack(join(folder, 'twin.json'), Buffer.from(`${bytesOf({})} `), signer.privateKey);
    expect(await fault()).toMatchObject({ code: 'rule-pack.invalid' });
    writeFileSync(join(folder, 'twin.json'), '{');
    expect(await fault()).toMatchObject({ code: 'rule-pack.unsigned' });
    for (const name of ['pack.json', 'twin.json']) unlinkSync(join(folder, name));
    expect(await fault()).toMatchObject({ code: 'rule-pack.invalid', detail: 'no rule pack' });
  });
});
