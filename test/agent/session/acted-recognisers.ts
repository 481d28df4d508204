import { type Fault, failed, fault, ok, type Result } from '../../../agent/contract/faults.ts';
import type {
  FaceComparison,
  FaceObservation,
  FrameObservation,
  MrzReading,
  PageProblem,
  PassiveLiveness,
  Picture,
} from '../../../agent/contract/vocabulary/observations.ts';
import type { CameraGuidance } from '../../../agent/contract/vocabulary/visit.ts';
import { voteOverFrames } from '../../../models/mrz/frame-vote.ts';
import type { FaceRecognisers, MrzReader, PictureDecoder, PrintedZoneReader } from '../../../models/ports.ts';

/** Pages with an MRZ; of the two faint ones each leaves another character of the passport in doubt. */
type ReadablePage = 'passport' | 'permit' | 'card-back' | 'faint' | 'faint-elsewhere';

/** What a picture shows, written into its bytes as JSON; so the recognisers need no eyes. */
export interface Shown {
  readonly page?: ReadablePage | 'card-front' | 'blurred';
  readonly faces?: readonly Partial<FaceObservation>[];
  readonly guidance?: CameraGuidance;
  readonly broken?: boolean;
  /** What is wrong with the page, worst first. */
  readonly problems?: readonly PageProblem[];
}

export const show = (shown: Shown): Uint8Array => new TextEncoder().encode(JSON.stringify(shown));
const look = (bytes: Uint8Array): Shown => JSON.parse(new TextDecoder().decode(bytes)) as Shown;

/** Every buffer handed to the session, so that a test can see it overwritten. */
export interface Issued {
  readonly buffers: Uint8Array[];
}

export function actDecoder(issued: Issued): PictureDecoder {
  const picture = (data: Uint8Array): Picture => {
    issued.buffers.push(data);
    return { width: data.length, height: 1, data };
  };
  return {
    decode: async (bytes) => (look(bytes).broken ? failed(fault('image.damaged')) : ok(picture(bytes.slice()))),
    turn: async ({ data }) => picture(data.slice()),
    crop: async ({ data }) => picture(data.slice()),
    encodeJpeg: async ({ data }) => {
      const jpeg = data.slice();
      issued.buffers.push(jpeg);
      return jpeg;
    },
    measurePage: async () => ({ sharpness: 20, glareShare: 0, meanLuminance: 150 }),
    judgePage: async ({ width, height, data }) => ({ width, height, problems: look(data).problems ?? [] }),
  };
}

export function actMrzReader(readings: Readonly<Record<ReadablePage, MrzReading>>): MrzReader {
  return {
    models: [],
    read: async ({ data }): Promise<Result<MrzReading>> => {
      const { page } = look(data);
      return page && page in readings ? ok(readings[page as keyof typeof readings]) : failed(fault('mrz.not-found'));
    },
    vote: voteOverFrames,
    close: async () => {},
  };
}

export const actedPrintedZone = (words: readonly string[]): PrintedZoneReader => ({
  models: [],
  read: async () =>
    ok({ words: words.map((text, y) => ({ text, confidence: 0.9, box: { x: 0, y, width: 50, height: 8 } })) }),
  close: async () => {},
});

const FACE: FaceObservation = {
  box: { x: 100, y: 100, width: 200, height: 200 },
  confidence: 0.99,
  points: [],
  pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
  eyeAspectRatio: 0.3,
  interEyeDistancePx: 90,
  meanLuminance: 120,
  sharpness: 30,
};

const COMPARISON: FaceComparison = {
  decision: 'match',
  score: 0.7,
  threshold: 0.45,
  reviewThreshold: 0.35,
  falseMatchRate: 0.0002,
  targetFmr: 0.00025,
  matchesAtFmr: 0.0001,
  calibration: 'acted',
  referenceType: 'printed',
  probes: 5,
};

export interface ActedFaces extends FaceRecognisers {
  comparison: Result<FaceComparison>;
  passive: PassiveLiveness['outcome'];
  /** Faces looked at, live and on documents: a path without biometrics must leave this at zero. */
  looks: number;
  fails: Fault | null;
}

export function actFaces({ passiveLiveness = true }: { passiveLiveness?: boolean } = {}): ActedFaces {
  const faces: ActedFaces = {
    tier: passiveLiveness ? 'station' : 'npm',
    passiveLiveness,
    models: [],
    comparison: ok(COMPARISON),
    passive: 'bona-fide',
    looks: 0,
    fails: null,
    observe: async ({ data }): Promise<Result<FrameObservation>> => {
      faces.looks += 1;
      if (faces.fails) return failed(faces.fails);
      const shown = look(data);
      const seen = (shown.faces ?? (shown.page === 'card-back' ? [] : [{}])).map((face) => ({ ...FACE, ...face }));
      return ok({ faces: seen, guidance: shown.guidance ?? 'ok', frame: { width: 640, height: 480 } });
    },
    compare: async () => faces.comparison,
    judge: async (frames) =>
      ok({ outcome: faces.passive, meanScore: 0.97, minScore: 0.93, frames: frames.length, calibration: 'acted' }),
    close: async () => {},
  };
  return faces;
}

export const compared = (change: Partial<FaceComparison>): Result<FaceComparison> => ok({ ...COMPARISON, ...change });

/** The face that does what a challenge asks for. */
export function moved(action: string): Partial<FaceObservation> {
  switch (action) {
    case 'turn-left':
      return { pose: { yawDeg: 30, pitchDeg: 0, rollDeg: 0 } };
    case 'turn-right':
      return { pose: { yawDeg: -30, pitchDeg: 0, rollDeg: 0 } };
    case 'look-up':
      return { pose: { yawDeg: 0, pitchDeg: 20, rollDeg: 0 } };
    case 'come-closer':
      return { interEyeDistancePx: 120 };
    default:
      return {};
  }
}
