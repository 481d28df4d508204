import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '../../agent/contract/faults.ts';
import { DEFAULT_DEADLINE_MS } from '../../agent/upload/centre-link.ts';
import { deliverResult } from '../../agent/upload/deliver-result.ts';
import { enrol } from '../../agent/upload/enrol.ts';
import { fetchAppointments } from '../../agent/upload/fetch-appointments.ts';
import { sealAttachment } from '../../agent/upload/seal-attachment.ts';
import { sealRecord } from '../../agent/upload/seal-record.ts';
import { openStationKeys } from '../../agent/upload/station-keys.ts';
import { greenRecord, NOW_MS } from './records.ts';
import { openTestCentre, type TestCentre } from './test-centre.ts';

let test_: TestCentre;
beforeAll(async () => {
  test_ = await openTestCentre();
});
afterAll(() => test_.close());

describe("the station's own sender", () => {
  test('enrols, fetches its appointments, and delivers a record with a picture until it holds the receipt', async () => {
    const keys = await openStationKeys(join(test_.folder, 'station.pem'));
    if (!keys.ok) throw new Error(keys.fault.code);
    const { centre } = test_;
    const address = { baseUrl: centre.url, fetch, deadlineMs: DEFAULT_DEADLINE_MS, nowMs: () => test_.clock };
    const code = await centre.issueEnrolmentCode('ark-01');
    const enrolled = await enrol(address, { station: 'ark-01', code, keys: keys.value });
    if (!enrolled.ok) throw new Error(`${enrolled.fault.code} ${enrolled.fault.detail}`);
    const { grant } = enrolled.value;
    const link = { ...address, keys: keys.value, grant };

    const order = {
      reference: 'ORDER-1',
      purpose: 'id06-card' as const,
      surname: 'Eriksson',
      givenNames: 'Anna Maria',
      birthDate: '1974-08-12',
      nationality: 'UTO',
      state: 'open' as const,
    };
    await centre.addOrders('ark-01', [order]);
    expect(await fetchAppointments(link)).toEqual(ok([order]));

    const record = greenRecord({ iss: 'urn:sistec:station:ark-01', aud: grant.iss, seq: 1, order: 'ORDER-1' });
    const picture = {
      picture: randomBytes(3000),
      jti: record.jti,
      index: 0,
      desc: 'page',
      type: 'document_front',
    } as const;
    const sealedPicture = sealAttachment({ ...picture, retention: 'P30D', centre: grant.iss, randomBytes });
    record.idv.attachments = [sealedPicture.attachment];
    const sealed = await sealRecord(record, keys.value, grant.encryption);
    const name = sealedPicture.attachment.enc.ct_sha256;
    const result = { jti: record.jti, seq: 1, ...sealed, blobs: [name], attempts: 0 };
    const readBlob = () => ok(new Uint8Array(sealedPicture.ciphertext));
    const deliver = (attempts: number) =>
      deliverResult(link, { ...result, attempts }, readBlob, new AbortController().signal);

    const first = await deliver(0);
    expect(first).toMatchObject({ kind: 'accepted', receipt: { sub: record.jti, status: 'accepted', blobs: [name] } });
    expect(await deliver(1)).toEqual(first);
    expect(await fetchAppointments(link)).toEqual(ok([]));
  });

  test('believes a final refusal, and gives up a record whose colour does not follow', async () => {
    const keys = await openStationKeys(join(test_.folder, 'second.pem'));
    if (!keys.ok) throw new Error(keys.fault.code);
    const { centre } = test_;
    const address = { baseUrl: centre.url, fetch, deadlineMs: DEFAULT_DEADLINE_MS, nowMs: () => NOW_MS };
    const code = await centre.issueEnrolmentCode('ark-02');
    const enrolled = await enrol(address, { station: 'ark-02', code, keys: keys.value });
    if (!enrolled.ok) throw new Error(enrolled.fault.code);
    const { grant } = enrolled.value;
    const record = greenRecord({ iss: 'urn:sistec:station:ark-02', aud: grant.iss, seq: 1 });
    record.idv.inspection.push({ id: 'MRZ-16', result: 'failed', document: 0 });
    const sealed = await sealRecord(record, keys.value, grant.encryption);
    const outcome = await deliverResult(
      { ...address, keys: keys.value, grant },
      { jti: record.jti, seq: 1, ...sealed, blobs: [], attempts: 0 },
      () => ok(new Uint8Array()),
      new AbortController().signal,
    );
    expect(outcome).toEqual({ kind: 'refused', problem: 'verdict-mismatch' });
  });
});
