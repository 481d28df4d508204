import type { Box, MrzCharacter, MrzReading, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Decoded } from './decode.ts';
import { gateOf } from './gate.ts';
import { ALPHABET, STEP } from './line-network.ts';
import { pointOf, type TextLine } from './text-line.ts';

type Turns = MrzReading['quarterTurns'];
type Point = { readonly x: number; readonly y: number };

const ALTERNATIVES = 3;

/** States a decoded block in the words of the port: characters with probabilities and boxes on the upright page. */
export function toReading(decoded: Decoded, picture: Picture): MrzReading {
  const line = decoded.posteriors[0]?.strip.line as TextLine;
  const turns = turnsOf(line);
  const characters = decoded.slots.map((_, i) => charactersOf(decoded, i, picture, turns));
  const boxes = characters.flat().map((c) => c.box);
  return {
    format: decoded.format,
    lines: decoded.lines,
    characters,
    quarterTurns: turns,
    box: around(boxes.flatMap((b) => [b, { x: b.x + b.width, y: b.y + b.height }])),
    capHeightPx: line.cap,
    gate: gateOf(decoded),
    countsAgree: decoded.countsAgree,
    repairs: decoded.repairs,
  };
}

/** Clockwise quarter turns after which the reading direction points right. */
function turnsOf(line: TextLine): Turns {
  if (Math.abs(line.ux) >= Math.abs(line.uy)) return line.ux > 0 ? 0 : 2;
  return line.uy > 0 ? 3 : 1;
}

function turned(p: Point, picture: Picture, turns: Turns): Point {
  switch (turns) {
    case 0:
      return p;
    case 1:
      return { x: picture.height - p.y, y: p.x };
    case 2:
      return { x: picture.width - p.x, y: picture.height - p.y };
    case 3:
      return { x: p.y, y: picture.width - p.x };
  }
}

function charactersOf(decoded: Decoded, index: number, picture: Picture, turns: Turns): MrzCharacter[] {
  const slots = decoded.slots[index];
  const strip = decoded.posteriors[index]?.strip;
  if (slots === undefined || strip === undefined) return [];
  const { line, perPixel, width } = strip;
  const { start, pitch } = evenCells(slots.at);
  const half = (pitch * STEP) / perPixel / 2;
  return slots.at.map((_, i) => {
    const along = ((start + i * pitch) * STEP - width / 2) / perPixel;
    const corners = [-half, half].flatMap((a) => [-line.cap / 2, line.cap / 2].map((d) => pointOf(line, along + a, d)));
    const text = decoded.lines[index]?.[i] ?? '<';
    const logs = slots.logs.subarray(i * ALPHABET.length, (i + 1) * ALPHABET.length);
    return {
      text,
      probability: Math.exp(logs[ALPHABET.indexOf(text)] ?? Number.NEGATIVE_INFINITY),
      alternatives: likeliestBut(text, logs),
      box: around(corners.map((p) => turned(p, picture, turns))),
    };
  });
}

/** The likeliest other characters, best first. */
function likeliestBut(text: string, logs: Float32Array): MrzCharacter['alternatives'] {
  const best: number[] = [];
  for (let c = 0; c < ALPHABET.length; c++) {
    if (ALPHABET[c] === text) continue;
    let at = best.length;
    while (at > 0 && (logs[c] as number) > (logs[best[at - 1] as number] as number)) at--;
    if (at >= ALTERNATIVES) continue;
    best.splice(at, 0, c);
    if (best.length > ALTERNATIVES) best.pop();
  }
  return best.map((c) => ({ text: ALPHABET[c] as string, probability: Math.exp(logs[c] as number) }));
}

/** Least-squares line through the cells: single cells lie on a raster of half steps, the print is even. */
function evenCells(at: readonly number[]): { start: number; pitch: number } {
  const n = at.length;
  const mean = at.reduce((sum, x) => sum + x, 0) / n;
  const middle = (n - 1) / 2;
  const pitch = at.reduce((sum, x, i) => sum + (i - middle) * (x - mean), 0) / ((n * (n * n - 1)) / 12);
  return { start: mean - pitch * middle, pitch };
}

function around(points: readonly Point[]): Box {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
