import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EnrolmentGrant, JOSE_TYPES } from '../../agent/contract/wire.ts';
import { migrate } from '../../central/store/migrate.ts';
import { openPglite } from '../../central/store/pglite.ts';
import { type Centre, openCentre } from '../../central/wiring.ts';
import { DEMONSTRATION_SIGNERS, writeSignedPack } from '../support/signed-packs.ts';
import { greenRecord, NOW_MS, PACK_BYTES } from './records.ts';
import { askAs, enrol, makeStation, putResult, seal, sha256 } from './station-client.ts';
import { payloadOf, TEMPLATES } from './test-centre.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'centre-'));
  await mkdir(join(folder, 'rules'));
  await writeSignedPack(join(folder, 'rules/test-pack.json'), PACK_BYTES);
});
afterAll(() => rm(folder, { recursive: true }));

/** A database on disk is brought there file by file, and a slow disk takes its time. */
const PATIENTLY = { timeout: 180_000 };

const open = (): Promise<Centre> =>
  openCentre({
    keysDir: join(folder, 'keys'),
    dataDir: folder,
    rulePacksDir: join(folder, 'rules'),
    rulePackSigners: DEMONSTRATION_SIGNERS,
    templateDir: TEMPLATES,
    now: () => NOW_MS,
  });

describe('a centre that is closed and opened again', () => {
  test('keeps results, receipts, pictures, stations and keys', PATIENTLY, async () => {
    const station = await makeStation('ark-01');
    const before = await open();
    const enrolled = await enrol(before.url, station, await before.issueEnrolmentCode('ark-01'), NOW_MS);
    const grant = payloadOf(enrolled.text) as EnrolmentGrant;
    const record = greenRecord({ iss: station.urn, aud: grant.iss, seq: 1 });
    const sealed = await seal(await station.sign(JOSE_TYPES.result, record), record, grant.encryption);
    const first = await putResult(before.url, record.jti, sealed);
    const picture = Buffer.from('sealed picture');
    const more = { nowMs: NOW_MS, aud: grant.iss };
    const path = `/v1/blobs/${sha256(picture)}`;
    expect((await askAs(station, before.url, 'PUT', path, { ...more, body: picture })).status).toBe(201);
    await expect(open()).rejects.toThrow('in use by another process');
    await before.close();

    const after = await open();
    expect(await putResult(after.url, record.jti, sealed)).toEqual({ ...first, status: 200 });
    expect((await askAs(station, after.url, 'HEAD', path, more)).status).toBe(200);
    const again = await enrol(after.url, await makeStation('ark-02'), await after.issueEnrolmentCode('ark-02'), NOW_MS);
    expect((payloadOf(again.text) as EnrolmentGrant).receipt).toEqual(grant.receipt);
    expect((payloadOf(again.text) as EnrolmentGrant).encryption).toEqual(grant.encryption);
    await after.close();
  });

  test('its private keys are readable by itself alone, and it does not start when they are not', async () => {
    const keys = readdirSync(join(folder, 'keys')).map((name) => join(folder, 'keys', name));
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(statSync(key).mode & 0o777).toBe(0o600);
    chmodSync(keys[0] ?? '', 0o644);
    await expect(open()).rejects.toThrow('can be read by others');
    chmodSync(keys[0] ?? '', 0o600);
  });

  test('does not start with a rule pack that is none, twice the same, or no rule pack at all', async () => {
    const rulePacksDir = join(folder, 'bad-rules');
    await mkdir(rulePacksDir);
    const rulePackSigners = DEMONSTRATION_SIGNERS;
    const start = () => openCentre({ keysDir: join(folder, 'keys'), dataDir: null, rulePacksDir, rulePackSigners });
    await expect(start()).rejects.toThrow('no rule pack');
    await writeSignedPack(join(rulePacksDir, 'a.json'), PACK_BYTES);
    await writeSignedPack(join(rulePacksDir, 'b.json'), Buffer.from(`${PACK_BYTES.toString()}\n`));
    await expect(start()).rejects.toThrow('stands twice');
    await writeSignedPack(join(rulePacksDir, 'b.json'), Buffer.from('{"id":"test-pack"}'));
    await expect(start()).rejects.toThrow('b.json');
  });
});

describe('migrations', () => {
  test('run once, are safe to repeat, and a changed one or a later database stops the start', async () => {
    const database = await openPglite({ folder: null, templateDir: TEMPLATES });
    await Promise.all([migrate(database), migrate(database)]);
    const applied = await database.query<{ name: string }>('SELECT name FROM schema_migrations');
    expect(applied.map((row) => row.name)).toEqual(['0001-intake.sql']);
    await database.query("INSERT INTO schema_migrations (version, name, sha256) VALUES (99, 'later', '')");
    await expect(migrate(database)).rejects.toThrow('later version');
    await database.query('DELETE FROM schema_migrations WHERE version = 99');
    await database.query("UPDATE schema_migrations SET sha256 = 'other'");
    await expect(migrate(database)).rejects.toThrow('was changed');
    await database.close();
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const database = await openPglite({ folder: null, templateDir: TEMPLATES });
    await migrate(database);
    const failing = database.transaction(async (transaction) => {
      await transaction.query("INSERT INTO stations (id, created_at) VALUES ('ark-01', now())");
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await database.query('SELECT 1 FROM stations')).toEqual([]);
    await database.close();
  });
});

describe('a centre that is killed', () => {
  test('has every row it had confirmed', PATIENTLY, async ({ signal }) => {
    const confirmed = await writeUntilKilled(join(folder, 'killed'), 40, signal);
    expect(confirmed).toBeGreaterThanOrEqual(40);
    const database = await openPglite({ folder: join(folder, 'killed') });
    const [row] = await database.query<{ highest: number; count: number }>(
      'SELECT max(n)::int AS highest, count(*)::int AS count FROM confirmed',
    );
    await database.close();
    expect(row?.highest).toBeGreaterThanOrEqual(confirmed);
    expect(row?.count).toBe(row?.highest);
  });
});

/** A process that commits numbers one by one and says each; killed with SIGKILL after `enough` of them. Resolves with the last said. */
function writeUntilKilled(database: string, enough: number, signal: AbortSignal): Promise<number> {
  const program = `
    import { openPglite } from './central/store/pglite.ts';
    const database = await openPglite({ folder: ${JSON.stringify(database)}, templateDir: ${JSON.stringify(TEMPLATES)} });
    await database.script('CREATE TABLE confirmed (n integer PRIMARY KEY)');
    for (let n = 1; ; n++) {
      await database.transaction((transaction) => transaction.query('INSERT INTO confirmed VALUES ($1)', [n]));
      process.stdout.write(n + '\\n');
    }`;
  const writer = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    let last = 0;
    let said = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const lines = said.split('\n');
      said = lines.pop() ?? '';
      last = Number(lines.at(-1) ?? last);
      if (last >= enough) writer.kill('SIGKILL');
    });
    writer.once('error', reject);
    writer.once('close', () => resolve(last));
  });
}
