import { convertDlibResnet } from './convert-dlib-resnet.ts';
import { convertGraphModel } from './convert-graph-model.ts';

/** The models that are built from the weights inside npm packages. */
export type ConversionName = 'blazeface-back' | 'facemesh-468' | 'dlib-resnet';

/** Converts the two files of a package, in the manifest's order (description, then weights), to the bytes of an ONNX file. */
export function convertNpmModel(name: ConversionName, description: unknown, weights: Uint8Array): Uint8Array {
  switch (name) {
    case 'blazeface-back':
      return convertGraphModel(description, weights, {
        name: 'blazeface_back_256',
        inputShape: [1, 256, 256, 3],
        outputs: {
          scores16: { node: 'Identity', shape: [1, 512, 1] },
          scores32: { node: 'Identity_1', shape: [1, 384, 1] },
          boxes16: { node: 'Identity_2', shape: [1, 512, 16] },
          boxes32: { node: 'Identity_3', shape: [1, 384, 16] },
        },
      });
    case 'facemesh-468':
      return convertGraphModel(description, weights, {
        name: 'facemesh_468_192',
        inputShape: ['n', 192, 192, 3],
        outputs: {
          mesh: { node: 'Identity_2', shape: ['n', 1404] },
          presence: { node: 'Identity_1', shape: ['n', 1] },
        },
      });
    case 'dlib-resnet':
      return convertDlibResnet(description, weights);
  }
}
