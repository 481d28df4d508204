import { convertMinifasnet } from './convert-minifasnet.ts';
import { convertOpenvinoIr, type IrOutputs } from './convert-openvino-ir.ts';

/** The models that are written from files their makers published. */
export type PublishedConversion =
  | 'face-detection-retail-0004'
  | 'landmarks-regression-retail-0009'
  | 'face-reidentification-retail-0095'
  | 'head-pose-estimation-adas-0001'
  | 'minifasnet-v2'
  | 'minifasnet-v1se';

/**
 * Converts published files, in the manifest's order, to the bytes of an ONNX file: description and weights of an OpenVINO
 * network, or the one state dict of a MiniFASNet. Throws on files that are not the pinned ones.
 */
export function convertPublishedModel(name: PublishedConversion, files: readonly Uint8Array[]): Uint8Array {
  const [first, second = new Uint8Array()] = files;
  if (first === undefined) throw new Error(`${name} is made from files`);
  switch (name) {
    case 'face-detection-retail-0004':
    case 'landmarks-regression-retail-0009':
    case 'face-reidentification-retail-0095':
    case 'head-pose-estimation-adas-0001':
      return convertOpenvinoIr(first, second, OPENVINO_OUTPUTS[name]);
    case 'minifasnet-v2':
    case 'minifasnet-v1se':
      return convertMinifasnet(first, name);
  }
}

const OPENVINO_OUTPUTS = {
  'face-detection-retail-0004': {
    loc: { layer: 'fc7_mbox_loc_flat', shape: [1, 12996] },
    conf: { layer: 'mbox_conf_softmax', shape: [1, 3249, 2] },
  },
  'landmarks-regression-retail-0009': { points: { layer: '95', shape: [1, 10, 1, 1] } },
  'face-reidentification-retail-0095': { embedding: { layer: '658', shape: [1, 256, 1, 1] } },
  'head-pose-estimation-adas-0001': {
    yaw: { layer: 'angle_y_fc', shape: [1, 1] },
    pitch: { layer: 'angle_p_fc', shape: [1, 1] },
    roll: { layer: 'angle_r_fc', shape: [1, 1] },
  },
} as const satisfies Record<string, IrOutputs>;
