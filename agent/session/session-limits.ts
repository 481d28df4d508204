/** Times a visit may take. Deadlines are absolute: each is added to the clock once, when its phase is entered. */
export interface SessionLimits {
  readonly lookupMs: number;
  readonly languageMs: number;
  readonly consentMs: number;
  /** Waiting for a document, and for the next try after a failed one. */
  readonly documentMs: number;
  readonly readingMs: number;
  /** Waiting for an unplugged device before the visit goes on without it. */
  readonly deviceReturnMs: number;
  /** Longer than one capture attempt; only a capture that hangs reaches it. */
  readonly cameraMs: number;
  readonly cameraRetryMs: number;
  readonly comparingMs: number;
  readonly operatorMs: number;
  readonly commitMs: number;
  readonly outcomeMs: number;
  /** Waiting at the end for the document to be taken from the glass. */
  readonly glassMs: number;
  /** Pause between two self-tests of a station that is out of service. */
  readonly selfTestMs: number;
  readonly capture: CaptureLimits;
}

/** Times of the active challenge, milliseconds. */
export interface ChallengeLimits {
  /** Time for one action. */
  readonly actionMs: number;
  /** Nobody reacts faster to something seen; what comes earlier was not an answer. */
  readonly reactionMs: number;
  /** Random pause before each action, so that nobody knows when it comes. */
  readonly pauseMs: { readonly least: number; readonly range: number };
}

/** What makes a live capture continuous, fresh and frontal. */
export interface CaptureLimits extends ChallengeLimits {
  /** The whole capture, milliseconds. */
  readonly attemptMs: number;
  /** A longer pause between two frames starts the capture again: somebody may have stepped in. */
  readonly gapMs: number;
  /** Older frames are not looked at. */
  readonly staleMs: number;
  /** A face may be out of sight this long before the capture starts again. */
  readonly faceLostMs: number;
  /** Least time between two kept frontal frames, so that they are spread over the capture. */
  readonly spacingMs: number;
  /** `guided`: frames count once the person stands well. `as-given`: a recording cannot follow advice; quality then decides. */
  readonly framing: 'guided' | 'as-given';
  /** Frontal frames needed for passive liveness (median over at least five). */
  readonly frontalFrames: number;
  /** Least time between the first and the last of them. */
  readonly spreadMs: number;
  /** Times that somebody may have stepped in after the challenge began, before the capture ends. */
  readonly restarts: number;
  /** Whether pictures that come again end the capture; a recording from a file may be played over and over. */
  readonly repeats: 'refused' | 'allowed';
}

export const DEFAULT_LIMITS: SessionLimits = {
  lookupMs: 15_000,
  languageMs: 120_000,
  consentMs: 180_000,
  documentMs: 120_000,
  readingMs: 90_000,
  deviceReturnMs: 90_000,
  cameraMs: 90_000,
  cameraRetryMs: 120_000,
  comparingMs: 90_000,
  operatorMs: 300_000,
  commitMs: 60_000,
  outcomeMs: 60_000,
  glassMs: 15_000,
  selfTestMs: 10_000,
  capture: {
    attemptMs: 60_000,
    actionMs: 12_000,
    reactionMs: 150,
    pauseMs: { least: 300, range: 900 },
    gapMs: 500,
    staleMs: 1_000,
    faceLostMs: 1_500,
    spacingMs: 200,
    framing: 'guided',
    frontalFrames: 5,
    spreadMs: 1_500,
    restarts: 2,
    repeats: 'refused',
  },
};

/** For pictures and films from files: whoever is in them cannot be told to come closer. */
export const RECORDED_LIMITS: SessionLimits = {
  ...DEFAULT_LIMITS,
  capture: { ...DEFAULT_LIMITS.capture, attemptMs: 8_000, framing: 'as-given', spreadMs: 0, repeats: 'allowed' },
};
