import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Value from 'typebox/value';
import type { VisitRecord } from '../../agent/contract/record.ts';
import { PublicJwk } from '../../agent/contract/wire.ts';
import { openPglite } from '../../central/store/pglite.ts';
import { verifySignedResult } from '../../central/verify/verify-signed-result.ts';

/** Records whose signature holds, in the order in which they were decided, and the number of those whose signature does not. */
export interface StoredRecords {
  readonly records: readonly VisitRecord[];
  readonly refused: number;
}

/**
 * Reads signed records from where they are kept: the data folder of a centre that is not running (`database/`), or a folder with
 * `record.jws` and `station.jwk` as `npm run visit -- --keep` leaves them, or a folder of such folders. Throws, with what to do, for
 * anything else; a station's own store among it, since only the centre can open what a station has sealed.
 */
export async function readStoredRecords(folder: string): Promise<StoredRecords> {
  const signed = existsSync(join(folder, 'database')) ? await fromCentre(folder) : fromFiles(folder);
  const records: VisitRecord[] = [];
  let refused = 0;
  for (const { jws, key } of signed) {
    const verified = verifySignedResult(jws, key);
    if (verified.ok) records.push(verified.value.record);
    else refused += 1;
  }
  return { records: records.sort((a, b) => a.iat - b.iat || (a.jti < b.jti ? -1 : 1)), refused };
}

interface Signed {
  readonly jws: string;
  readonly key: PublicJwk;
}

async function fromCentre(folder: string): Promise<readonly Signed[]> {
  const database = await openPglite({ folder: join(folder, 'database') });
  try {
    const rows = await database.query<{ signed: string; x: string; y: string }>(
      'SELECT r.signed, k.x, k.y FROM results r JOIN station_keys k ON k.kid = r.kid',
    );
    return rows.map(({ signed, x, y }) => ({ jws: signed, key: { kty: 'EC', crv: 'P-256', x, y } }));
  } finally {
    await database.close();
  }
}

function fromFiles(folder: string): readonly Signed[] {
  if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folders = [folder, ...inner.map(({ name }) => join(folder, name))].filter((name) =>
    existsSync(join(name, 'record.jws')),
  );
  if (folders.length > 0)
    return folders.map((name) => ({
      jws: readFileSync(join(name, 'record.jws'), 'utf8').trim(),
      key: Value.Parse(PublicJwk, JSON.parse(readFileSync(join(name, 'station.jwk'), 'utf8'))),
    }));
  if (existsSync(join(folder, 'store.db')) || existsSync(join(folder, 'store/store.db')))
    throw new Error(
      `${folder} is the store of a station: only the centre can open what it holds; name the centre's data`,
    );
  throw new Error(`${folder} holds neither a centre's database nor record.jws`);
}
