import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteInterface, type Transaction } from '@electric-sql/pglite';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Database, Queryable } from './database.ts';
import { syncTree, writeDurably } from './durable-files.ts';
import { DURABLE_PARAMETERS, DurableNodeFS } from './durable-node-fs.ts';
import { lockFolder } from './folder-lock.ts';

export interface PgliteOptions {
  /** Database folder, made when absent; null keeps everything in memory. */
  readonly folder: string | null;
  /** Where an empty initialised cluster is kept for the next new database: loading it takes a tenth of initialising one. */
  readonly templateDir?: string;
}

/** Opens PostgreSQL embedded in this process. Throws when the folder is in use or damaged. */
export async function openPglite(options: PgliteOptions): Promise<Database> {
  const { folder, templateDir } = options;
  if (folder === null) return asDatabase(await createEngine('memory://', templateDir), async () => undefined);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(folder);
  try {
    if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, templateDir);
    const startParams = [...PGlite.defaultStartParams.filter((flag) => flag !== NO_FSYNC), ...DURABLE_PARAMETERS];
    return asDatabase(await PGlite.create({ fs: new DurableNodeFS(folder), startParams }), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

const NO_FSYNC = '-F';

/** Made aside, brought to the disk and only then put in place: a crash never leaves half a cluster under the name. */
async function initialise(folder: string, templateDir: string | undefined): Promise<void> {
  const aside = `${folder}.new`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  const engine = await createEngine(aside, templateDir);
  await engine.close();
  await syncTree(aside);
  await rename(aside, folder);
}

async function createEngine(dataDir: string, templateDir: string | undefined): Promise<PGlite> {
  if (templateDir === undefined) return PGlite.create(dataDir);
  return PGlite.create({ dataDir, loadDataDir: await emptyCluster(templateDir) });
}

async function emptyCluster(folder: string): Promise<Blob> {
  const file = join(folder, `empty-cluster-${await engineVersion()}.tar.gz`);
  if (existsSync(file)) return new Blob([await readFile(file)]);
  const engine = await PGlite.create('memory://');
  const cluster = await engine.dumpDataDir('gzip');
  await engine.close();
  await mkdir(folder, { recursive: true });
  await writeDurably(file, `${file}.${process.pid}.tmp`, new Uint8Array(await cluster.arrayBuffer()), 0o600);
  return cluster;
}

/** A cluster belongs to the version of the engine that made it. */
async function engineVersion(): Promise<string> {
  const about = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  return Value.Parse(Type.Object({ version: Type.String() }), JSON.parse(await readFile(about, 'utf8'))).version;
}

function asDatabase(engine: PGlite, unlock: () => Promise<void>): Database {
  return {
    ...asQueryable(engine),
    transaction: (work) => engine.transaction((transaction) => work(asQueryable(transaction))),
    close: async () => {
      await engine.close();
      await unlock();
    },
  };
}

function asQueryable(engine: PGliteInterface | Transaction): Queryable {
  return {
    query: async <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
      (await engine.query<Row>(sql, [...parameters])).rows,
    script: async (sql) => {
      await engine.exec(sql);
    },
  };
}
