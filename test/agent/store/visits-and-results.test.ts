import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { accept, commitVisit, expectOk, filesHolding, inFolder, open } from './store-on-disk.ts';

const LATER = Number.MAX_SAFE_INTEGER;

describe('a visit in the store', () => {
  test('a committed result is due, oldest first, and survives closing', () =>
    inFolder((directory) => {
      const first = open(directory);
      const [one, two] = [commitVisit(first), commitVisit(first)];
      first.close();
      const again = open(directory);
      expect(expectOk(again.outboxDue(0)).map(({ jti, seq, blobs }) => [jti, seq, blobs])).toEqual([
        [one.jti, 1, [one.blob]],
        [two.jti, 2, [two.blob]],
      ]);
      expect(expectOk(again.station()).lastSeq).toBe(2);
      expect(expectOk(again.openVisits())).toEqual([]);
      again.close();
    }));

  test('an abandoned sealing leaves no gap in the numbers', () =>
    inFolder((directory) => {
      const store = open(directory);
      expect([expectOk(store.nextSeq()), expectOk(store.nextSeq())]).toEqual([1, 1]);
      commitVisit(store);
      expect(expectOk(store.nextSeq())).toBe(2);
      store.close();
    }));

  test('a number that is not the next one is a bug, and nothing of the commit stays', () =>
    inFolder((directory) => {
      const store = open(directory);
      expectOk(store.beginVisit({ id: 'v', phase: 'language' }));
      expect(() => store.commitResult({ visitId: 'v', jti: v7(), seq: 2, sealed: 'x', blobs: [] })).toThrow(/seq/);
      expect(expectOk(store.counts())).toEqual({ sealed: 0, sending: 0, accepted: 0, poison: 0 });
      expect(expectOk(store.openVisits()).map(({ id }) => id)).toEqual(['v']);
      store.close();
    }));

  test('result, audit and the end of the visit are one transaction: a refused audit row takes all back', () =>
    inFolder((directory) => {
      const store = open(directory);
      expectOk(store.beginVisit({ id: 'v', phase: 'language' }));
      const audit = [{ event: 'operator.compared-faces' as const, operator: 'x'.repeat(65) }];
      expect(() => store.commitResult({ visitId: 'v', jti: v7(), seq: 1, sealed: 'x', blobs: [], audit })).toThrow();
      expect(expectOk(store.outboxDue(LATER))).toEqual([]);
      expect(expectOk(store.openVisits())).toHaveLength(1);
      expect(expectOk(store.nextSeq())).toBe(1);
      expect(store.verifyAudit().ok).toBe(true);
      store.close();
    }));

  test('an aborted visit takes its pictures with it and cannot be committed', () =>
    inFolder((directory) => {
      const store = open(directory);
      expectOk(store.beginVisit({ id: 'v', phase: 'camera' }));
      const blob = expectOk(store.putBlob('v', randomBytes(100)));
      expect(existsSync(join(directory, 'blobs', blob))).toBe(true);
      expectOk(store.abortVisit('v', 'CARDHOLDER_LEFT'));
      expect(readdirSync(join(directory, 'blobs'))).toEqual([]);
      expect(store.commitResult({ visitId: 'v', jti: v7(), seq: 1, sealed: 'x', blobs: [] })).toMatchObject({
        ok: false,
        fault: { code: 'command.stale-visit' },
      });
      expect(store.putBlob('v', randomBytes(10)).ok).toBe(false);
      expect(store.recordPhase('v', 'outcome').ok).toBe(false);
      store.close();
    }));

  test('a visit left open by a crash is found at the next start, in its last phase', () =>
    inFolder((directory) => {
      const before = open(directory);
      expectOk(before.beginVisit({ id: 'v', phase: 'language', orderReference: 'ORDER-1' }));
      expectOk(before.recordPhase('v', 'camera'));
      before.close();
      const after = open(directory);
      expect(expectOk(after.openVisits())).toEqual([{ id: 'v', startedAt: '2026-11-18T07:10:12Z', phase: 'camera' }]);
      expectOk(after.abortVisit('v', 'visit.interrupted'));
      expect(expectOk(after.openVisits())).toEqual([]);
      after.close();
    }));

  test('a delivery that a crash interrupted is due again', () =>
    inFolder((directory) => {
      const before = open(directory);
      const { jti } = commitVisit(before);
      expectOk(before.markSending(jti));
      expect(expectOk(before.outboxDue(LATER))).toEqual([]);
      before.close();
      const after = open(directory);
      expect(after.startReport.interruptedDeliveries).toBe(1);
      expect(expectOk(after.outboxDue(0)).map((item) => [item.jti, item.attempts])).toEqual([[jti, 1]]);
      after.close();
    }));

  test('pictures nobody names and unfinished files are removed at start, the named one stays', () =>
    inFolder((directory) => {
      const before = open(directory);
      const { blob } = commitVisit(before);
      before.close();
      const orphan = randomBytes(32).toString('base64url');
      writeFileSync(join(directory, 'blobs', orphan), 'left by a crash');
      writeFileSync(join(directory, 'blobs', `${orphan}.tmp`), 'half');
      const after = open(directory);
      expect(after.startReport).toMatchObject({ orphanBlobsRemoved: 1, unfinishedFilesRemoved: 1 });
      expect(readdirSync(join(directory, 'blobs'))).toEqual([blob]);
      after.close();
    }));

  test('the grant is kept', () =>
    inFolder((directory) => {
      const before = open(directory);
      expectOk(before.saveGrant('a.grant.jws'));
      before.close();
      const after = open(directory);
      expect(expectOk(after.station()).grantJws).toBe('a.grant.jws');
      after.close();
    }));
});

describe('what stays on the disk', () => {
  test('after the receipt no byte of the sealed result or of a picture is left in any file', () =>
    inFolder((directory) => {
      const canary = 'CANARY-P<UTOERIKSSON<<ANNA';
      const store = open(directory);
      expectOk(store.beginVisit({ id: 'v', phase: 'language' }));
      const blob = expectOk(store.putBlob('v', Buffer.from(canary.repeat(2000))));
      const jti = v7();
      expectOk(store.commitResult({ visitId: 'v', jti, seq: 1, sealed: canary.repeat(3000), blobs: [blob] }));
      for (let n = 0; n < 5; n += 1) commitVisit(store);
      expect(filesHolding(directory, canary), 'the search itself works').toContain(`blobs/${blob}`);
      expect(filesHolding(directory, canary).some((name) => name.startsWith('store.db'))).toBe(true);
      accept(store, jti);
      expect(filesHolding(directory, canary)).toEqual([]);
      expect(expectOk(store.receipt(jti))).toBe('a.b.c');
      expect(expectOk(store.delivery(jti))).toEqual({ state: 'accepted', receiptId: 'AB12-CD34' });
      store.close();
      expect(filesHolding(directory, canary)).toEqual([]);
    }));

  test('an aborted visit leaves neither picture nor order reference', () =>
    inFolder((directory) => {
      const canary = 'CANARY-ORDER-123';
      const store = open(directory);
      expectOk(store.beginVisit({ id: 'v', phase: 'language', orderReference: canary }));
      const blob = expectOk(store.putBlob('v', Buffer.from(canary.repeat(500))));
      expect(filesHolding(directory, canary)).toEqual([`blobs/${blob}`]);
      expectOk(store.abortVisit('v', 'visit.timed-out'));
      expect(filesHolding(directory, canary)).toEqual([]);
      store.close();
    }));
});

describe('the audit chain', () => {
  test(
    'holds under any order of events and across re-opening',
    () =>
      inFolder((directory) => {
        let store = open(directory);
        fc.assert(
          fc.property(
            fc.array(fc.constantFrom('commit', 'abort', 'accept', 'sign-in', 'reopen'), { maxLength: 8 }),
            (steps) => {
              for (const step of steps) {
                if (step === 'commit') commitVisit(store);
                if (step === 'accept')
                  for (const item of expectOk(store.outboxDue(LATER)).slice(0, 1)) accept(store, item.jti);
                if (step === 'sign-in')
                  expectOk(store.appendAudit({ event: 'operator.signed-in', operator: 'op:8d3f6c' }));
                if (step === 'abort') {
                  const id = v7();
                  expectOk(store.beginVisit({ id, phase: 'language' }));
                  expectOk(store.abortVisit(id, 'CARDHOLDER_LEFT'));
                }
                if (step === 'reopen') {
                  store.close();
                  store = open(directory);
                }
              }
              expect(store.verifyAudit()).toEqual({ ok: true, value: undefined });
              expect(store.startReport.quarantine).toBeNull();
            },
          ),
          { numRuns: 12 },
        );
        store.close();
      }),
    30_000,
  );

  test('refuses to be changed or cut even by SQL on the file', () =>
    inFolder((directory) => {
      const store = open(directory);
      commitVisit(store);
      store.close();
      const database = new Database(join(directory, 'store.db'));
      expect(() => database.exec('DELETE FROM audit WHERE seq = 1')).toThrow(/append-only/);
      expect(() => database.exec("UPDATE audit SET event = 'agent.started'")).toThrow(/append-only/);
      database.close();
    }));
});
