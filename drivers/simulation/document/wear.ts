/** What time, the glass and the hand did to a capture. Shares run 0…1; 0 everywhere is a fresh document on clean glass. */
export interface Wear {
  readonly seed: number;
  /** Clockwise rotation on the glass in degrees; any value. */
  readonly rotationDeg: number;
  /** Share by which the far edge is foreshortened. */
  readonly perspective: number;
  readonly scratches: number;
  readonly dirt: number;
  /** Standard deviation of the defocus in millimetres on the sheet. */
  readonly blurMm: number;
  /** Travel during the exposure, along the lines, in millimetres. */
  readonly motionMm: number;
  /** Strength of a reflection and where its middle lies, as shares of width and height. */
  readonly glare: number;
  readonly glareX: number;
  readonly glareY: number;
  /** Exposure relative to nominal: 1 is right, 0.3 is a dark picture. */
  readonly exposure: number;
  /** Standard deviation of the sensor noise in grey levels. */
  readonly noise: number;
  readonly jpegQuality: number;
}

/** What a good reader delivers from a good document: slight noise, focus and compression of the real thing. */
export const CLEAN: Wear = {
  seed: 1,
  rotationDeg: 0,
  perspective: 0,
  scratches: 0,
  dirt: 0,
  blurMm: 0.035,
  motionMm: 0,
  glare: 0,
  glareX: 0.5,
  glareY: 0.5,
  exposure: 1,
  noise: 2,
  jpegQuality: 92,
};

export const worn = (changes: Partial<Wear>): Wear => ({ ...CLEAN, ...changes });
