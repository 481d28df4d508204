import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultCode } from '../../agent/contract/faults.ts';
import type { Station } from '../../agent/wiring.ts';
import { LANGUAGES, SENTENCES } from '../../kiosk/languages/by-code.ts';
import { jpegHolding } from '../support/canary.ts';
import { createPictureDesk, type PictureDesk } from '../support/picture-desk.ts';
import { finishVisit, playVisit } from '../support/play-visit.ts';
import { type CentreBench, openCentreBench, resultsAtCentre } from '../support/station-at-centre.ts';
import { type Impostor, openLine, type UnreliableLine } from '../support/unreliable-line.ts';
import { CANARY, CANARY_PASSPORT, canaryOrder } from './canary-holder.ts';
import { cannedRecognisers } from './canned-recognisers.ts';

const STATION = 'bad-centre-01';

let bench: CentreBench;
let line: UnreliableLine;
let desk: PictureDesk;
let station: Station;
let visits = 0;

beforeAll(async () => {
  bench = await openCentreBench();
  line = await openLine(bench.centre.url);
  desk = createPictureDesk(bench.folder, bench.clock);
  writeFileSync(join(bench.folder, 'picture.jpg'), await jpegHolding(CANARY.page));
  await bench.centre.addOrders(
    STATION,
    Array.from({ length: 30 }, (_, index) => canaryOrder(`BAD-CENTRE-${index}`)),
  );
  station = await bench.openStation(STATION, {
    devices: desk.devices,
    // What the pictures show does not matter here; decoding them is tested where bad pictures come in.
    recognisers: cannedRecognisers(CANARY_PASSPORT, [CANARY.surname, CANARY.givenNames, CANARY.documentNumber]),
    centreUrl: line.url,
    capture: 'recorded',
  });
});
afterAll(async () => {
  await bench?.close();
  await line?.cut();
});

/** A GREEN visit, ended on the screen; answers how far its delivery was when the person was told. */
async function visit(): Promise<string> {
  visits += 1;
  desk.put({ pages: ['picture.jpg'], live: ['picture.jpg'] });
  const { jti, verdict, story } = await playVisit(station, `BAD-CENTRE-${visits}`, desk.press, { withinMs: 20_000 });
  expect(verdict.colour, story.join('\n')).toBe('GREEN');
  await finishVisit(station);
  return jti;
}

const queue = () => station.session.staffView().queue;
const atCentre = async () => (await resultsAtCentre(bench.centre, STATION)).map(({ jti }) => jti);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the officer is told what is wrong, in words that say what to do. */
async function expectTold(code: FaultCode): Promise<void> {
  await expect.poll(() => queue().fault?.code, { timeout: 30_000 }).toBe(code);
  expect(queue()).toMatchObject({ online: false, poison: 0 });
  for (const language of LANGUAGES) expect(SENTENCES[language].faults[code].remedy).toMatch(/^\p{Lu}.{10,}\.$/u);
}

/** Puts the clock forward over every pause between tries until all waiting results are accepted. */
async function expectDelivered(jtis: readonly string[]): Promise<void> {
  for (let round = 0; round < 100 && queue().waiting > 0; round++) {
    bench.clock.jump(61_000);
    station.deliverNow();
    await pause(100);
  }
  expect(queue()).toEqual({ waiting: 0, poison: 0, online: true });
  for (const jti of jtis) {
    expect(station.store.delivery(jti)).toMatchObject({ ok: true, value: { state: 'accepted' } });
    expect(
      (await atCentre()).filter((kept) => kept === jti),
      'exactly once at the centre',
    ).toHaveLength(1);
  }
}

describe('a station whose centre is down', () => {
  test('goes on with visits, keeps their results sealed, and delivers them when the centre is back', async () => {
    await line.cut();
    const first = await visit();
    expect(station.store.delivery(first)).toMatchObject({ ok: true, value: { receiptId: null } });
    await expectTold('centre.unreachable');
    const second = await visit();
    const deliveries = () => station.session.staffView().history.map(({ delivery }) => delivery);
    await expect.poll(deliveries, { timeout: 10_000 }).toEqual(['sealed', 'sealed']);
    expect(queue().waiting).toBe(2);
    expect(await atCentre()).toEqual([]);
    await line.leadToCentre();
    await expectDelivered([first, second]);
  });
});

const jose = { 'content-type': 'application/jose' };

/** What may answer in the centre's place, and the fault by which it is known. */
const IMPOSTORS: readonly (readonly [string, FaultCode, Impostor])[] = [
  [
    "a hotel's sign-in page",
    'centre.answer-invalid',
    (answer) =>
      answer.writeHead(200, { 'content-type': 'text/html' }).end('<html><h1>Welcome to our Wi-Fi</h1></html>'),
  ],
  ['an error of status 500', 'centre.unreachable', (answer) => answer.writeHead(500).end('oops')],
  [
    'a JSON text that ends in the middle',
    'centre.answer-invalid',
    (answer) => answer.writeHead(201, { 'content-type': 'application/json' }).end('{"receipt_id":"AB12-CD34","stat'),
  ],
  [
    'an answer that breaks off',
    'centre.answer-invalid',
    (answer, method) => {
      if (method === 'HEAD') {
        answer.writeHead(404).end();
        return;
      }
      answer.writeHead(201, { ...jose, 'content-length': '5000' });
      answer.write('eyJhbGciOiJFUzI1NiJ9.', () => answer.destroy());
    },
  ],
  [
    'an answer without end',
    'centre.answer-invalid',
    (answer, method) => {
      if (method === 'HEAD') {
        answer.writeHead(404).end();
        return;
      }
      answer.writeHead(201, jose);
      const chunk = Buffer.alloc(256 * 1024, 'A');
      const more = () => {
        while (!answer.destroyed && answer.write(chunk));
        if (!answer.destroyed) answer.once('drain', more);
      };
      more();
    },
  ],
  [
    'a signed receipt with another signature',
    'centre.answer-invalid',
    (answer) => answer.writeHead(201, jose).end(`${receiptOf(1).slice(0, -10)}AAAAAAAAAA`),
  ],
  [
    'the true receipt of another visit',
    'centre.answer-invalid',
    (answer) => answer.writeHead(201, jose).end(receiptOf(1)),
  ],
  [
    'a way to another address',
    'centre.answer-invalid',
    (answer) => answer.writeHead(307, { location: bench.centre.url }).end(),
  ],
];

/** The receipt that the station holds for its result number `seq`. */
function receiptOf(seq: number): string {
  const { history } = station.session.staffView();
  const receipt = station.store.receipt(history.at(-seq)?.jti ?? '');
  if (!receipt.ok || receipt.value === null) throw new Error('no receipt yet');
  return receipt.value;
}

describe('a station to which somebody else answers', () => {
  test.each(IMPOSTORS)('is not taken in by %s (%s), and loses nothing', async (_, code, impostor) => {
    await line.leadTo(impostor);
    const jti = await visit();
    await expectTold(code);
    expect(await atCentre()).not.toContain(jti);
    await line.leadToCentre();
    await expectDelivered([jti]);
  });

  test('has delivered every visit once, in numbers without gaps', async () => {
    const kept = await resultsAtCentre(bench.centre, STATION);
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: visits }, (_, index) => index + 1));
    expect(new Set(kept.map(({ jti }) => jti)).size).toBe(visits);
    expect(bench.faults).toEqual([]);
    console.log(`bad centre: ${visits} visits, ${kept.length} results at the centre, lost 0, doubled 0`);
  });
});
