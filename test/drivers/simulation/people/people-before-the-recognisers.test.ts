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

/** What a tier must be able to tell of the cast, and the margin that leaves to its thresholds (docs of models/calibration). */
const TIERS = {
  station: { places: checkoutModelPlaces(), minConfidence: 0.9, samePerson: 0.6, otherPerson: 0.35 },
  npm: {
    places: { ...checkoutModelPlaces(), modelsDir: null },
    minConfidence: 0.6,
    samePerson: 0.945,
    otherPerson: 0.915,
  },
} as const;

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

const portraitOf = async (person: Person) =>
  asDelivered(await renderPortrait(person, { widthPx: 413, heightPx: 531, seed: 2, tint: 'colour' }));

const frameOf = async (scene: Scene, frame = 0) =>
  asDelivered(await renderScene(scene, { widthPx: 1280, heightPx: 720, frame, seed: 3 }));

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

for (const [tier, goal] of Object.entries(TIERS)) {
  const resolved = await resolveModels(goal.places);
  const absent = resolved.tier !== tier;
  if (absent) console.log(`skipped: people before the ${tier} recognisers (no ${tier} models)`);

  describe.skipIf(absent)(`people before the ${tier} recognisers`, () => {
    let networks: FaceNetworks;
    const portraits = new Map<string, FaceTemplate>();

    const lookAt = async (picture: Picture): Promise<SeenFace> => {
      const faces = await findLiveFaces(networks, picture);
      expect(faces).toHaveLength(1);
      return faces[0] as SeenFace;
    };
    const templateOf = async (picture: Picture) => networks.embed(picture, (await lookAt(picture)).points);

    beforeAll(async () => {
      networks = (await openFaceNetworks(resolved)) as FaceNetworks;
      for (const person of PEOPLE) portraits.set(person.id, await templateOf(await portraitOf(person)));
    });
    afterAll(() => networks?.close());

    test.each(PEOPLE)('$id is found and matches the own portrait in any light and small turn', async (person) => {
      for (const moment of LIVE_MOMENTS) {
        const frame = await frameOf({ ...standing(person), ...moment });
        const face = await lookAt(frame);
        expect(face.confidence).toBeGreaterThanOrEqual(goal.minConfidence);
        const similarity = cosineSimilarity(
          await networks.embed(frame, face.points),
          portraits.get(person.id) as FaceTemplate,
        );
        expect(similarity).toBeGreaterThanOrEqual(goal.samePerson);
      }
    });

    test('nobody passes for somebody else', async () => {
      const live = new Map<string, FaceTemplate>();
      for (const person of PEOPLE) live.set(person.id, await templateOf(await frameOf(standing(person))));
      for (const [holder, portrait] of portraits) {
        for (const [stranger, template] of live) {
          if (stranger === holder) continue;
          expect(cosineSimilarity(portrait, template), `${stranger} with ${holder}'s document`).toBeLessThan(
            goal.otherPerson,
          );
        }
      }
    });

    test('the head is seen to turn the way the person turns it', async () => {
      const [person] = PEOPLE;
      const poseAt = async (yawDeg: number, pitchDeg: number) => {
        const scene = { ...standing(person as Person), pose: { yawDeg, pitchDeg, rollDeg: 0 } };
        return (await lookAt(await frameOf(scene))).pose as NonNullable<SeenFace['pose']>;
      };
      const ahead = await poseAt(0, 0);
      expect((await poseAt(25, 0)).yawDeg).toBeGreaterThan(12);
      expect((await poseAt(-25, 0)).yawDeg).toBeLessThan(-12);
      expect((await poseAt(0, 18)).pitchDeg - ahead.pitchDeg).toBeGreaterThan(8);
    });

    test('shut lids are seen as shut', async () => {
      const [person] = PEOPLE;
      const opening = async (blink: number) =>
        (await lookAt(await frameOf({ ...standing(person as Person), blink }))).eyeAspectRatio;
      const mean = (ratios: readonly number[] | number | null) =>
        typeof ratios === 'number' ? ratios : Math.min(...(ratios ?? [NaN]));
      expect(mean(await opening(1))).toBeLessThan(0.65 * mean(await opening(0)));
    });

    test.skipIf(tier === 'npm').each(PEOPLE)(
      '$id is alive; the portrait on paper or on a phone is not',
      async (person) => {
        const judgements = async (presentation: Scene['presentation']) => {
          const scores: (readonly [number, number])[] = [];
          for (const frame of [0, 6, 12]) {
            const picture = await frameOf({ ...standing(person), presentation }, frame);
            scores.push(await networks.judge(picture, (await lookAt(picture)).detected.box));
          }
          return scores;
        };
        expect(median((await judgements('live')).map((pair) => Math.min(...pair)))).toBeGreaterThanOrEqual(0.5);
        for (const medium of ['print', 'screen'] as const) {
          expect(median((await judgements(medium)).map(([a, b]) => (a + b) / 2))).toBeLessThan(0.5);
        }
      },
    );
  });
}
