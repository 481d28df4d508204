import { createHash } from 'node:crypto';
import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import type { PresentedPaper } from '../../../agent/contract/papers.ts';
import { VisitRecord } from '../../../agent/contract/record.ts';
import { composeRecord } from '../../../agent/domain/compose-record.ts';
import { stageVisit } from './staged-visit.ts';

const paper = (kind: PresentedPaper['kind'], ...pages: string[]) =>
  ({
    type: 'recordPaper',
    paper: { kind, pages: pages.map((page) => page.repeat(43)), officer: 'OP-7' },
  }) as const;

async function stageAtPermit(more: Parameters<typeof stageVisit>[0] = {}) {
  const stage = await stageVisit({ ...more, order: { nationality: 'UKR', ...more.order } });
  await stage.checkIn();
  await stage.command({ type: 'giveConsent' });
  return stage;
}

const states = (stage: Awaited<ReturnType<typeof stageAtPermit>>) =>
  stage.view().visit?.documents.map(({ role, state }) => [role, state]);

describe('the wrong one of two documents', () => {
  test('is answered with words, costs no try, and leaves nothing behind', async () => {
    const stage = await stageAtPermit();
    const tries = stage.view().visit?.attemptsLeft;
    for (let time = 0; time < 5; time++) {
      await stage.lay('passport');
      expect(stage.view()).toMatchObject({
        phase: 'document-retry',
        visit: { fault: { code: 'document.permit-first' }, attemptsLeft: tries },
      });
      await stage.lay(null);
    }
    expect(stage.session.staffView().pictures).toEqual([]);
    expect(stage.issued.buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
    await stage.lay('permit');
    expect(states(stage)).toEqual([
      ['residence-permit', 'read'],
      ['identity-document', 'asked'],
    ]);
    expect(stage.view().visit?.fault).toBeUndefined();
  });

  test('is the permit itself, left on the glass, when the passport is asked for', async () => {
    const stage = await stageAtPermit();
    await stage.lay('permit');
    await stage.lay(null);
    await stage.lay('permit');
    expect(stage.view()).toMatchObject({
      phase: 'document-retry',
      visit: { fault: { code: 'document.permit-already-read' } },
    });
    await stage.lay(null);
    await stage.lay('passport');
    await stage.clock.advance(10_000);
    const [committed] = stage.told.committed;
    expect(committed?.checks.find(({ id }) => id === 'XDC-08')?.result).toBe('successful');
    expect(committed?.observations.retryLimitReached).toBe(false);
    expect(committed?.attempts.document).toBe(2);
  });

  test('does not exist where one document is asked for', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('permit');
    expect(stage.view().visit?.fault?.code ?? '').not.toMatch(/^document\.permit/);
  });
});

describe('a decision of the Migration Agency', () => {
  test('stands for the permit: the passport is asked for, and pages and digests are in the record', async () => {
    const stage = await stageAtPermit();
    expect(stage.session.staffView().papers).toEqual(['migration-agency-decision']);
    const recorded = await stage.command(paper('migration-agency-decision', 'a', 'b', 'c'));
    expect(recorded.accepted).toBe(true);
    expect(states(stage)).toEqual([['identity-document', 'asked']]);
    expect(stage.session.staffView().papers).toBeUndefined();
    await stage.lay('passport');
    await stage.clock.advance(10_000);
    const [committed] = stage.told.committed;
    if (!committed) throw new Error('nothing was committed');
    expect(committed.checks.find(({ id }) => id === 'XDC-10')).toMatchObject({
      result: 'successful',
      by: 'operator',
      evidence: ['a'.repeat(43), 'b'.repeat(43), 'c'.repeat(43)],
    });
    const record = composeRecord(committed.observations, committed.checks, committed.verdict, FACTS);
    expect([...Value.Errors(VisitRecord, record)]).toEqual([]);
    expect(record.idv.papers).toEqual([
      {
        kind: 'migration-agency-decision',
        pages: 3,
        sha256: ['a'.repeat(43), 'b'.repeat(43), 'c'.repeat(43)],
        officer: 'OP-7',
        recorded_at: expect.stringMatching(/Z$/),
      },
    ]);
  });

  test('is taken after tries at the card that did not work, whose pictures are overwritten', async () => {
    const stage = await stageAtPermit();
    await stage.lay('blurred');
    expect(stage.phase()).toBe('document-retry');
    expect(stage.session.staffView().pictures).toHaveLength(1);
    await stage.lay(null);
    await stage.command(paper('migration-agency-decision', 'a'));
    expect(stage.session.staffView().pictures).toEqual([]);
    expect(states(stage)).toEqual([['identity-document', 'asked']]);
    expect(stage.view().visit?.fault).toBeUndefined();
  });

  test('is refused once the card is read, for the other document, and in a visit of one document', async () => {
    const stage = await stageAtPermit();
    await stage.lay('permit');
    expect(await stage.command(paper('migration-agency-decision', 'a'))).toMatchObject({
      accepted: false,
      fault: { code: 'command.not-now' },
    });
    const alone = await stageVisit();
    await alone.checkIn();
    await alone.command({ type: 'giveConsent' });
    expect((await alone.command(paper('migration-agency-decision', 'a'))).accepted).toBe(false);
  });

  test('is not a contract of employment, nor the card of the asylum track, for an ordinary card', async () => {
    const stage = await stageAtPermit();
    expect((await stage.command(paper('employment-contract', 'a'))).accepted).toBe(false);
    expect((await stage.command(paper('lma-card', 'a'))).accepted).toBe(false);
    expect(states(stage)?.[0]).toEqual(['residence-permit', 'asked']);
  });
});

describe('the asylum track', () => {
  const order = { purpose: 'id06-lma' } as const;

  test('shows its card for the permit, then the passport, and the contract at any time', async () => {
    const stage = await stageAtPermit({ order });
    expect(stage.session.staffView().papers).toContain('employment-contract');
    expect((await stage.command(paper('employment-contract', 'e'))).accepted).toBe(true);
    expect(stage.session.staffView().papers).not.toContain('employment-contract');
    expect((await stage.command(paper('employment-contract', 'f'))).accepted).toBe(false);
    expect(states(stage)?.[0]).toEqual(['residence-permit', 'asked']);
    expect((await stage.command(paper('lma-card', 'l', 'm'))).accepted).toBe(true);
    await stage.lay('passport');
    await stage.clock.advance(10_000);
    const [committed] = stage.told.committed;
    expect(committed?.checks.find(({ id }) => id === 'XDC-10')?.result).toBe('successful');
    expect(committed?.observations.papers?.map(({ kind }) => kind)).toEqual(['employment-contract', 'lma-card']);
  });

  test('without the contract is not decided', async () => {
    const stage = await stageAtPermit({ order });
    await stage.command(paper('lma-card', 'l'));
    await stage.lay('passport');
    await stage.clock.advance(10_000);
    const [committed] = stage.told.committed;
    expect(committed?.checks.find(({ id }) => id === 'XDC-10')?.result).toBe('undetermined');
    expect(committed?.verdict.colour).not.toBe('GREEN');
  });
});

const FACTS: Parameters<typeof composeRecord>[3] = {
  iss: 'urn:sistec:station:test-1',
  aud: 'urn:id06:centre',
  jti: '0191e5a0-0000-7000-8000-000000000001',
  txn: 'visit-1',
  seq: 1,
  today: '2026-11-22',
  startedAt: '2026-11-22T10:00:00Z',
  decidedAt: '2026-11-22T10:02:00Z',
  monotonicMs: 120_000,
  rulePack: { id: 'id06-2026-01-training', version: 1, sha256: '0'.repeat(64) },
  attempts: { document: 1, camera: 1 },
  models: { tier: 'absent', passive_liveness: false, items: [] },
  station: { id: 'test-1', site: 'Test', agent_version: '1.0.0', boot_id: 'b', devices: [] },
  notice: { id: 'notice-1', shown_at: '2026-11-22T10:00:05Z', ack: true },
  attachments: [],
  sha256: (text) => createHash('sha256').update(text).digest('base64url'),
};
