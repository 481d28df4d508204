import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CardOrder } from '../../agent/contract/order.ts';
import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import type { Colour, ReasonCode } from '../../agent/contract/vocabulary/verdict.ts';
import { parseMrz } from '../../agent/domain/parse-mrz.ts';
import { verifySignedResult } from '../../central/verify/verify-signed-result.ts';
import { openFileStation } from '../../scripts/file-station.ts';
import { type OpenedRecognisers, openRecognisers } from '../../scripts/open-recognisers.ts';
import { programClock } from '../../scripts/program-clock.ts';
import { pilotVisit } from '../../scripts/visit-pilot.ts';
import { withPortrait } from '../support/page-with-portrait.ts';

const SHARED = new URL('../../../shared', import.meta.url).pathname;
const present = existsSync(join(SHARED, 'mrz-set/truth.json')) && existsSync(join(SHARED, 'pictures/azure-families'));
if (!present)
  console.log('skipped: visits on specimen pictures (no ../shared/mrz-set and ../shared/pictures beside the repo)');

const face = (name: string) => join(SHARED, 'pictures/azure-families', name);
const LIVE = face('Family1-Mom2.jpg');
const SAME_PERSON = face('Family1-Mom1.jpg');
const OTHER_PERSON = face('Family2-Man1.jpg');

/** What could not be read or judged makes YELLOW; it may happen to any picture and is never a wrong answer. */
const UNDECIDED: readonly ReasonCode[] = [
  'MRZ_UNREADABLE',
  'MRZ_UNCORROBORATED',
  'FORMAT_UNKNOWN',
  'IMAGE_GLARE',
  'IMAGE_MOTION',
  'RETRY_LIMIT',
  'FACE_QUALITY',
  'FACE_BORDERLINE',
  'LIVENESS_INCONCLUSIVE',
  'MRZ_CHECKDIGIT',
];

interface Story {
  readonly file: string;
  /** A day on which the printed document is valid, or today's real rules. */
  readonly today: string;
  readonly portrait: 'same' | 'other';
  readonly demands: Colour;
  readonly because?: ReasonCode;
}

const valid = (file: string, today: string): readonly Story[] => [
  { file, today, portrait: 'same', demands: 'GREEN' },
  { file, today, portrait: 'other', demands: 'RED', because: 'FACE_MISMATCH' },
];

/** What the rules demand of each picture when it can be read. */
const STORIES: readonly Story[] = [
  ...valid('103_td3_pol.png', '2010-06-01'),
  ...valid('117_td3_irl.jpg', '2015-06-01'),
  ...valid('085_td3_fin.png', '2010-06-01'),
  ...valid('106_td3_hun.png', '2015-06-01'),
  ...valid('072_td3_est.jpg', '2010-06-01'),
  ...valid('069_td3_nld.jpg', '2009-06-01'),
  ...valid('017_td3_isl.png', '2009-06-01'),
  { file: '103_td3_pol.png', today: '2026-11-22', portrait: 'same', demands: 'RED', because: 'DOC_EXPIRED' },
  { file: '115_td3_swe.jpeg', today: '1999-06-01', portrait: 'same', demands: 'RED', because: 'SPECIMEN' },
  { file: '015_td3_uto.png', today: '2010-06-01', portrait: 'same', demands: 'RED', because: 'SPECIMEN' },
  { file: '083_td3_cze.jpg', today: '2010-06-01', portrait: 'same', demands: 'RED', because: 'SPECIMEN' },
  { file: '055_td1_bel.jpg', today: '2008-06-01', portrait: 'same', demands: 'YELLOW' },
  { file: '021_td3_ukr.png', today: '2022-06-01', portrait: 'same', demands: 'YELLOW' },
];

describe.skipIf(!present)('visits on specimen pictures that nobody prepared', () => {
  let recognisers: OpenedRecognisers;
  const home = mkdtempSync(join(tmpdir(), 'id06-specimens-'));
  const table: string[] = [];
  beforeAll(async () => {
    recognisers = await openRecognisers(console.log);
  });
  afterAll(async () => {
    console.log(`\nfile                today       portrait  demanded  colour   reasons\n${table.join('\n')}`);
    await recognisers?.close();
    rmSync(home, { recursive: true, force: true });
  });

  test.each(STORIES)('$file on $today with the portrait of the $portrait person', async (story) => {
    const page = join(home, `${story.file}-${story.portrait}.jpg`);
    const original = readFileSync(join(SHARED, 'mrz-set/img', story.file));
    const person = readFileSync(story.portrait === 'same' ? SAME_PERSON : OTHER_PERSON);
    writeFileSync(page, await withPortrait(recognisers, original, person));
    const clock = programClock(Date.parse(`${story.today}T12:00:00Z`));
    const order = orderOf(story.file, story.today);
    const { station, centre, ...files } = await openFileStation({
      home: mkdtempSync(join(home, 'visit-')),
      documents: [page],
      face: LIVE,
      order,
      recognisers,
      clock,
      onFault: () => {},
    });
    try {
      const { view } = await pilotVisit(station.session, {
        reference: order.reference,
        path: 'biometric',
        pagesLeft: files.pagesLeft,
        onPhase: () => {},
      });
      const verdict = view.visit?.outcome?.verdict;
      const jti = view.history[0]?.jti ?? '';
      const delivered = await station.delivered(jti, 20_000);
      table.push(
        [
          story.file.padEnd(19),
          story.today,
          story.portrait.padEnd(9),
          story.demands.padEnd(9),
          verdict?.colour.padEnd(8),
          verdict?.reasons.join(' '),
        ].join(' '),
      );
      expect(delivered?.state).toBe('accepted');
      if (verdict?.colour === story.demands) {
        if (story.because) expect(verdict.reasons).toContain(story.because);
      } else {
        expect(verdict?.colour, verdict?.reasons.join()).toBe('YELLOW');
        for (const reason of verdict?.reasons ?? [])
          expect([...UNDECIDED, 'CHIP_ABSENT_ALLOWED', 'NAME_MATCH_TRUNCATED']).toContain(reason);
      }
      const [row] = await centre.database.query<{ signed: string; x: string; y: string }>(
        'SELECT r.signed, k.x, k.y FROM results r JOIN station_keys k ON k.kid = r.kid WHERE r.jti = $1',
        [jti],
      );
      const verified = verifySignedResult(row?.signed ?? '', {
        kty: 'EC',
        crv: 'P-256',
        x: row?.x ?? '',
        y: row?.y ?? '',
      });
      expect(verified.ok && verified.value.record.idv.decision.colour).toBe(verdict?.colour);
    } finally {
      await files.close();
    }
  });
});

/** The order claims what the picture's truth says, independent of any reading. */
function orderOf(file: string, today: string): CardOrder {
  const truth: { file: string; format: string; lines: string[] }[] = JSON.parse(
    readFileSync(join(SHARED, 'mrz-set/truth.json'), 'utf8'),
  );
  const entry = truth.find((candidate) => candidate.file === file);
  if (!entry) throw new Error(`no truth for ${file}`);
  const mrz = parseMrz(entry.format as MrzFormat, entry.lines, today);
  return {
    reference: 'SPECIMEN-1',
    purpose: 'id06-card',
    state: 'open',
    surname: mrz.surname,
    givenNames: mrz.givenNames,
    birthDate: mrz.birthDate.iso ?? '1900-01-01',
    nationality: mrz.nationality,
  };
}
