import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VisitRecord } from '../../agent/contract/record.ts';
import { JOSE_TYPES } from '../../agent/contract/wire.ts';
import type { VisitObservations } from '../../agent/domain/visit-observations.ts';
import { tellExplanation } from '../../scripts/explain/tell-explanation.ts';
import { packsAtHand } from '../../scripts/packs-at-hand.ts';
import { RULES, recordOfVisit } from '../support/record-of-visit.ts';
import { documentObservation, faceEvidence, happyVisit } from '../support/visits.ts';

const told = (visit: VisitObservations, language: 'en' | 'sv' = 'en') =>
  tellExplanation(recordOfVisit(visit), RULES, { language, verified: true });
const text = (visit: VisitObservations, language: 'en' | 'sv' = 'en') => told(visit, language).lines.join('\n');
const svensson = happyVisit({ order: { ...happyVisit().order, surname: 'Svensson' } });

describe('the path to the colour', () => {
  test('a GREEN visit: everything asked is there', () => {
    const said = text(happyVisit());
    expect(said).toContain('All of them are there and successful.');
    expect(said).toContain('The worst colour wins: GREEN.');
    expect(said).toContain('are those that follow from its checks');
  });

  test('a RED visit: the check, its result, the reason, its colour, and what was not weighed any more', () => {
    const said = text(svensson);
    expect(said).toMatch(
      /ORD-03 \(Name equals order\), document 1: Failed → the rules give ORDER_MISMATCH_NAME, which is RED\./,
    );
    expect(said).toContain('missing checks are not counted');
    expect(said).toContain('a note, left out because of a worse colour');
  });

  test('a YELLOW visit: what is missing, and the step that would decide it', () => {
    const said = text(happyVisit({ documents: [documentObservation({ printedZone: null })] }));
    expect(said).toContain('MRZ_UNCORROBORATED, which is YELLOW');
    expect(said).toContain('Clean the document and the glass and read it again.');
    expect(text(happyVisit({ face: faceEvidence({ mostFaces: 2 }) }))).toContain(
      'Take the pictures of the face again.',
    );
  });

  test('both languages say the same in as many lines', () => {
    for (const visit of [happyVisit(), svensson]) {
      expect(told(visit, 'sv').lines.length).toBe(told(visit, 'en').lines.length);
      expect(text(visit, 'sv')).not.toBe(text(visit, 'en'));
    }
    expect(text(svensson, 'sv')).toContain('som är RÖD');
  });

  test('nothing is said of the person', () => {
    for (const visit of [happyVisit(), svensson])
      expect(text(visit)).not.toMatch(/ERIKSSON|ANNA|L898902C3|1974|Svensson/i);
  });

  test('an altered record is explained and said not to hold', () => {
    const record = recordOfVisit(svensson);
    const altered = {
      ...record,
      idv: { ...record.idv, decision: { ...record.idv.decision, colour: 'YELLOW' as const } },
    };
    const { lines, follows } = tellExplanation(altered, RULES, { language: 'en', verified: false });
    expect(follows).toBe(false);
    expect(lines.at(-1)).toBe('The record does not hold: /idv/decision/colour does not follow from the checks.');
    expect(lines).toContain('The signature was not verified: no key was given.');
  });
});

describe('npm run explain', () => {
  const home = mkdtempSync(join(tmpdir(), 'explain-'));
  const file = (name: string) => join(home, name);
  const explain = (...args: string[]) => {
    const script = new URL('../../scripts/explain.ts', import.meta.url).pathname;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr };
  };
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { kty, crv, x, y } = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint({ kty, crv, x, y } as Parameters<typeof calculateJwkThumbprint>[0]);
    const packs = await packsAtHand();
    const issued = packs.ok ? packs.value.find(({ pack }) => pack.id === 'id06-2026-08-training') : undefined;
    if (!issued) throw new Error('the pack of the stories is not at hand');
    const record = recordOfVisit(happyVisit(), issued.pack, issued.reference.sha256);
    const sign = (one: VisitRecord) =>
      new CompactSign(Buffer.from(JSON.stringify(one)))
        .setProtectedHeader({ alg: 'ES256', typ: JOSE_TYPES.result, kid })
        .sign(privateKey);
    const bent = { ...record, idv: { ...record.idv, inspection: record.idv.inspection.slice(1) } };
    const jws = await sign(record);
    writeFileSync(file('station.jwk'), JSON.stringify({ kty, crv, x, y }));
    writeFileSync(file('record.jws'), jws);
    writeFileSync(file('bent.jws'), await sign(bent));
    const [head, , signature] = jws.split('.');
    const payload = Buffer.from(JSON.stringify(bent)).toString('base64url');
    writeFileSync(file('forged.jws'), [head, payload, signature].join('.'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('a signed record is verified and explained', () => {
    const { status, said } = explain(file('record.jws'), '--key', file('station.jwk'), '--language', 'sv');
    expect(said).toContain('signaturen stämmer');
    expect(status).toBe(0);
  });

  test('one whose signature fails, whose checks were dropped, or that is none ends with 1', () => {
    const forged = explain(file('forged.jws'), '--key', file('station.jwk'));
    expect([forged.status, forged.said]).toEqual([1, expect.stringContaining('REFUSED signature-invalid')]);
    const bent = explain(file('bent.jws'), '--key', file('station.jwk'));
    expect([bent.status, bent.said]).toEqual([1, expect.stringContaining('basis_sha256 is not of the checks')]);
    expect(explain(file('station.jwk'))).toMatchObject({
      status: 1,
      said: expect.stringContaining('REFUSED malformed'),
    });
    expect(explain(file('nothing'))).toMatchObject({ status: 1, said: expect.stringContaining('cannot be read') });
  });

  test('wrong arguments end with 2', () => {
    expect(explain().status).toBe(2);
    expect(explain(file('record.jws'), '--language', 'la').status).toBe(2);
  });
});
