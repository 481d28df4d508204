import { BLANK, CLASSES, type Posterior } from './line-network.ts';

/** A run of steps in which the network says the same character: its middle in steps and its best probability. */
export interface Run {
  readonly at: number;
  readonly probability: number;
}

/** The characters the network sees without any knowledge of the layout. */
export function runsOf(posterior: Posterior): Run[] {
  const { logs, steps } = posterior;
  const runs: Run[] = [];
  let from = 0;
  let current = BLANK;
  let top = 0;
  for (let t = 0; t <= steps; t++) {
    const best = t < steps ? loudest(logs, t * CLASSES) : BLANK;
    if (best !== current || t === steps) {
      if (current !== BLANK) runs.push({ at: (from + t) / 2, probability: Math.exp(top) });
      from = t;
      current = best;
      top = Number.NEGATIVE_INFINITY;
    }
    if (t < steps) top = Math.max(top, logs[t * CLASSES + best] as number);
  }
  return runs;
}

function loudest(logs: Float32Array, at: number): number {
  let best = 0;
  for (let c = 1; c < CLASSES; c++) if ((logs[at + c] as number) > (logs[at + best] as number)) best = c;
  return best;
}

/** Distance between characters in steps, by a vote of neighbouring runs (MRZ print is monospaced), and how many agree, 0…1. */
export function pitchOf(runs: readonly Run[]): { pitch: number; agreement: number } {
  let best = { pitch: 3.1, votes: 0 };
  for (let pitch = 2.2; pitch < 5.6; pitch += 0.02) {
    let votes = 0;
    for (let i = 1; i < runs.length; i++) {
      const cells = ((runs[i]?.at ?? 0) - (runs[i - 1]?.at ?? 0)) / pitch;
      const whole = Math.round(cells);
      if (whole < 1 || whole > 3) continue;
      votes += Math.exp(-(((cells - whole) / 0.18) ** 2)) / whole;
    }
    if (votes > best.votes) best = { pitch, votes };
  }
  return { pitch: best.pitch, agreement: runs.length > 1 ? best.votes / (runs.length - 1) : 0 };
}

/** The reading of one line in exactly `n` equal cells. */
export interface SlotReading {
  /** Per cell, the log-probability of each of the 37 characters, `n` × 37. */
  readonly logs: Float32Array;
  /** Middle of each cell in steps. */
  readonly at: readonly number[];
  readonly pitch: number;
  /** Log-likelihood: the best character of every cell, uneven spacing and text left outside taken off. */
  readonly score: number;
}

const CHARACTERS = CLASSES - 1;
/** Nats per squared relative deviation from the pitch: a half step costs 0.4, a full step 2.5. */
const SPACING = 25;
/** How far from a given start the first cell may lie, in pitches. */
const NEAR_START = 0.6;
/** Most that one step of text outside the cells may cost, nats. */
const OUTSIDE = 3;

/**
 * Places `n` cells on the line by dynamic programming over half steps. Characters that the network missed (a stamp, a
 * reflection) keep their cell, so everything behind them stays in place. `start`, in steps, holds the first cell to where the
 * line beside begins. Null when the strip is too short.
 */
export function placeSlots(posterior: Posterior, n: number, pitch: number, start?: number): SlotReading | null {
  const positions = 2 * posterior.steps - 1;
  const cells = emissions(posterior, positions);
  const outside = outsideCost(posterior);
  const cost = (fromStep: number, toStep: number): number => {
    const a = Math.min(posterior.steps, Math.max(0, Math.round(fromStep)));
    const b = Math.min(posterior.steps, Math.max(0, Math.round(toStep)));
    return Math.max(0, (outside[b] as number) - (outside[a] as number));
  };
  const least = Math.max(2, Math.floor(2 * pitch) - 1);
  const jumps = Float64Array.from({ length: Math.ceil(2 * pitch) + 2 - least }, (_, i) =>
    uneven((least + i) / 2, pitch),
  );
  let scores = new Float32Array(positions).fill(Number.NEGATIVE_INFINITY);
  let next = new Float32Array(positions);
  // Cell i has i cells before it and n − 1 − i behind it, which bounds where it may lie.
  const latest = (i: number): number => Math.min(positions - 1, positions - 1 - (n - 1 - i) * least);
  for (let h = 0; h <= latest(0); h++) {
    const held = start !== undefined && Math.abs(stepOf(h) - start) > NEAR_START * pitch;
    if (!held) scores[h] = (cells.best[h] as number) - cost(0, stepOf(h) - pitch / 2);
  }
  const back = new Int16Array(n * positions);
  for (let i = 1; i < n; i++) {
    next.fill(Number.NEGATIVE_INFINITY);
    const last = latest(i);
    for (let h = i * least; h <= last; h++) {
      let top = Number.NEGATIVE_INFINITY;
      let by = 0;
      const most = Math.min(jumps.length, h - least + 1);
      for (let j = 0; j < most; j++) {
        const value = (scores[h - least - j] as number) - (jumps[j] as number);
        if (value > top) {
          top = value;
          by = least + j;
        }
      }
      next[h] = top + (cells.best[h] as number);
      back[i * positions + h] = by;
    }
    [scores, next] = [next, scores];
  }
  let end = -1;
  let score = Number.NEGATIVE_INFINITY;
  for (let h = 0; h < positions; h++) {
    const value = (scores[h] as number) - cost(stepOf(h) + pitch / 2, posterior.steps);
    if (value > score) {
      score = value;
      end = h;
    }
  }
  if (end < 0 || !Number.isFinite(score)) return null;
  const path = new Array<number>(n);
  path[n - 1] = end;
  for (let i = n - 1; i > 0; i--)
    path[i - 1] = (path[i] as number) - (back[i * positions + (path[i] as number)] as number);
  const logs = new Float32Array(n * CHARACTERS);
  path.forEach((h, i) => {
    logs.set(cells.logs.subarray(h * CHARACTERS, (h + 1) * CHARACTERS), i * CHARACTERS);
  });
  return { logs, at: path.map(stepOf), pitch, score };
}

const uneven = (distance: number, pitch: number): number => SPACING * ((distance - pitch) / pitch) ** 2;

/** Half step h lies at the middle of step h/2 (even h) or between two steps. */
const stepOf = (h: number): number => (h + 1) / 2;

function emissions(posterior: Posterior, positions: number): { logs: Float32Array; best: Float32Array } {
  const logs = new Float32Array(positions * CHARACTERS);
  const best = new Float32Array(positions).fill(Number.NEGATIVE_INFINITY);
  for (let h = 0; h < positions; h++) {
    const t = h >> 1;
    const u = h % 2 === 0 ? t : t + 1;
    for (let c = 0; c < CHARACTERS; c++) {
      const v = Math.max(posterior.logs[t * CLASSES + c] as number, posterior.logs[u * CLASSES + c] as number);
      logs[h * CHARACTERS + c] = v;
      if (v > (best[h] as number)) best[h] = v;
    }
  }
  return { logs, best };
}

/** Running sum of what it costs to call each step "no text". */
function outsideCost(posterior: Posterior): Float32Array {
  const sum = new Float32Array(posterior.steps + 1);
  for (let t = 0; t < posterior.steps; t++) {
    const blank = posterior.logs[t * CLASSES + BLANK] as number;
    sum[t + 1] = (sum[t] as number) + Math.min(OUTSIDE, -blank);
  }
  return sum;
}
