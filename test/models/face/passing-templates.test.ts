import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { FaceTemplate } from '../../../models/face/face-embedder.ts';
import type { FaceNetworks } from '../../../models/face/face-networks.ts';
import type { FacePoints } from '../../../models/face/face-points.ts';
import { withPassingTemplates } from '../../../models/face/passing-templates.ts';

vi.setConfig({ testTimeout: 240_000 });

const picture = { width: 1, height: 1, data: new Uint8Array(3) };
const points = [0, 1, 2, 3, 4].map((at) => [at, at]) as unknown as FacePoints;

/** Networks that can do nothing but hand out templates, each noted. */
function handingOut(handed: FaceTemplate[]): FaceNetworks {
  return {
    embed: async () => {
      const template = { direction: new Float32Array(256).fill(0.0625), norm: 3 };
      handed.push(template);
      return template;
    },
  } as unknown as FaceNetworks;
}

describe('face templates', () => {
  test('are whole during the work and all zero after it, however many there were and however it ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(9), fc.boolean(), async (count, fails) => {
        const handed: FaceTemplate[] = [];
        const work = withPassingTemplates(handingOut(handed), async ({ embed }) => {
          for (let made = 0; made < count; made += 1) await embed(picture, points);
          expect(handed.every(({ direction }) => direction.every((value) => value === 0.0625))).toBe(true);
          if (fails) throw new Error('a bug');
          return count;
        });
        if (fails) await expect(work).rejects.toThrow('a bug');
        else expect(await work).toBe(count);
        const blank = handed.splice(count);
        expect(blank).toHaveLength(count > 0 ? 1 : 0);
        expect(handed.every(({ direction }) => direction.every((value) => value === 0))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test.skipIf(!existsSync('/proc/self/mem'))(
    'stand nowhere in the memory of the process after a comparison, neither as made nor as the network gave them',
    async () => {
      const program = fileURLToPath(new URL('../support/template-remains.ts', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program]);
      const found = JSON.parse(stdout) as Record<string, unknown>;
      expect(found).toMatchObject({ decision: 'match', sought: 4, copiesAfterwards: 0 });
      expect(found.copiesWhileKept).toBeGreaterThan(0);
    },
  );
});
