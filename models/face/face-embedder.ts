import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { fitSimilarity, invertAffine, type Point } from './affine.ts';
import type { FacePoints } from './face-points.ts';
import type { Network } from './network.ts';
import { BGR_BYTES, type PixelFormat, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

/** A face template: direction for the cosine, and the length the network gave it, which falls with picture quality. */
export interface FaceTemplate {
  readonly direction: Float32Array;
  readonly norm: number;
}

/** How an embedding network wants a face presented. */
export interface EmbedderInput {
  readonly side: number;
  /** Where the five points go, in pixels of the square. */
  readonly template: readonly Point[];
  readonly format: PixelFormat;
}

/** face-reidentification-retail-0095, template of its model description in Open Model Zoo. */
export const INTEL_0095: EmbedderInput = {
  side: 128,
  template: onSquare(128, [
    [0.31556875, 0.46157411],
    [0.68262292, 0.46157411],
    [0.5002625, 0.6405053],
    [0.34947188, 0.82469196],
    [0.65343646, 0.82469196],
  ]),
  format: BGR_BYTES,
};

/** dlib's 150-pixel face chip: mean face shape with a quarter of padding on each side (get_face_chip_details). */
export const DLIB_150: EmbedderInput = {
  side: 150,
  template: onSquare(
    150,
    (
      [
        [0.225492, 0.21599],
        [0.754761, 0.21599],
        [0.490127, 0.515625],
        [0.254149, 0.780233],
        [0.726104, 0.780233],
      ] as const
    ).map(([x, y]): Point => [(x + 0.25) / 1.5, (y + 0.25) / 1.5]),
  ),
  format: { layout: 'channels-first', colours: 'RGB', scale: 1, offset: 0 },
};

/**
 * Aligns the face on its five points and embeds it. The template is personal data: it stays in memory, and whoever asks for it
 * overwrites it (`withPassingTemplates`).
 */
export async function embedFace(
  network: Network,
  input: EmbedderInput,
  picture: Picture,
  points: FacePoints,
): Promise<FaceTemplate> {
  const toSource = invertAffine(fitSimilarity(points, input.template));
  const aligned = resample(picture, toSource, input.side, input.side);
  const tensor = pictureTensor(aligned, input.format);
  const output = await network.run(tensor);
  const values = output('embedding');
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const direction = values.map((value) => value / norm);
  // What the network got and gave is as personal as the template itself.
  for (const used of [values, tensor.data as Float32Array, aligned.data]) used.fill(0);
  return { direction, norm };
}

/** Cosine of the angle between two templates, -1…1. */
export function cosineSimilarity(a: FaceTemplate, b: FaceTemplate): number {
  return a.direction.reduce((sum, value, index) => sum + value * (b.direction[index] as number), 0);
}

function onSquare(side: number, shares: readonly Point[]): Point[] {
  return shares.map(([x, y]) => [x * side, y * side]);
}
