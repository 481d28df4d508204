import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { FaceTemplate } from './face-embedder.ts';
import type { FaceNetworks } from './face-networks.ts';
import type { FacePoints } from './face-points.ts';

const BLANK_SIDE = 16;
const BLANK: Picture = {
  width: BLANK_SIDE,
  height: BLANK_SIDE,
  data: new Uint8Array(BLANK_SIDE * BLANK_SIDE * 3).fill(128),
};
const BLANK_POINTS: FacePoints = [
  [5, 6],
  [11, 6],
  [8, 9],
  [5.5, 12],
  [10.5, 12],
];

/**
 * Runs `work` on networks whose templates pass away with it: each one embedded is overwritten with zeros when the work ends,
 * whether it answers or throws, and the network's own memory with that of a blank picture. Templates are biometric data (GDPR art. 9) and live no longer than one comparison.
 */
export async function withPassingTemplates<T>(
  networks: FaceNetworks,
  work: (networks: FaceNetworks) => Promise<T>,
): Promise<T> {
  const made: FaceTemplate[] = [];
  const embed: FaceNetworks['embed'] = async (picture, points) => {
    const template = await networks.embed(picture, points);
    made.push(template);
    return template;
  };
  try {
    return await work({ ...networks, embed });
  } finally {
    for (const { direction } of made) direction.fill(0);
    // The runtime keeps what it computed last in memory of its own, out of reach; a blank picture takes its place.
    if (made.length > 0) await networks.embed(BLANK, BLANK_POINTS);
  }
}
