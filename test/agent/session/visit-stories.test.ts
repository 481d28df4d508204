import { describe, expect, test } from 'vitest';
import { failed, fault } from '../../../agent/contract/faults.ts';
import { findings } from '../../support/officers.ts';
import { PACK } from '../../support/visits.ts';
import { actFaces, compared, show } from './acted-recognisers.ts';
import { captured, stageAtCamera, stageVisit } from './staged-visit.ts';

describe('a visit', () => {
  test('in which everything goes well is GREEN, told after its commit, and leaves nothing behind', async () => {
    const stage = await stageVisit();
    expect(await stage.checkIn()).toEqual({ accepted: true });
    expect(stage.phase()).toBe('consent');
    await stage.command({ type: 'giveConsent' });
    expect(stage.phase()).toBe('document');
    await stage.lay('passport');
    expect(stage.phase()).toBe('camera');
    await stage.clock.advance(10_000);
    expect(stage.phase()).toBe('outcome');
    const [committed] = stage.told.committed;
    expect(committed?.verdict.colour).toBe('GREEN');
    expect(stage.view().visit?.outcome).toEqual({ verdict: committed?.verdict, delivery: 'sealed' });
    expect(committed?.observations.face?.challenge.map((step) => step.done)).toEqual([true, true]);
    expect(committed?.observations.face?.digests.length).toBeGreaterThanOrEqual(5);
    expect(committed?.pictures.map((picture) => picture.type)).toEqual(['document_front', 'portrait_live']);
    await stage.lay(null);
    await stage.command({ type: 'finish' });
    expect(stage.phase()).toBe('idle');
    expect(stage.view().visit).toBeUndefined();
    expect(stage.issued.buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
    expect(stage.told.aborted).toEqual([]);
  });

  test('starts with the code of the appointment and asks for the language', async () => {
    const stage = await stageVisit();
    stage.codes.emit({ type: 'code.read', text: 'not a reference!' });
    await stage.clock.settle();
    expect(stage.phase()).toBe('idle');
    stage.codes.emit({ type: 'code.read', text: 'ORDER-1001' });
    await stage.clock.settle();
    expect(stage.phase()).toBe('language');
    await stage.command({ type: 'chooseLanguage', language: 'en' });
    expect(stage.view()).toMatchObject({ phase: 'consent', language: 'en' });
  });

  test('does not start without an open order, and says why', async () => {
    const stage = await stageVisit();
    const unknown = await stage.session.command({ type: 'checkIn', reference: 'ORDER-9999' });
    expect(unknown).toEqual({ accepted: false, fault: { code: 'order.not-found' } });
    await stage.clock.settle();
    expect(stage.view().fault?.code).toBe('order.not-found');
    await stage.clock.advance(20_000);
    expect(stage.view().fault).toBeUndefined();
    const closed = await stageVisit({ order: { state: 'cancelled' } });
    expect(await closed.checkIn()).toMatchObject({ fault: { code: 'order.closed' } });
    expect([...stage.told.begun, ...closed.told.begun]).toEqual([]);
  });

  test('whose document stays unreadable is YELLOW after the tries of the rule pack, and no face is looked at', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('blurred');
    expect(stage.view()).toMatchObject({
      phase: 'document-retry',
      visit: { attemptsLeft: 2, fault: { code: 'mrz.not-found' } },
    });
    await stage.command({ type: 'retry' });
    expect(stage.view().visit?.attemptsLeft).toBe(1);
    await stage.command({ type: 'retry' });
    expect(stage.phase()).toBe('outcome');
    const [committed] = stage.told.committed;
    expect(committed?.verdict.colour).toBe('YELLOW');
    expect(committed?.verdict.reasons).toContain('RETRY_LIMIT');
    expect(committed?.attempts).toEqual({ document: 3, camera: 0 });
    expect(committed?.observations.documents[0]?.fault?.code).toBe('mrz.not-found');
    expect(stage.faces?.looks).toBe(0);
  });

  test('reads a document laid down anew without a command, and a look at the empty glass costs no try', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.command({ type: 'scanDocument' });
    expect(stage.view()).toMatchObject({
      phase: 'document-retry',
      visit: { attemptsLeft: 3, fault: { code: 'scanner.no-document' } },
    });
    await stage.lay('passport');
    expect(stage.phase()).toBe('camera');
  });

  test('goes on YELLOW without a document the person cannot show', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('blurred');
    await stage.command({ type: 'continueWithout' });
    expect(stage.view().visit?.outcome?.verdict.colour).toBe('YELLOW');
  });

  test.each([
    ['lines first', 'card-back', 'card-front', 'document.other-side'],
    ['photo first', 'card-front', 'card-back', 'mrz.not-found'],
  ] as const)(
    'with an identity card, %s, asks for the other side and joins the two',
    async (_, first, second, advice) => {
      const stage = await stageVisit();
      await stage.checkIn();
      await stage.command({ type: 'giveConsent' });
      await stage.lay(first);
      expect(stage.view()).toMatchObject({ phase: 'document-retry', visit: { fault: { code: advice } } });
      await stage.lay(second);
      expect(stage.phase()).toBe('camera');
      await stage.clock.advance(10_000);
      const [committed] = stage.told.committed;
      expect(committed?.verdict.colour).toBe('GREEN');
      expect(committed?.observations.documents[0]?.digests).toHaveLength(2);
      await stage.lay(null);
      await stage.command({ type: 'finish' });
      expect(stage.issued.buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
    },
  );

  test('of a third-country citizen asks for the permit first and compares the passport', async () => {
    const stage = await stageVisit({ order: { nationality: 'UKR' } });
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    expect(stage.view().visit?.documents).toEqual([
      { role: 'residence-permit', state: 'asked' },
      { role: 'identity-document', state: 'waiting' },
    ]);
    await stage.lay('permit');
    expect(stage.phase()).toBe('document');
    expect(stage.view().visit?.documents.map(({ state }) => state)).toEqual(['read', 'asked']);
    await stage.lay(null);
    await stage.lay('passport');
    await stage.clock.advance(10_000);
    expect(stage.told.committed[0]?.observations.documents.map(({ role }) => role)).toEqual([
      'residence-permit',
      'identity-document',
    ]);
    expect(stage.told.committed[0]?.pictures.map(({ type, document }) => [type, document])).toEqual([
      ['document_front', 0],
      ['document_front', 1],
      ['portrait_live', undefined],
    ]);
  });
});

describe('a page with characters in doubt', () => {
  test('shows the officer which they are, and a second try that doubts another character settles both', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('faint');
    expect(stage.view()).toMatchObject({ phase: 'document-retry', visit: { fault: { code: 'mrz.unreadable' } } });
    const [picture] = stage.session.staffView().pictures;
    expect(picture?.doubts?.characters).toMatchObject([
      { line: 0, column: 5, read: 'E', alternatives: ['F'], grade: 'corroborated' },
    ]);
    expect(JSON.stringify(stage.view())).not.toContain('doubts');
    await stage.lay(null);
    await stage.lay('faint-elsewhere');
    expect(stage.phase()).toBe('camera');
    expect(stage.session.staffView().pictures.some(({ doubts }) => doubts)).toBe(false);
    await stage.clock.advance(10_000);
    const [document] = stage.told.committed[0]?.observations.documents ?? [];
    expect(document?.mrz?.gate).toBe('accepted');
    expect(document?.frames).toHaveLength(2);
    expect(stage.told.committed[0]?.verdict.colour).toBe('GREEN');
  });

  test('that stays in doubt at the same place is never accepted by trying again', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('faint');
    await stage.command({ type: 'retry' });
    await stage.command({ type: 'retry' });
    expect(stage.phase()).toBe('outcome');
    expect(stage.told.committed[0]?.verdict.colour).toBe('YELLOW');
  });

  test('is read from all white pictures of one capture', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    stage.scanner.answers = [() => captured('faint', 'blurred', 'passport')];
    stage.scanner.emit({ type: 'document.placed' });
    await stage.clock.settle();
    expect(stage.phase()).toBe('camera');
    await stage.clock.advance(10_000);
    const [document] = stage.told.committed[0]?.observations.documents ?? [];
    expect(document?.frames).toHaveLength(2);
    await stage.lay(null);
    await stage.command({ type: 'finish' });
    expect(stage.issued.buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
  });
});

describe('devices that fail', () => {
  test('a cable pulled while the scanner takes pictures is waited for, and the document is then read by itself', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    stage.scanner.answers = [() => new Promise(() => {}), () => captured('passport')];
    stage.scanner.emit({ type: 'document.placed' });
    await stage.clock.settle();
    expect(stage.phase()).toBe('reading');
    expect(stage.session.staffView().devices[0]).toMatchObject({ role: 'document-scanner', state: 'busy' });
    stage.scanner.pull();
    await stage.clock.settle();
    expect(stage.view()).toMatchObject({
      phase: 'document',
      visit: { fault: { code: 'scanner.unplugged' }, attemptsLeft: 3 },
    });
    await stage.clock.advance(3_000);
    expect(stage.phase()).toBe('document');
    stage.scanner.plug();
    await stage.clock.advance(10_000);
    expect(stage.scanner.captures).toBe(2);
    expect(['camera', 'outcome']).toContain(stage.phase());
    expect(stage.told.aborted).toEqual([]);
  });

  test('a scanner that does not come back makes the visit YELLOW for a device fault', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    stage.scanner.pull();
    await stage.clock.advance(95_000);
    expect(stage.view().visit?.outcome?.verdict).toMatchObject({ colour: 'YELLOW' });
    expect(stage.told.committed[0]?.verdict.reasons).toContain('DEVICE_FAULT');
  });

  test('a camera pulled during the capture starts it again from the beginning when it is back', async () => {
    const stage = await stageAtCamera();
    await stage.clock.advance(500);
    stage.camera.pull();
    await stage.clock.settle();
    expect(stage.view()).toMatchObject({
      phase: 'camera',
      visit: { guidance: 'camera-lost', fault: { code: 'camera.unplugged' } },
    });
    expect(stage.session.staffView().pictures.map(({ kind }) => kind)).not.toContain('live');
    stage.camera.plug();
    await stage.clock.advance(12_000);
    expect(stage.view().visit?.outcome?.verdict.colour).toBe('GREEN');
    expect(stage.camera.streams).toBe(2);
  });

  test('a recogniser that is lost is tried again and then leaves the visit undecided', async () => {
    const faces = actFaces();
    const stage = await stageAtCamera({ faces });
    faces.fails = fault('models.worker-lost');
    await stage.clock.advance(1_000);
    expect(stage.view()).toMatchObject({ phase: 'camera-retry', visit: { fault: { code: 'models.worker-lost' } } });
    faces.fails = null;
    await stage.command({ type: 'retry' });
    await stage.clock.advance(10_000);
    expect(stage.view().visit?.outcome?.verdict.colour).toBe('GREEN');
  });
});

describe('the living person', () => {
  test('two people before the camera are refused until the tries are used up', async () => {
    const stage = await stageAtCamera();
    stage.camera.acting = () => show({ faces: [{}, {}] });
    await stage.clock.advance(1_000);
    expect(stage.view().visit?.guidance).toBe('several-faces');
    await stage.clock.advance(60_000);
    expect(stage.view()).toMatchObject({
      phase: 'camera-retry',
      visit: { attemptsLeft: 2, fault: { code: 'face.several' } },
    });
    await stage.command({ type: 'retry' });
    await stage.clock.advance(61_000);
    await stage.command({ type: 'retry' });
    await stage.clock.advance(61_000);
    expect(stage.view().visit?.outcome?.verdict.colour).toBe('YELLOW');
  });

  test('a second face in mid-capture throws away what was kept before', async () => {
    const stage = await stageAtCamera();
    const alone = stage.camera.acting;
    await stage.clock.advance(700);
    const before = stage.session
      .staffView()
      .pictures.filter(({ kind }) => kind === 'live')
      .map(({ id }) => id);
    expect(before.length).toBeGreaterThan(0);
    stage.camera.acting = () => show({ faces: [{}, {}] });
    await stage.clock.advance(200);
    expect(before.map((id) => stage.session.picture(id))).toEqual(before.map(() => null));
    stage.camera.acting = alone;
    await stage.clock.advance(12_000);
    expect(stage.told.committed[0]?.observations.face?.mostFaces).toBe(1);
  });

  test('a pause in the frames starts the capture again', async () => {
    const stage = await stageAtCamera();
    const steady = stage.camera.acting;
    await stage.clock.advance(700);
    stage.camera.acting = () => null;
    await stage.clock.advance(700);
    stage.camera.acting = steady;
    await stage.clock.advance(15_000);
    expect(stage.told.committed[0]?.observations.face?.longestGapMs).toBeLessThanOrEqual(500);
    expect(stage.view().visit?.outcome?.verdict.colour).toBe('GREEN');
  });

  test('who does not move as asked misses the challenge; going on without it is YELLOW', async () => {
    const stage = await stageAtCamera();
    stage.camera.acting = () => show({ faces: [{}] });
    await stage.clock.advance(2_000);
    expect(stage.view().visit?.challenge).toMatchObject({ index: 0, of: 2 });
    await stage.clock.advance(15_000);
    expect(stage.view()).toMatchObject({
      phase: 'camera-retry',
      visit: { fault: { code: 'liveness.challenge-missed' } },
    });
    await stage.command({ type: 'continueWithout' });
    await stage.clock.settle();
    expect(stage.view().visit?.outcome?.verdict).toMatchObject({ colour: 'YELLOW' });
    expect(stage.told.committed[0]?.observations.face?.comparison?.decision).toBe('match');
  });

  test('somebody else than the holder is RED', async () => {
    const faces = actFaces();
    faces.comparison = compared({ decision: 'no-match', score: 0.1 });
    const stage = await stageAtCamera({ faces });
    await stage.clock.advance(10_000);
    expect(stage.view().visit?.outcome?.verdict).toMatchObject({
      colour: 'RED',
      reasons: expect.arrayContaining(['FACE_MISMATCH']),
    });
  });

  test('an inconclusive liveness is tried again with new frames', async () => {
    const faces = actFaces();
    faces.passive = 'inconclusive';
    const stage = await stageAtCamera({ faces });
    await stage.clock.advance(10_000);
    expect(stage.view()).toMatchObject({ phase: 'camera-retry', visit: { fault: { code: 'liveness.inconclusive' } } });
    faces.passive = 'bona-fide';
    await stage.command({ type: 'retry' });
    await stage.clock.advance(10_000);
    expect(stage.told.committed[0]?.verdict.colour).toBe('GREEN');
    expect(stage.told.committed[0]?.attempts.camera).toBe(2);
  });

  test('without passive liveness an officer compares after the camera when policy asks for it', async () => {
    const pack = {
      policy: { withoutPassiveLiveness: 'operator-path', inconclusiveBiometrics: 'decide' },
      limits: { ...PACK.limits, comparisonOfficers: 1 },
    } as const;
    const stage = await stageAtCamera({ faces: actFaces({ passiveLiveness: false }), pack });
    await stage.clock.advance(10_000);
    expect(stage.phase()).toBe('operator-comparison');
    expect(stage.session.staffView().pictures.map(({ kind }) => kind)).toContain('live');
    await stage.command({
      type: 'answerComparison',
      officer: 'OP-1',
      findings: findings('similar'),
      answer: 'cannot-tell',
    });
    expect(stage.told.committed[0]?.verdict.colour).toBe('YELLOW');
  });
});

describe('the path without biometrics', () => {
  test('refusing both ends the visit STOPPED', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'refuseConsent' });
    expect(stage.view().visit?.outcome?.verdict).toMatchObject({
      colour: 'STOPPED',
      reasons: expect.arrayContaining(['CONSENT_REFUSED_NO_ALTERNATIVE']),
    });
  });
});

describe('the end of a visit', () => {
  test('an officer stops it with a reason at the camera', async () => {
    const stage = await stageAtCamera();
    await stage.command({ type: 'stop', reason: 'PERSON_NOT_HOLDER' });
    expect(stage.view().visit?.outcome?.verdict).toMatchObject({
      colour: 'STOPPED',
      reasons: expect.arrayContaining(['PERSON_NOT_HOLDER']),
    });
  });

  test('a person who walks away after showing a document is STOPPED; before it, nothing is kept', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.clock.advance(181_000);
    expect(stage.told).toMatchObject({ aborted: [{ id: 'visit-1', code: 'visit.timed-out' }], committed: [] });
    expect(stage.phase()).toBe('idle');
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('blurred');
    await stage.clock.advance(121_000);
    expect(stage.told.committed[0]?.verdict).toMatchObject({
      colour: 'STOPPED',
      reasons: expect.arrayContaining(['CARDHOLDER_LEFT']),
    });
  });

  test('a late click meant for the visit before is refused', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    const old = stage.visit();
    await stage.command({ type: 'leave' });
    await stage.checkIn();
    const answer = await stage.session.command({ type: 'giveConsent', visit: old });
    expect(answer).toEqual({ accepted: false, fault: { code: 'command.stale-visit' } });
    expect(stage.phase()).toBe('consent');
    expect(await stage.command({ type: 'finish' })).toEqual({ accepted: false, fault: { code: 'command.not-now' } });
  });

  test('a commit that fails tells no verdict, keeps nothing half-done, and the station tests itself before it serves again', async () => {
    const stage = await stageAtCamera();
    let works = false;
    stage.ledger.commit = async () => failed(fault('store.unavailable'));
    stage.ledger.selfTest = async () => (works ? { ok: true, value: undefined } : failed(fault('store.unavailable')));
    await stage.clock.advance(10_000);
    await stage.lay(null);
    expect(stage.phases).not.toContain('outcome');
    expect(stage.view()).toMatchObject({ phase: 'out-of-service', fault: { code: 'store.unavailable' } });
    expect(stage.told.aborted).toEqual([{ id: 'visit-1', code: 'store.unavailable' }]);
    expect(stage.issued.buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
    await stage.clock.advance(15_000);
    expect(stage.phase()).toBe('out-of-service');
    works = true;
    await stage.clock.advance(15_000);
    expect(stage.phase()).toBe('idle');
  });

  test('a bug in the work stops the visit safely', async () => {
    const stage = await stageVisit();
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    stage.scanner.answers = [
      () => {
        throw new TypeError('Anna Maria Eriksson');
      },
    ];
    stage.scanner.emit({ type: 'document.placed' });
    await stage.clock.settle();
    stage.scanner.emit({ type: 'document.removed' });
    await stage.clock.settle();
    expect(stage.view()).toMatchObject({
      phase: 'out-of-service',
      fault: { code: 'program.bug', detail: 'TypeError' },
    });
    expect(stage.told.aborted).toEqual([{ id: 'visit-1', code: 'program.bug' }]);
  });

  test('closing the station closes an open visit without a result and overwrites its pictures', async () => {
    const stage = await stageAtCamera();
    await stage.clock.advance(500);
    await stage.session.close();
    expect(stage.told).toMatchObject({ aborted: [{ code: 'visit.interrupted' }], committed: [] });
    expect(stage.session.staffView().pictures).toEqual([]);
  });

  test('delivery is told while the outcome stands, and only for its own result', async () => {
    const stage = await stageAtCamera();
    await stage.clock.advance(10_000);
    const jti = '0191e5a0-0000-7000-8000-000000000001';
    stage.session.deliveryChanged({ jti: 'other', state: 'poison' });
    stage.session.deliveryChanged({ jti, state: 'accepted', receiptId: 'ABCD-1234' });
    expect(stage.view().visit?.outcome).toMatchObject({ delivery: 'accepted', receiptId: 'ABCD-1234' });
    await stage.lay(null);
    await stage.clock.advance(61_000);
    expect(stage.phase()).toBe('idle');
  });

  test('a document left on the glass is not read for the next person', async () => {
    const stage = await stageAtCamera();
    await stage.clock.advance(10_000);
    await stage.command({ type: 'finish' });
    expect(stage.phase()).toBe('wiping');
    await stage.clock.advance(20_000);
    expect(stage.phase()).toBe('idle');
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    expect(stage.phase()).toBe('document');
  });

  test('steps are told as they begin and end, with their times', async () => {
    const stage = await stageVisit();
    const steps: string[] = [];
    stage.session.onProgress((report) => {
      if (report.type === 'step.finished') steps.push(`${report.step} ${report.state} ${report.ms >= 0}`);
    });
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('passport');
    await stage.clock.advance(10_000);
    expect(steps).toEqual(
      [
        'capture-document',
        'decode-document',
        'read-mrz',
        'read-printed-zone',
        'find-portrait',
        'capture-face',
        'judge-liveness',
        'compare-faces',
        'match-order',
        'decide',
        'commit',
      ].map((step) => `${step} done true`),
    );
  });

  test('no name and no number of the person stands in the cardholder view', async () => {
    const stage = await stageVisit();
    const texts: string[] = [];
    stage.session.onChange(() => texts.push(JSON.stringify(stage.session.cardholderView())));
    await stage.checkIn();
    await stage.command({ type: 'giveConsent' });
    await stage.lay('passport');
    await stage.clock.advance(10_000);
    expect(texts.join()).not.toMatch(/eriksson|anna|L898902|740812|1974/i);
  });
});
