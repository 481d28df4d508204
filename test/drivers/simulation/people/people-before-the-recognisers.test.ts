import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../../../agent/contract/vocabulary/observations.ts';
import { PEOPLE } from '../../../../drivers/simulation/people/people.ts';
import { renderPortrait } from '../../../../drivers/simulation/people/portrait.ts';
import { renderScene, type Scene, standing } from '../../../../drivers/simulation/people/scene.ts';
import type { Person } from '../../../../drivers/simulation/people/traits.ts';
import { cosineSimilarity, type FaceTemplate } from '../../../../models/face/face-embedder.ts';
import { type FaceNetworks, openFaceNetworks, type SeenFace } from '../../../../models/face/face-networks.ts';
import { findLiveFaces } from '../../../../models/face/face-search.ts';
import { checkoutModelPlaces, resolveModels } from '../../../../models/model-store.ts';

/** What a tier must be able to tell of the cast. The limits lie clear of the tier's thresholds in models/calibration. */
const TIERS = {
  station: {
    places: checkoutModelPlaces(),
    minConfidence: 0.9,
    samePerson: 0.6,
    anyOther: 0.35,
    wrongPerson: 0.3,
  },
  npm: {
    places: { ...checkoutModelPlaces(), modelsDir: null },
    minConfidence: 0.6,
    samePerson: 0.945,
    anyOther: 0.915,
    wrongPerson: 0.91,
  },
} as const;

/** Who stands in for whom where a wrong person is wanted: holder and stranger. */
const WRONG_PERSONS = [
  ['zofia', 'jonas'],
  ['anna', 'jonas'],
  ['oksana', 'anna'],
  ['mikko', 'zofia'],
] as const;

/** How a holder may stand at the station while the portrait on the document was taken in a studio. */
const LIVE_MOMENTS: readonly Partial<Scene>[] = [
  {},
  { pose: { yawDeg: 10, pitchDeg: 0, rollDeg: 0 }, light: 'window', smile: 0.4 },
  { pose: { yawDeg: -10, pitchDeg: 4, rollDeg: 2 }, light: 'evening', distanceCm: 75 },
];

/** Through JPEG and back, as every picture of a device comes. */
async function asDelivered({ data, width, height }: Picture): Promise<Picture> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
  return { width, height, data: await sharp(jpeg).raw().toBuffer() };
}

const drawn = new Map<string, Promise<Picture>>();

/** Draws a picture once for both tiers. */
function once(key: string, draw: () => Promise<Picture>): Promise<Picture> {
  const known = drawn.get(key) ?? draw().then(asDelivered);
  drawn.set(key, known);
  return known;
}

const portraitOf = (person: Person) =>
  once(person.id, () => renderPortrait(person, { widthPx: 413, heightPx: 531, seed: 2, tint: 'colour' }));

const frameOf = (person: Person, change: Partial<Scene>, frame = 0) =>
  once(`${person.id} ${JSON.stringify(change)} ${frame}`, () =>
    renderScene({ ...standing(person), ...change }, { widthPx: 1280, heightPx: 720, frame, seed: 3 }),
  );

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]! as number;

for (const [tier, goal] of Object.entries(TIERS)) {
  const resolved = await resolveModels(goal.places);
  const absent = resolved.tier !== tier;
  if (absent) console.log(`skipped: people before the ${tier} recognisers (no ${tier} models)`);

  describe.skipIf(absent)(`people before the ${tier} recognisers`, () => {
    let networks: FaceNetworks;
    const portraits = new Map<string, FaceTemplate>();
    const live = new Map<string, FaceTemplate>();

    const lookAt = async (picture: Picture): Promise<SeenFace> => {
      const faces = await findLiveFaces(networks, picture);
      expect(faces).toHaveLength(1);
      return faces[0]! as SeenFace;
    };
    const templateOf = async (picture: Picture) => networks.embed(picture, (await lookAt(picture)).points);
    const similarity = (holder: string, stranger: string) =>
      cosineSimilarity(portraits.get(holder) as FaceTemplate, live.get(stranger) as FaceTemplate);

    beforeAll(async () => {
      networks = (await openFaceNetworks(resolved)) as FaceNetworks;
      for (const person of PEOPLE) {
        portraits.set(person.id, await templateOf(await portraitOf(person)));
        live.set(person.id, await templateOf(await frameOf(person, {})));
      }
    }, 300_000);
    afterAll(() => networks?.close());

    test.each(PEOPLE)('$id is found and matches the own portrait in any light and small turn', async (person) => {
      for (const moment of LIVE_MOMENTS) {
        const frame = await frameOf(person, moment);
        const face = await lookAt(frame);
        expect(face.confidence).toBeGreaterThanOrEqual(goal.minConfidence);
        const probe = await networks.embed(frame, face.points);
        expect(cosineSimilarity(probe, portraits.get(person.id) as FaceTemplate)).toBeGreaterThan(goal.samePerson);
      }
    });

    test('nobody passes for somebody else', () => {
      for (const holder of portraits.keys()) {
        for (const stranger of live.keys()) {
          if (stranger === holder) continue;
          expect(similarity(holder, stranger), `${stranger} with ${holder}'s document`).toBeLessThan(goal.anyOther);
        }
      }
    });

    test.each(WRONG_PERSONS)("the holder %s's document clearly is not that of %s", (holder, stranger) => {
      expect(similarity(holder, stranger)).toBeLessThan(goal.wrongPerson);
    });

    test.each(PEOPLE.slice(0, 2))('$id is seen to turn the head the way it is turned', async (person) => {
      const poseAt = async (yawDeg: number, pitchDeg: number) => {
        const turned = await lookAt(await frameOf(person, { pose: { yawDeg, pitchDeg, rollDeg: 0 } }));
        return turned.pose as NonNullable<SeenFace['pose']>;
      };
      const ahead = await poseAt(0, 0);
      expect((await poseAt(25, 0)).yawDeg - ahead.yawDeg).toBeGreaterThan(12);
      expect((await poseAt(-25, 0)).yawDeg - ahead.yawDeg).toBeLessThan(-12);
      expect((await poseAt(0, 20)).pitchDeg - ahead.pitchDeg).toBeGreaterThan(9);
    });

    test.each(PEOPLE)("$id's shut lids are seen as shut", async (person) => {
      const opening = async (blink: number) =>
        (await lookAt(await frameOf(person, { blink }))).eyeAspectRatio ?? Number.NaN;
      expect((await opening(1)) / (await opening(0))).toBeLessThan(0.65);
    });

    test.skipIf(tier === 'npm').each(PEOPLE)(
      '$id is alive; the portrait on paper or on a phone is not',
      async (person) => {
        const judgements = async (presentation: Scene['presentation'], frames: readonly number[]) => {
          const scores: (readonly [number, number])[] = [];
          for (const frame of frames) {
            const picture = await frameOf(person, { presentation }, frame);
            scores.push(await networks.judge(picture, (await lookAt(picture)).detected.box));
          }
          return scores;
        };
        const alive = await judgements('live', [0, 6, 12]);
        expect(median(alive.map((pair) => Math.min(...pair)))).toBeGreaterThanOrEqual(0.5);
        for (const medium of ['print', 'screen'] as const) {
          const held = await judgements(medium, [0]);
          expect(median(held.map(([a, b]) => (a + b) / 2))).toBeLessThan(0.5);
        }
      },
    );
  });
}
