import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VisitRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import { JOSE_TYPES } from '../../agent/contract/wire.ts';
import { redecide } from '../../agent/domain/rule-pack-redecide.ts';
import { composePacks } from '../../scripts/sign-pack/compose-packs.ts';
import { greenRecord, PACK_BYTES, resealed } from '../central/records.ts';
import { makeStation } from '../central/station-client.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const PACK: RulePack = JSON.parse(PACK_BYTES.toString());
const outcomes: RulePack['outcomes'] = [
  ...PACK.outcomes,
  { check: 'IDN-02', result: 'failed', reasons: ['DOC_TYPE_NOT_ACCEPTED', 'DOC_LEGALLY_EXPIRED'] },
];
const accepts: RulePack['accepts'] = [
  { purposes: ['id06-card'], role: 'identity-document', types: ['identity-card'], issuers: null },
];
/** Takes every identity card until the first of the year 2027, then none of the old size but those of people born by 1951. */
const LATER: RulePack = {
  ...PACK,
  id: 'later-pack',
  validFrom: '2027-01-01',
  outcomes,
  accepts,
  refuses: [
    {
      reason: 'DOC_LEGALLY_EXPIRED',
      types: ['identity-card'],
      issuers: null,
      formats: ['TD2'],
      bornFrom: '1951-08-03',
    },
  ],
};

/** A GREEN visit of a holder born on 1974-08-12 with an identity card of the given layout. */
function visit(format: 'TD1' | 'TD2', order: string): VisitRecord {
  const green = greenRecord({
    iss: 'urn:sistec:station:ark-01',
    aud: 'https://central.id06.example/v1',
    seq: 1,
    order,
  });
  const { idv } = green;
  return resealed({
    ...green,
    idv: {
      ...idv,
      purpose: 'id06-card',
      documents: [
        {
          role: 'identity-document',
          type: 'identity-card',
          issuing_state: 'ROU',
          mrz_format: format,
          origin: 'simulated',
        },
      ],
      inspection: [
        ...idv.inspection.filter(({ id }) => !['MRZ-02', 'IDN-02'].includes(id)),
        { id: 'MRZ-02', result: 'successful', document: 0 },
        { id: 'IDN-02', result: 'successful', document: 0 },
      ],
    },
  });
}

describe('a visit decided again under another pack', () => {
  test('turns RED where the pack refuses its document, on the nearest day on which the pack is in force', () => {
    const again = redecide(visit('TD2', 'ORD-0001'), LATER);
    expect(again).toMatchObject({
      before: { colour: 'GREEN' },
      after: { colour: 'RED', reasons: ['DOC_LEGALLY_EXPIRED'] },
      gained: ['DOC_LEGALLY_EXPIRED'],
      lost: ['NAME_MATCH_TRUNCATED'],
      day: '2027-01-01',
      open: [],
    });
  });

  test('stays as it was under its own pack and where nothing that counts is different', () => {
    const own = redecide(visit('TD1', 'ORD-0002'), { ...PACK, outcomes, accepts });
    expect(own.after).toEqual(own.before);
    expect(redecide(visit('TD1', 'ORD-0002'), LATER).after.colour).toBe('GREEN');
  });

  test('is left open where the rule asks for what the record does not hold, rather than guessed', () => {
    const { verified_claims: _, ...bare } = visit('TD2', 'ORD-0003');
    expect(redecide(bare, LATER)).toMatchObject({ open: [0], gained: [], after: { colour: 'GREEN' } });
  });

  test('what was not read for certain does not fail anew', () => {
    const record = visit('TD2', 'ORD-0004');
    const unread = record.idv.inspection.map((line) =>
      line.id === 'MRZ-02' ? { ...line, result: 'undetermined' as const } : line,
    );
    const again = redecide({ ...record, idv: { ...record.idv, inspection: unread } }, LATER);
    expect(again.after).toEqual({ colour: 'YELLOW', reasons: ['MRZ_UNREADABLE'] });
  });

  test('checks that the pack begins or ceases to weigh count or cease to count', () => {
    const strict = {
      ...PACK,
      outcomes,
      accepts,
      required: [...PACK.required, { check: 'LIV-02', when: 'always', otherwise: 'LIVENESS_INCONCLUSIVE' }],
    } as RulePack;
    expect(redecide(visit('TD1', 'ORD-0005'), strict).gained).toEqual(['LIVENESS_INCONCLUSIVE']);
  });
});

describe('npm run redecide', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redecide-'));
    const station = await makeStation('ark-01');
    for (const [index, format] of (['TD1', 'TD2', 'TD2'] as const).entries()) {
      const kept = join(folder, 'kept', String(index));
      mkdirSync(kept, { recursive: true });
      const jws = await station.sign(JOSE_TYPES.result, visit(format, `ORDER-2026-000${index}`));
      writeFileSync(join(kept, 'record.jws'), index === 2 ? jws.replace(/.{10}$/, 'AAAAAAAAAA') : jws);
      writeFileSync(join(kept, 'station.jwk'), JSON.stringify(station.publicJwk));
    }
    writeFileSync(join(folder, 'later.json'), JSON.stringify(LATER));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/redecide.ts', ...words], { cwd: ROOT }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );

  test('prints what would change, the totals, and no whole reference; a broken signature is counted apart', async () => {
    const { code, stdout, stderr } = await run('--pack', join(folder, 'later.json'), '--store', join(folder, 'kept'));
    expect(stdout).toContain('under later-pack version 1, in force from 2027-01-01 to further notice');
    expect(stdout).toMatch(/2026-11-22 {2}…0001 {2}GREEN → RED {2}\+DOC_LEGALLY_EXPIRED -NAME_MATCH_TRUNCATED/);
    expect(stdout).toContain('GREEN → GREEN: 1\nGREEN → RED: 1\n2 visits, 1 would change, 0 with a document left open');
    expect(stdout).not.toMatch(/ORDER-2026|ERIKSSON|1974/);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '1 records were left out: their signature does not hold\n' });
  }, 60_000);

  test('takes only the days asked for, and a signed pack by its id', async () => {
    const later = await run(
      '--pack',
      join(folder, 'later.json'),
      '--store',
      join(folder, 'kept'),
      '--from',
      '2026-11-23',
    );
    expect(later.stdout).toContain('0 visits, 0 would change');
    const signed = await run('--pack', 'id06-2026-08', '--store', join(folder, 'kept'), '--to', '2026-11-22');
    expect(signed.stdout).toContain('under id06-2026-08 version 1');
    expect(signed.stdout).toContain('2 visits');
  }, 60_000);

  test('says what is wrong with a pack or a store', async () => {
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...LATER, required: [{ check: 'MRZ-99' }] }));
    const bad = await run('--pack', join(folder, 'bad.json'), '--store', join(folder, 'kept'));
    expect(bad).toMatchObject({ code: 1, stderr: expect.stringContaining('/required/0') });
    const none = await run('--pack', 'id06-1970-01', '--store', join(folder, 'kept'));
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('at hand: ') });
    expect(await run('--pack', 'id06-2026-08', '--store', folder)).toMatchObject({ code: 1 });
    expect(await run('--pack', 'id06-2026-08', '--from', 'yesterday')).toMatchObject({ code: 2 });
  }, 60_000);
});

test('the packs as issued are what their sources say', () => {
  for (const { file, text } of composePacks(join(ROOT, 'config/rule-packs/sources')))
    expect(readFileSync(join(ROOT, 'config/rule-packs', file), 'utf8'), file).toBe(text);
});
