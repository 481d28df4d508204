import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { CheckedModel } from '../checked-model.ts';
import { findGoldenMismatch } from '../golden/golden-vector.ts';
import { replacePrelu } from '../onnx/prelu-without-branches.ts';

/** A loaded network with one input. */
export interface Network {
  /** Runs once and returns the named outputs as float32 data. Throws when the network lacks one of them: a bug. */
  run(input: Tensor): Promise<(output: string) => Float32Array>;
  close(): Promise<void>;
}

/**
 * Loads a model from its checked bytes on one thread: several idle pools that spin cost four times the CPU of the work
 * itself. It then answers its golden input once, which warms it up and proves that this machine computes what was recorded.
 * Faults: `models.golden-mismatch`. Throws when the runtime cannot read it, which cannot happen to bytes with the pinned hash.
 */
export async function openNetwork(model: CheckedModel): Promise<Result<Network>> {
  const network = await openUnproved(model);
  const mismatch = await findGoldenMismatch(model.entry, network);
  if (mismatch === null) return ok(network);
  await network.close();
  return failed(fault('models.golden-mismatch', { where: model.entry.name, detail: mismatch }));
}

/** As `openNetwork` without the golden run: for recording it. */
export async function openUnproved(model: CheckedModel): Promise<Network> {
  const session = await InferenceSession.create(replacePrelu(model.bytes), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  const inputName = model.entry.io.input.name;
  return {
    run: async (input) => {
      const outputs = await session.run({ [inputName]: input });
      return (name) => {
        const data = outputs[name]?.data;
        if (!(data instanceof Float32Array)) throw new Error(`${model.entry.name} has no float output ${name}`);
        return data;
      };
    },
    close: () => session.release(),
  };
}
