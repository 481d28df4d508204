import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { readCaptureLimits } from '../../../models/face/calibration.ts';
import type { FaceTemplate } from '../../../models/face/face-embedder.ts';
import type { FaceNetworks, SeenFace } from '../../../models/face/face-networks.ts';
import { judgeSamePerson } from '../../../models/face/same-person.ts';

const POINT = { threshold: 0.5, reviewThreshold: 0.3, date: '2026-01-01' };
const BOX = { x: 10, y: 10, width: 100, height: 100 };
/** Nobody is in the picture. */
const EMPTY = Number.NaN;

/** Networks that see a face in each picture whose template points at the angle written into the first byte, in degrees. */
function networks(handedOut: FaceTemplate[]): FaceNetworks {
  const seen = { box: BOX, interEyeDistancePx: 90, points: [] } as unknown as SeenFace;
  return {
    detector: { detect: async ({ width }: Picture) => (width < 50 ? [] : [{ box: BOX, confidence: 1, eyes: null }]) },
    matching: { calibrations: { chip: POINT, printed: POINT, photo: POINT }, modelSha256: 'ab'.repeat(32) },
    look: async () => seen,
    embed: async ({ data }: Picture) => {
      const angle = ((data[0] ?? 0) * Math.PI) / 180;
      const template = { direction: Float32Array.of(Math.cos(angle), Math.sin(angle)), norm: 15 };
      handedOut.push(template);
      return template;
    },
  } as unknown as FaceNetworks;
}

const frames = (angles: readonly number[]): Picture[] =>
  angles.map((angle) => ({
    width: Number.isNaN(angle) ? 2 : 200,
    height: 1,
    data: Uint8Array.of(Number.isNaN(angle) ? 0 : angle, 0, 0, 0, 0, 0),
  }));

async function judge(angles: readonly number[]) {
  const handedOut: FaceTemplate[] = [];
  const continuity = await judgeSamePerson(networks(handedOut), frames(angles), readCaptureLimits());
  return { continuity, handedOut };
}

describe('the frames of one capture', () => {
  test.each([
    ['one person all through', [0, 5, 10, 8], 'same'],
    ['somebody else in a single frame', [0, 5, 90, 8], 'different'],
    ['a frame that hardly resembles the others', [0, 5, 65, 8], 'inconclusive'],
  ] as const)('%s: %s is %s', async (_what, angles, decision) => {
    const { continuity } = await judge(angles);
    expect(continuity).toMatchObject({
      decision,
      frames: 4,
      threshold: 0.5,
      calibration: `${'ab'.repeat(8)}/photo@2026-01-01`,
    });
  });

  test('of which fewer than two show a face say nothing', async () => {
    expect((await judge([])).continuity).toBeNull();
    expect((await judge([3, EMPTY, EMPTY])).continuity).toBeNull();
  });

  test('are taken from the whole capture, and a last one of another person is among them', async () => {
    const { continuity, handedOut } = await judge([...Array.from({ length: 30 }, () => 2), 90]);
    expect(handedOut).toHaveLength(5);
    expect(continuity?.decision).toBe('different');
  });

  test('leave no template behind, whatever was found', async () => {
    for (const angles of [[0, 5], [0, 90], [7]]) {
      const { handedOut } = await judge(angles);
      expect(handedOut.length).toBeGreaterThan(0);
      for (const { direction } of handedOut) expect([...direction]).toEqual([0, 0]);
    }
  });
});
