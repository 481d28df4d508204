import type { OnnxGraph, TensorName } from './onnx-graph.ts';
import type { Weight } from './tfjs-weights.ts';

/** A convolution kernel stored for ONNX. */
export interface Kernel {
  readonly tensor: TensorName;
  readonly size: readonly [number, number];
  readonly groups: number;
}

/**
 * Reorders a TensorFlow kernel `[height, width, in, out]` to ONNX `[out, in, height, width]`. With `scale`, output channel k
 * is multiplied by `scale[k]`, which folds a following per-channel scale into the convolution.
 */
export function convolutionKernel(graph: OnnxGraph, weight: Weight, scale?: Float32Array): Kernel {
  const [height, width, inputs, outputs] = kernelShape(weight);
  const reordered = new Float32Array(weight.values.length);
  let source = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++) {
          const value = weight.values[source++] as number;
          reordered[((o * inputs + i) * height + y) * width + x] = value * (scale?.[o] ?? 1);
        }
  return { tensor: graph.floats(reordered, [outputs, inputs, height, width]), size: [height, width], groups: 1 };
}

/** Reorders a TensorFlow depthwise kernel `[height, width, in, multiplier]` to ONNX `[in × multiplier, 1, height, width]`. */
export function depthwiseKernel(graph: OnnxGraph, weight: Weight): Kernel {
  const [height, width, inputs, multiplier] = kernelShape(weight);
  const reordered = new Float32Array(weight.values.length);
  let source = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < inputs * multiplier; channel++)
        reordered[(channel * height + y) * width + x] = weight.values[source++] as number;
  return {
    tensor: graph.floats(reordered, [inputs * multiplier, 1, height, width]),
    size: [height, width],
    groups: inputs,
  };
}

function kernelShape(weight: Weight): readonly [number, number, number, number] {
  const [height, width, inputs, outputs] = weight.shape;
  if (weight.shape.length !== 4 || !height || !width || !inputs || !outputs) {
    throw new Error(`not a convolution kernel: [${weight.shape}]`);
  }
  return [height, width, inputs, outputs];
}
