import { linear, mix, type Rgb, ramp } from './colour.ts';
import type { Traits } from './traits.ts';

/** The colours of one person, linear light. */
export interface Complexion {
  readonly skin: Rgb;
  readonly lips: Rgb;
  readonly hair: Rgb;
  readonly iris: Rgb;
}

const SKIN = [
  linear(238, 205, 188),
  linear(226, 184, 160),
  linear(205, 158, 128),
  linear(160, 113, 84),
  linear(112, 75, 55),
  linear(74, 49, 38),
];
const HAIR = [linear(214, 182, 132), linear(160, 120, 78), linear(98, 66, 42), linear(52, 36, 26), linear(24, 20, 18)];
const IRIS = [
  linear(120, 150, 170),
  linear(110, 125, 110),
  linear(120, 95, 55),
  linear(80, 52, 32),
  linear(40, 27, 20),
];

export function complexionOf(t: Traits): Complexion {
  const base = ramp(SKIN, t.skinTone);
  const warm = 0.06 * t.skinWarmth;
  const skin: Rgb = [base[0] * (1 + warm * 0.4), base[1] * (1 + warm * 0.3), base[2] * (1 - warm * 2)];
  const red: Rgb = [skin[0] * 0.86, skin[1] * 0.45, skin[2] * 0.46];
  const auburn = mix(ramp(HAIR, t.hairTone), linear(150, 62, 26), t.hairRed * 0.7 * (1 - t.hairTone * 0.5));
  return {
    skin,
    lips: mix(mix(skin, red, 0.55), linear(165, 48, 55), t.lipColour * 0.6),
    hair: mix(auburn, linear(176, 174, 172), t.hairGrey),
    iris: ramp(IRIS, t.iris),
  };
}
