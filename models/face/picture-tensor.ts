import { Tensor } from 'onnxruntime-node';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';

/** How a network wants its pixels: axis order, colour order, and `value × scale + offset` of 0…255. */
export interface PixelFormat {
  readonly layout: 'channels-first' | 'channels-last';
  readonly colours: 'RGB' | 'BGR';
  readonly scale: number;
  readonly offset: number;
}

/** The format of the station bundle's networks, which were trained with OpenCV. */
export const BGR_BYTES: PixelFormat = { layout: 'channels-first', colours: 'BGR', scale: 1, offset: 0 };

/** Packs a picture as a float32 tensor of one: `[1, 3, h, w]` or `[1, h, w, 3]`. */
export function pictureTensor({ width, height, data }: Picture, format: PixelFormat): Tensor {
  const planes = new Float32Array(width * height * 3);
  const size = width * height;
  for (let pixel = 0; pixel < size; pixel++)
    for (let channel = 0; channel < 3; channel++) {
      const colour = format.colours === 'RGB' ? channel : 2 - channel;
      const value = (data[pixel * 3 + colour] as number) * format.scale + format.offset;
      planes[format.layout === 'channels-first' ? channel * size + pixel : pixel * 3 + channel] = value;
    }
  const shape = format.layout === 'channels-first' ? [1, 3, height, width] : [1, height, width, 3];
  return new Tensor('float32', planes, shape);
}
