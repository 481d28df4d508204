import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { CardOrder } from '../agent/contract/order.ts';
import type { CentreParts } from './centre-parts.ts';
import { buildServer, type CentreServer } from './http/server.ts';
import { type RulePackSigners, readRulePacks } from './intake/rule-packs.ts';
import { openCentreKeys } from './keys/centre-keys.ts';
import { addOrders } from './orders/orders.ts';
import { issueEnrolmentCode } from './stations/enrolment-codes.ts';
import { revokeStation } from './stations/revoke-station.ts';
import { openBlobs } from './store/blobs.ts';
import type { Database } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { openPglite } from './store/pglite.ts';

export interface CentreOptions {
  /** Folder of the centre's private keys, made on first start. */
  readonly keysDir: string;
  /** Folder of the database and the sealed pictures, or null to keep both in memory. */
  readonly dataDir: string | null;
  /** Folder of rule packs, one JSON file each with its signature beside it. */
  readonly rulePacksDir: string;
  readonly rulePackSigners: RulePackSigners;
  /** The centre's lasting name in what it signs; `https://central.id06.example/v1` when absent. */
  readonly issuer?: string;
  /** `127.0.0.1` when absent. */
  readonly host?: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Cryptographically strong bytes. */
  readonly randomBytes?: (length: number) => Uint8Array;
  /** Cache folder for an empty initialised database; spares later first starts most of their time. */
  readonly templateDir?: string;
  readonly logger?: FastifyBaseLogger;
}

export interface Centre {
  /** `http://host:port`, without a path. */
  readonly url: string;
  readonly server: CentreServer;
  readonly database: Database;
  /** A one-time code for the technician at the station, good for 15 minutes. */
  issueEnrolmentCode(station: string): Promise<string>;
  /** Books orders at a station; an order known by its reference is replaced as given. */
  addOrders(station: string, orders: readonly CardOrder[]): Promise<void>;
  /** False when the station is not known. */
  revokeStation(station: string): Promise<boolean>;
  close(): Promise<void>;
}

const DEFAULT_ISSUER = 'https://central.id06.example/v1';

/**
 * Opens the centre and listens. Throws when it can not do its work: keys that others may read, an invalid rule pack, a database folder in
 * use by another process or of a later version, a port that is taken.
 */
export async function openCentre(options: CentreOptions): Promise<Centre> {
  const random = options.randomBytes ?? ((length: number) => randomBytes(length));
  const rulePacks = await readRulePacks(options.rulePacksDir, options.rulePackSigners);
  if (!rulePacks.ok)
    throw new Error(`rule packs: ${rulePacks.fault.where} ${rulePacks.fault.detail ?? 'is not valid'}`);
  const keys = await openCentreKeys(options.keysDir);
  const folder = (name: string): string | null => (options.dataDir === null ? null : join(options.dataDir, name));
  const uniqueName = (): string => Buffer.from(random(12)).toString('hex');
  const blobs = await openBlobs(folder('blobs'), uniqueName);
  const { templateDir } = options;
  const database = await openPglite({
    folder: folder('database'),
    ...(templateDir === undefined ? {} : { templateDir }),
  });
  try {
    await migrate(database);
    const parts: CentreParts = {
      database,
      blobs,
      keys,
      rulePacks: rulePacks.value,
      issuer: options.issuer ?? DEFAULT_ISSUER,
      now: options.now ?? Date.now,
      randomBytes: random,
    };
    const server = buildServer(parts, options.logger ?? null);
    const url = await server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
    return {
      url,
      server,
      database,
      issueEnrolmentCode: (station) => issueEnrolmentCode(parts, station),
      addOrders: (station, orders) => addOrders(parts, station, orders),
      revokeStation: (station) => revokeStation(parts, station),
      close: async () => {
        await server.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
