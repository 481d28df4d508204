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
  const [first, third] = colours === 'RGB' ? [0, 2] : [2, 0];
  // One pass over the pixels: three passes read every cache line three times.
  for (let from = 0, to = 0; from < size * 3; from += 3, to += step) {
    values[to] = (data[from + first] as number) * scale + offset;
    values[to + channelStep] = (data[from + 1] as number) * scale + offset;
    values[to + 2 * channelStep] = (data[from + third] as number) * scale + offset;
  }
  return new Tensor('float32', values, planar ? [1, 3, height, width] : [1, height, width, 3]);
}
