import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { MRZ_LINES, type MrzFormat } from '../contract/vocabulary/document.ts';
import type { MrzDocument } from './mrz-document.ts';
import { normaliseMrzLine, type TextChange } from './normalise-mrz-line.ts';
import { parseMrz } from './parse-mrz.ts';

/** An MRZ found in a text. */
export interface MrzText {
  readonly document: MrzDocument;
  /** The lines that were parsed, in the lengths of the layout. */
  readonly lines: readonly string[];
  /** Everything that was changed to get them, and where; empty when the text was an MRZ as it stands. */
  readonly changes: readonly (TextChange & { readonly line: number })[];
}

/**
 * Finds the MRZ in any text (typed, pasted, or from another recogniser) and parses it. Lines are trimmed, small letters made capital,
 * signs that stand for fillers in print (`«`, `‹`, `＜`) and letters of other scripts that look the same replaced, filler runs at the
 * end of a line cut or filled up, and a zone written without line breaks parted; each such change is returned. Digits and letters are
 * never exchanged. Fault `mrz.not-found` when no lines fit a layout. `today` is `YYYY-MM-DD`.
 */
export function readMrzText(text: string, today: string): Result<MrzText> {
  const candidates = linesOf(String(text));
  let best: Found | null = null;
  for (let first = 0; first < candidates.length; first++)
    for (const format of FORMATS) {
      const found = fitLayout(format, candidates, first);
      if (found !== null && (best === null || found.misfit < best.misfit)) best = found;
    }
  if (best === null) return failed(fault('mrz.not-found', { detail: 'no lines in the lengths of an MRZ' }));
  const { format, lines, changes } = best;
  return ok({ document: parseMrz(format, lines, today), lines, changes });
}

interface Candidate {
  readonly text: string;
  readonly changes: readonly TextChange[];
}

interface Found {
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  readonly changes: readonly (TextChange & { readonly line: number })[];
  /** Characters of filler added or cut, so that a text in the exact lengths wins. */
  readonly misfit: number;
}

const FORMATS = Object.keys(MRZ_LINES) as MrzFormat[];
const LONGEST = 120;
/** No page has more lines; the rest of a longer text is not looked at. */
const MOST_LINES = 400;

function linesOf(text: string): readonly Candidate[] {
  const lines: Candidate[] = [];
  let start = 0;
  while (start <= text.length && lines.length < MOST_LINES) {
    let end = start;
    while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
    if (end > start && end - start <= 2 * LONGEST) {
      const line = normaliseMrzLine(text.slice(start, end));
      if (line.text.length > 0) lines.push(line);
    }
    start = end + 1;
  }
  return lines.flatMap(parted);
}

/** Line feed, vertical tab, form feed, carriage return, next line, line and paragraph separator. */
const isLineBreak = (code: number): boolean =>
  (code >= 10 && code <= 13) || code === 0x85 || code === 0x2028 || code === 0x2029;

/** A zone written in one piece, parted at the lengths of the layout it fits. */
function parted(line: Candidate): readonly Candidate[] {
  const format = FORMATS.find((name) => {
    const lengths = MRZ_LINES[name];
    return (
      lengths.length > 1 && line.text.length === lengths.reduce((sum, n) => sum + n, 0) && belongs(name, line.text)
    );
  });
  if (!format) return [line];
  let from = 0;
  return MRZ_LINES[format].map((length) => {
    const to = from + length;
    const piece = {
      text: line.text.slice(from, to),
      changes: line.changes.filter((change) => change.column >= from && change.column < to),
    };
    from = to;
    return piece;
  });
}

function fitLayout(format: MrzFormat, candidates: readonly Candidate[], first: number): Found | null {
  const lengths = MRZ_LINES[format];
  const chosen = candidates.slice(first, first + lengths.length);
  if (chosen.length < lengths.length || !belongs(format, (chosen[0] as Candidate).text + chosen[1]?.text)) return null;
  let misfit = 0;
  const changes: (TextChange & { line: number })[] = [];
  const lines: string[] = [];
  for (const [line, candidate] of chosen.entries()) {
    const length = lengths[line] as number;
    const fitted = fitLine(candidate.text, length);
    if (fitted === null) return null;
    changes.push(...candidate.changes.map((change) => ({ ...change, line })));
    const difference = Math.abs(candidate.text.length - length);
    misfit += difference;
    if (difference > 0)
      changes.push({
        kind: 'length',
        column: Math.min(candidate.text.length, length),
        from: String(candidate.text.length),
        to: String(length),
        line,
      });
    lines.push(fitted);
  }
  return { format, lines, changes, misfit };
}

/** The line in the layout's length, when only fillers at its end have to be added or cut. */
function fitLine(text: string, length: number): string | null {
  if (text.length === length) return text;
  if (text.length > length) return /^<+$/.test(text.slice(length)) ? text.slice(0, length) : null;
  // A line that ends in a letter or digit well before its end may have lost anything, not only fillers; names are the exception.
  const mayBeCut = text.endsWith('<') || /^[A-Z][A-Z0-9<][A-Z<]{3}[A-Z]|^[A-Z]+(<[A-Z]+)*<<[A-Z<]+$/.test(text);
  return mayBeCut && text.length >= length / 3 ? text.padEnd(length, '<') : null;
}

/** Layouts of equal size are told apart by the document code (Doc 9303-7 §4.2.2.1 and the French and Swiss layouts). */
function belongs(format: MrzFormat, text: string): boolean {
  const visa = text.startsWith('V');
  const french = text.startsWith('IDFRA');
  switch (format) {
    case 'TD1':
      return /^[A-Z][A-Z0-9<][A-Z<]{3}/.test(text) && !visa;
    case 'TD2':
      return /^[A-Z][A-Z0-9<][A-Z<]{3}/.test(text) && !visa && !french;
    case 'TD3':
      return text.startsWith('P');
    case 'MRV-A':
    case 'MRV-B':
      return visa;
    case 'FRA-ID':
      return french;
    case 'FRA-DL':
      return /^[ABD][0-9]FRA/.test(text);
    case 'CHE-DL':
      return /^[A-Z0-9]{3}[0-9]{3}[DFIR]<<FA(CHE|LIE)/.test(text);
  }
}
