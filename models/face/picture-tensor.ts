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
  const { layout, colours, scale, offset } = format;
  const size = width * height;
  const values = new Float32Array(size * 3);
  const planar = layout === 'channels-first';
  const [step, channelStep] = planar ? [1, size] : [3, 1];
  for (let channel = 0; channel < 3; channel++) {
    let from = colours === 'RGB' ? channel : 2 - channel;
    let to = channel * channelStep;
    for (let pixel = 0; pixel < size; pixel++, from += 3, to += step) {
      values[to] = (data[from] as number) * scale + offset;
    }
  }
  return new Tensor('float32', values, planar ? [1, 3, height, width] : [1, height, width, 3]);
}
