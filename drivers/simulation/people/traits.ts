/**
 * What makes one synthetic person differ from another, with the range of each trait; 0 is the middle of the adult range
 * where a trait runs from -1 to 1. The renderer turns traits into centimetres and colours.
 */
export const TRAIT_RANGES = {
  // skull and jaw
  headWidth: [-1, 1],
  headHeight: [-1, 1],
  faceLength: [-1, 1],
  jawWidth: [-1, 1],
  chinWidth: [-1, 1],
  chinForward: [-1, 1],
  foreheadSlope: [-1, 1],
  cheekbone: [-1, 1],
  cheekFullness: [-1, 1],
  neckWidth: [-1, 1],
  earSize: [-1, 1],
  // eyes and brows
  eyeSpacing: [-1, 1],
  eyeWidth: [-1, 1],
  eyeOpening: [-1, 1],
  eyeTilt: [-1, 1],
  eyeDepth: [-1, 1],
  lidFold: [-1, 1],
  iris: [0, 1],
  browRidge: [-1, 1],
  browHeight: [-1, 1],
  browThickness: [-1, 1],
  browArch: [-1, 1],
  browTilt: [-1, 1],
  browDensity: [0, 1],
  browGap: [-1, 1],
  // nose and mouth
  noseLength: [-1, 1],
  noseWidth: [-1, 1],
  noseBridge: [-1, 1],
  noseProjection: [-1, 1],
  noseTip: [-1, 1],
  noseHump: [-1, 1],
  mouthWidth: [-1, 1],
  mouthHeight: [-1, 1],
  upperLip: [-1, 1],
  lowerLip: [-1, 1],
  mouthCorner: [-1, 1],
  // skin
  skinTone: [0, 1],
  skinWarmth: [-1, 1],
  redness: [0, 1],
  lipColour: [0, 1],
  age: [0, 1],
  freckles: [0, 1],
  eyeShade: [0, 1],
  mottle: [0, 1],
  stubble: [0, 1],
  beard: [0, 1],
  moustache: [0, 1],
  // hair
  hairTone: [0, 1],
  hairRed: [0, 1],
  hairGrey: [0, 1],
  hairVolume: [-1, 1],
  hairLength: [0, 1],
  hairline: [-1, 1],
  hairRecession: [0, 1],
  hairFringe: [0, 1],
  hairParting: [-1, 1],
  hairCurl: [0, 1],
} as const satisfies Record<string, readonly [number, number]>;

export type TraitName = keyof typeof TRAIT_RANGES;
export type Traits = Readonly<Record<TraitName, number>>;

/**
 * One synthetic person: nobody's picture, only numbers. `seed` fixes freckles, strands and the fine grain of the
 * skin.
 */
export interface Person {
  readonly id: string;
  readonly seed: number;
  readonly clothing: readonly [number, number, number];
  readonly traits: Traits;
}
