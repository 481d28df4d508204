import type { FaceRecognisers, LiveFrame } from '../../models/ports.ts';
import { type Fault, failed, fault, ok, type Result } from '../contract/faults.ts';
import type { FaceComparison, PassiveLiveness, Picture } from '../contract/vocabulary/observations.ts';
import type { FaceEvidence } from '../domain/visit-observations.ts';
import type { Report } from './session-work.ts';
import type { StationPorts } from './station-ports.ts';
import { createTimedSteps } from './timed-steps.ts';
import type { OpenVisit } from './visit-state.ts';

/**
 * Judges the kept frames: passive liveness where the tier has it, then the comparison of the very same frames with the
 * portrait on the identity document. `fault` in the evidence says that better frames may give a better answer.
 */
export async function judgeFace(
  ports: StationPorts,
  visit: OpenVisit,
  report: Report,
  signal: AbortSignal,
): Promise<Result<FaceEvidence>> {
  const { faces, vault } = ports;
  const { capture } = visit;
  if (!capture) throw new Error('no capture to judge');
  if (!faces) return failed(fault('models.absent', { where: 'faces' }));
  const frames = capture.frames.map((id) => vault.get(id)?.pixels).filter((pixels) => !!pixels);
  const steps = createTimedSteps(ports.clock, report);
  let passive: PassiveLiveness | null = null;
  if (faces.passiveLiveness) {
    const judged = await steps.run('judge-liveness', () => faces.judge(frames));
    if (!judged.ok) return judged;
    passive = judged.value;
  } else {
    steps.skip('judge-liveness');
  }
  if (signal.aborted) return failed(fault('visit.interrupted'));
  const compared = await steps.run('compare-faces', () => compare(faces, portraitOf(ports, visit), frames));
  if (!compared.ok) return compared;
  const comparison = compared.value;
  return ok({
    ...capture.evidence,
    passive,
    comparison,
    fault: capture.evidence.fault ?? problem(passive, comparison),
  });
}

function portraitOf({ vault }: StationPorts, visit: OpenVisit): Picture {
  const identity = visit.documents.find((document) => document.role === 'identity-document');
  const portrait = identity?.portrait ? vault.get(identity.portrait)?.pixels : null;
  if (!portrait) throw new Error('no portrait to compare with');
  return portrait;
}

function compare(
  faces: FaceRecognisers,
  reference: Picture,
  probes: readonly LiveFrame[],
): Promise<Result<FaceComparison>> {
  return faces.compare({ reference, referenceType: 'printed', probes });
}

function problem(passive: PassiveLiveness | null, { decision, problem, continuity }: FaceComparison): Fault | null {
  if (passive?.outcome === 'inconclusive') return fault('liveness.inconclusive', adviceDetail(passive));
  if (continuity && continuity.decision !== 'same')
    return fault('liveness.inconclusive', { detail: 'the frames do not show one person' });
  const probesAreBad = decision === 'inconclusive' && (problem === 'no-probe-face' || problem === 'low-quality');
  return probesAreBad ? fault('face.quality', { ...(problem ? { detail: problem } : {}) }) : null;
}

const adviceDetail = ({ frames, advice }: PassiveLiveness) => ({
  detail: `${frames === 0 ? 'no frame could be judged' : `${frames} frames`}${advice ? `: ${advice}` : ''}`,
});
