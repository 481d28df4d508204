import { MRZ_LINES, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { parseMrz } from '../../agent/domain/parse-mrz.ts';
import { readMrzText } from '../../agent/domain/read-mrz-text.ts';

/** What came of a fuzz run. */
export interface FuzzResult {
  readonly inputs: number;
  /** First lines of what was thrown; empty when the parser kept its promise. */
  readonly thrown: readonly string[];
  readonly slowestMs: number;
  /** Heap in use after the run less that after the warm-up, both after a collection where the process allows one. */
  readonly heapGrowthBytes: number;
}

const TODAY = '2026-11-22';
const FORMATS = Object.keys(MRZ_LINES) as MrzFormat[];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
const SEEDS: readonly string[] = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10',
  'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  'I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<',
  'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6',
  'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<',
  'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<',
  'IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n9409923102854CORINNE<<<<<<<6512068F4',
  'D1FRA13AA000026181231MARTIN<<9',
  'AAA001D<<\nFACHE305142128097<<800126<<<<<\nMARCHAND<<FABIENNE<<<<<<<<<<<<',
];
/** What has broken parsers: other scripts, signs of two code units and halves of them, invisible characters, names of prototypes. */
const ODDITIES: readonly string[] = [
  '\0',
  '\uD800',
  '\uDC00',
  '\uFEFF',
  '\u202E',
  '😀',
  'İ',
  'ß',
  '«',
  '＜',
  'é',
  'А',
  '\u2028',
  '\r',
  '\n\n',
  '__proto__',
  'constructor',
  'toString',
  '$&',
  '\\',
  '%s',
  '-1',
  'NaN',
];

/**
 * Parses `count` damaged MRZs made from `seed`: characters exchanged, swapped, cut out and put in, lines doubled, cut and reordered,
 * texts cut into each other, oddities, and now and then a text of a megabyte. Each goes through `readMrzText` and, in a layout of its
 * own choice, through `parseMrz`; every field of the result is read.
 */
export function fuzzParser(count: number, seed: number): FuzzResult {
  const random = generator(seed);
  const thrown: string[] = [];
  let slowestMs = 0;
  let before = 0;
  const warmUp = Math.min(count >> 1, 20_000);
  for (let i = 0; i < count; i++) {
    if (i === warmUp) before = heapInUse();
    const text = damagedText(random, i);
    const start = performance.now();
    try {
      touch(readMrzText(text, TODAY));
      touch(parseMrz(FORMATS[i % FORMATS.length] as MrzFormat, text.slice(0, 400).split('\n'), TODAY));
    } catch (error) {
      if (thrown.length < 10) thrown.push(`${String(error).split('\n')[0]} at input ${i}`);
    }
    slowestMs = Math.max(slowestMs, performance.now() - start);
  }
  return { inputs: count, thrown, slowestMs, heapGrowthBytes: before === 0 ? 0 : heapInUse() - before };
}

/** Reads everything, so that nothing is left for later. */
function touch(value: unknown): number {
  if (typeof value !== 'object' || value === null) return String(value).length;
  let sum = 0;
  for (const part of Object.values(value)) sum += touch(part);
  return sum;
}

function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

type Random = (below: number) => number;

/** xorshift32: the same numbers for the same seed everywhere. */
function generator(seed: number): Random {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function damagedText(random: Random, index: number): string {
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  if (index % 50_000 === 7) return pick(SEEDS).repeat(12_000).slice(0, 1_000_000);
  if (index % 50_000 === 11) return pick(ODDITIES).repeat(100_000).slice(0, 1_000_000);
  let text = pick(SEEDS);
  const steps = random(5);
  for (let step = 0; step < steps; step++) text = damage(text, random, pick);
  return text;
}

function damage(text: string, random: Random, pick: <T>(from: readonly T[]) => T): string {
  const at = random(text.length + 1);
  const other = random(text.length + 1);
  const put = (what: string, instead = 0) => text.slice(0, at) + what + text.slice(at + instead);
  switch (random(12)) {
    case 0:
    case 1:
    case 2:
      return put(ALPHABET.charAt(random(ALPHABET.length)), 1);
    case 3: {
      const [first, second] = [Math.min(at, other), Math.max(at, other)];
      const [a, b] = [text.charAt(first), text.charAt(second)];
      return first === second
        ? text
        : text.slice(0, first) + b + text.slice(first + 1, second) + a + text.slice(second + 1);
    }
    case 4:
      return put('', 1 + random(5));
    case 5:
      return put(pick(ODDITIES), random(2));
    case 6:
      return text.slice(0, at);
    case 7: {
      const lines = text.split('\n');
      return [...lines, pick(lines)].join('\n');
    }
    case 8:
      return text
        .split('\n')
        .reverse()
        .join(pick(['\n', '\r\n', '\n  ', '']));
    case 9:
      return text.slice(0, at) + pick(SEEDS).slice(other);
    case 10:
      return put(String.fromCharCode(random(65_536)), random(2));
    default:
      return random(2) === 0 ? text.toLowerCase() : put('<'.repeat(random(50)));
  }
}
