import type { Result } from '../agent/contract/faults.ts';
import type {
  Box,
  ExpectedPage,
  FaceComparison,
  FaceObservation,
  FrameObservation,
  ModelIdentity,
  MrzOnPage,
  MrzReading,
  PageFindings,
  PageQuality,
  PassiveLiveness,
  Picture,
  PrintedZoneReading,
  ReferenceType,
} from '../agent/contract/vocabulary/observations.ts';
import type { ModelTier } from '../agent/contract/vocabulary/visit.ts';

/**
 * Turns untrusted bytes into pixels: JPEG or PNG only, at most 40 megapixels, EXIF orientation applied.
 * Faults: `image.empty`, `image.not-an-image`, `image.too-large`, `image.too-small`, `image.damaged`.
 */
export interface PictureDecoder {
  decode(bytes: Uint8Array): Promise<Result<Picture>>;
  /** Turns the picture clockwise by quarter turns. */
  turn(picture: Picture, quarterTurns: 0 | 1 | 2 | 3): Promise<Picture>;
  /** Cuts out `box` (clamped to the picture). */
  crop(picture: Picture, box: Box): Promise<Picture>;
  encodeJpeg(picture: Picture, quality: number): Promise<Uint8Array>;
  measurePage(picture: Picture): Promise<PageQuality>;
  /** Why the page may not be readable, worst first, with boxes in pixels of `picture`; `mrz` is what was read on it. */
  judgePage(picture: Picture, mrz: MrzOnPage | null, expected: ExpectedPage): Promise<PageFindings>;
}

/** Reads the machine-readable zone of a page. Faults: `mrz.not-found`, `mrz.unreadable`, `models.timeout`. */
export interface MrzReader {
  readonly models: readonly ModelIdentity[];
  read(page: Picture): Promise<Result<MrzReading>>;
  /** One reading out of several frames of the same page, newest first; frames that disagree with confidence need review. */
  vote(frames: readonly [MrzReading, ...MrzReading[]]): MrzReading;
  close(): Promise<void>;
}

/** Reads the words of the page outside the MRZ, whose place and layout tell where to look; null: the whole page. Faults: `printed-zone.unreadable`, `models.timeout`. */
export interface PrintedZoneReader {
  readonly models: readonly ModelIdentity[];
  read(uprightPage: Picture, mrz: Pick<MrzReading, 'box' | 'format'> | null): Promise<Result<PrintedZoneReading>>;
  close(): Promise<void>;
}

/**
 * A live frame with the faces that `observe` saw in it, largest first, so that nobody looks for them twice. Without them they
 * are looked for.
 */
export interface LiveFrame extends Picture {
  readonly faces?: readonly FaceObservation[];
}

/** Looks at one live frame or page: every face with its points, pose, lids and light, and the advice to give. */
export interface FaceAnalyser {
  observe(frame: Picture): Promise<Result<FrameObservation>>;
}

/**
 * Compares the portrait on a document with live frames, 1:1 only. Templates exist inside the recogniser's memory during
 * the call and nowhere else. A reference with no or several faces is an `inconclusive` comparison, not a fault.
 */
export interface FaceMatcher {
  compare(request: {
    readonly reference: Picture;
    readonly referenceType: ReferenceType;
    readonly probes: readonly LiveFrame[];
  }): Promise<Result<FaceComparison>>;
}

/** Passive presentation-attack detection over at least five frames; `not-available` when the tier has no such model. */
export interface LivenessJudge {
  judge(frames: readonly LiveFrame[]): Promise<Result<PassiveLiveness>>;
}

/** The face recognisers of one tier behind one door; they share a worker. */
export interface FaceRecognisers extends FaceAnalyser, FaceMatcher, LivenessJudge {
  readonly tier: ModelTier;
  readonly passiveLiveness: boolean;
  readonly models: readonly ModelIdentity[];
  close(): Promise<void>;
}
