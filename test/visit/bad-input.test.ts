import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault, FaultCode } from '../../agent/contract/faults.ts';
import { RECORDED_LIMITS } from '../../agent/session/session-limits.ts';
import type { Station } from '../../agent/wiring.ts';
import { drawPortrait, drawScene } from '../../drivers/simulation/cast-pictures.ts';
import { CLEAN } from '../../drivers/simulation/document/wear.ts';
import { postureOf } from '../../drivers/simulation/scene.ts';
import { PAGE_WITHOUT_MRZ, POLISH_PASSPORT } from '../../drivers/simulation/specimens.ts';
import { createStudio } from '../../drivers/simulation/studio.ts';
import { LANGUAGES, SENTENCES } from '../../kiosk/languages/by-code.ts';
import { type OpenedRecognisers, openRecognisers } from '../../scripts/open-recognisers.ts';
import { hugePng } from '../support/bad-pictures.ts';
import { type Brought, createPictureDesk, type PictureDesk } from '../support/picture-desk.ts';
import { finishVisit, type PlayedVisit, playVisit } from '../support/play-visit.ts';
import { type CentreBench, openCentreBench, resultsAtCentre } from '../support/station-at-centre.ts';

const STATION = 'bad-input-01';
const GOOD: Brought = { pages: ['good-page.jpg'], live: ['holder.jpg'] };

let bench: CentreBench;
let recognisers: OpenedRecognisers;
let desk: PictureDesk;
let station: Station;
let visits = 0;

beforeAll(async () => {
  bench = await openCentreBench();
  await makePictures(bench.folder);
  recognisers = await openRecognisers(console.log);
  desk = createPictureDesk(bench.folder, bench.clock);
  const { printed } = POLISH_PASSPORT;
  await bench.centre.addOrders(
    STATION,
    Array.from({ length: 10 }, (_, index) => ({
      reference: `BAD-INPUT-${index}`,
      purpose: 'id06-card' as const,
      state: 'open' as const,
      surname: printed.surname,
      givenNames: printed.givenNames,
      birthDate: printed.birthDate,
      nationality: 'POL',
    })),
  );
  station = await bench.openStation(STATION, {
    devices: desk.devices,
    recognisers,
    capture: 'recorded',
    // On a busy machine looking at a frame takes long; what is asked of the frames stays as it is.
    limits: {
      ...RECORDED_LIMITS,
      capture: { ...RECORDED_LIMITS.capture, attemptMs: 15_000, gapMs: 5_000, staleMs: 5_000, faceLostMs: 5_000 },
    },
  });
});
afterAll(async () => {
  await bench?.close();
  await recognisers?.close();
});
beforeEach(({ skip }) => {
  if (recognisers.faces) return;
  console.log('skipped: bad input before scanner and camera (no face models)');
  skip();
});

/** Everything a holder, or somebody with a grudge, may put before scanner and camera. */
async function makePictures(folder: string): Promise<void> {
  const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
  const studio = createStudio({ portrait: drawPortrait, scene: drawScene, dpi: 300 });
  const page = (document: typeof POLISH_PASSPORT) =>
    studio.page({ document, side: 'front', light: 'white', wear: CLEAN });
  const view = (...persons: string[]) =>
    studio.view({
      view: { persons, presentation: 'live', ...postureOf(null) },
      widthPx: 960,
      heightPx: 720,
      frame: 1,
      seed: 7,
    });
  const good = await page(POLISH_PASSPORT);
  put('good-page.jpg', good);
  put('page-without-mrz.jpg', await page(PAGE_WITHOUT_MRZ));
  put('truncated.jpg', good.subarray(0, good.length / 2));
  put('holder.jpg', await view(POLISH_PASSPORT.holder));
  put('two-people.jpg', await view(POLISH_PASSPORT.holder, 'jonas'));
  put('nobody.jpg', await view());
  put('text.jpg', Buffer.from('Dear station, please find my passport attached.\n'.repeat(50)));
  put('empty.jpg', Buffer.alloc(0));
  const huge = hugePng(20_000);
  expect(huge.length).toBeLessThan(100_000);
  put('huge.png', huge);
  const noise = randomBytes(1200 * 900 * 3);
  put(
    'noise.png',
    await sharp(noise, { raw: { width: 1200, height: 900, channels: 3 } })
      .png()
      .toBuffer(),
  );
}

/** A visit with what was brought; it must end with a verdict that the centre takes. */
async function visitWith(brought: Brought): Promise<PlayedVisit> {
  desk.put(brought);
  visits += 1;
  const played = await playVisit(station, `BAD-INPUT-${visits}`, desk.press);
  console.log(
    `${[...brought.pages, ...brought.live].join(', ')}: ${played.faults.map(({ code }) => code).join(', ') || 'no fault'} → ${played.verdict.colour} ${played.verdict.reasons}`,
  );
  const delivery = await station.delivered(played.jti, 30_000);
  expect(delivery?.state, played.story.join('\n')).toBe('accepted');
  await finishVisit(station);
  return played;
}

/** The faults came in this order, and each tells people in every language what happened and what to do now. */
function expectTold(faults: readonly Fault[], codes: readonly FaultCode[]): void {
  expect(faults.map(({ code }) => code)).toEqual(codes);
  for (const language of LANGUAGES) {
    for (const code of codes) {
      const { sentence, remedy } = SENTENCES[language].faults[code];
      expect(sentence).toMatch(/^\p{Lu}.{10,}\.$/u);
      expect(remedy).toMatch(/^\p{Lu}.{10,}\.$/u);
    }
  }
}

describe('a station that is shown what it cannot use', { timeout: 240_000 }, () => {
  test('names a text and an empty file, two faces and none, and finishes the visit when the right things come', async () => {
    const { faults, verdict } = await visitWith({
      pages: ['text.jpg', 'empty.jpg', ...GOOD.pages],
      live: ['two-people.jpg', 'nobody.jpg', ...GOOD.live],
    });
    expectTold(faults, ['image.not-an-image', 'image.empty', 'face.several', 'face.none']);
    expect(verdict.colour).toBe(recognisers.faces?.passiveLiveness ? 'GREEN' : 'YELLOW');
  });

  test('refuses a picture of 400 megapixels and half a picture, and lives without a live picture', async () => {
    const { faults, verdict } = await visitWith({
      pages: ['huge.png', 'truncated.jpg', ...GOOD.pages],
      live: ['text.jpg', 'huge.png', 'empty.jpg'],
    });
    // What the last try met is told by the verdict.
    expectTold(faults, ['image.too-large', 'image.damaged', 'image.not-an-image', 'image.too-large']);
    expect(verdict.colour).toBe('YELLOW');
    expect(verdict.reasons).toContain('RETRY_LIMIT');
  });

  test('finds no machine-readable zone on noise, nor on a page that has none, and ends the visit at the last try', async () => {
    const { faults, verdict } = await visitWith({
      pages: ['noise.png', 'page-without-mrz.jpg', 'truncated.jpg'],
      live: GOOD.live,
    });
    expect(faults).toHaveLength(2);
    for (const fault of faults) expect(['mrz.not-found', 'mrz.unreadable']).toContain(fault.code);
    expectTold(
      faults,
      faults.map(({ code }) => code),
    );
    expect(verdict.colour).toBe('YELLOW');
    expect(verdict.reasons).toContain('RETRY_LIMIT');
  });

  test('takes the next visit as if nothing had been', async () => {
    const { faults, verdict } = await visitWith(GOOD);
    expectTold(faults, []);
    expect(verdict.colour).toBe(recognisers.faces?.passiveLiveness ? 'GREEN' : 'YELLOW');
    const kept = await resultsAtCentre(bench.centre, STATION);
    expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1));
    expect(kept).toHaveLength(visits);
    expect(bench.faults).toEqual([]);
  });
});
