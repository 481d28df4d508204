import type { Box, PrintedWord } from '../contract/vocabulary/observations.ts';
import { stateName } from './issuing-states.ts';
import type { MrzDocument } from './parse-mrz.ts';
import { CAPTIONS, type CaptionedField } from './printed-captions.ts';
import { readPrintedDate } from './printed-dates.ts';
import { isPrintOf, latin } from './printed-names.ts';
import { joinWords, runsOfWords, type WordRun } from './word-runs.ts';

/** A field of the printed zone that was found, and what it says of the MRZ. */
export interface PrintedField {
  readonly name:
    | 'documentNumber'
    | 'surname'
    | 'givenNames'
    | 'birthDate'
    | 'sex'
    | 'nationality'
    | 'expiryDate'
    | 'issueDate'
    | 'personalNumber';
  /** Dates as `YYYY-MM-DD`, everything else as printed. */
  readonly value: string;
  /** Of the least certain word, 0…1. */
  readonly confidence: number;
  readonly box: Box;
  /** `other` only where caption, form and confidence leave no doubt; what is merely not like the MRZ is `unknown`. */
  readonly agreement: 'same' | 'other' | 'unknown';
}

/** A word read this certainly may contradict the MRZ. A genuine page must not be called altered by a slip of the recogniser. */
const CONTRADICTION_CONFIDENCE = 0.9;
/** Shorter numbers stand on a page by chance. */
const LEAST_NUMBER = 5;
const LEAST_PERSONAL_NUMBER = 6;

/**
 * Finds the printed fields that the MRZ repeats (Doc 9303-3 §3), each at most once. The general text recogniser reads small print
 * with gaps and slips, so a field is looked for by what it should say; only dates under their own caption are also taken as they
 * stand. Names are compared as written forms of the MRZ name (Doc 9303-3 §6) and never contradict it.
 */
export function readPrintedFields(words: readonly PrintedWord[], mrz: MrzDocument): readonly PrintedField[] {
  const runs = runsOfWords(words);
  return [
    findNumber(runs, 'documentNumber', mrz.documentNumber, LEAST_NUMBER, mrz.digits.number === 'valid'),
    findName(runs, 'surname', mrz.surname, mrz.namesTruncated && !mrz.givenNames),
    findName(runs, 'givenNames', mrz.givenNames, mrz.namesTruncated),
    findDate(runs, 'birthDate', mrz.birthDate.iso, mrz.digits.birth === 'valid'),
    findDate(runs, 'expiryDate', mrz.expiryDate?.iso ?? null, mrz.digits.expiry === 'valid'),
    findIssueDate(runs, mrz),
    findSex(runs, mrz.sex),
    findNationality(runs, mrz.nationality),
    findNumber(runs, 'personalNumber', mrz.optional.replace(/ .*/, ''), LEAST_PERSONAL_NUMBER, false),
  ].filter((field) => field !== null);
}

const field = (
  name: PrintedField['name'],
  run: WordRun,
  agreement: PrintedField['agreement'],
  value: string = run.text,
): PrintedField => ({ name, value, confidence: run.confidence, box: run.box, agreement });

/** Letters and digits that print alike are taken as one only where a check digit tells them apart. */
function findNumber(
  runs: readonly WordRun[],
  name: 'documentNumber' | 'personalNumber',
  number: string,
  least: number,
  isChecked: boolean,
): PrintedField | null {
  const form = (text: string) => (isChecked ? lookalikes(latin(text)) : latin(text));
  const wanted = form(number);
  if (wanted.length < least) return null;
  const found = runs.find((run) => form(run.text).includes(wanted));
  return found ? field(name, found, 'same') : null;
}

/** Pairs that no check digit confuses: their values differ modulo 10 (Doc 9303-3 §4.9). */
const lookalikes = (text: string) =>
  text.replace(/[OD]/g, '0').replace(/I/g, '1').replace(/Z/g, '2').replace(/S/g, '5').replace(/B/g, '8');

function findName(
  runs: readonly WordRun[],
  name: 'surname' | 'givenNames',
  printed: string,
  mayBeCut: boolean,
): PrintedField | null {
  const parts = printed.split(' ').filter((part) => part !== '');
  if (parts.every((part) => part.length < 2)) return null;
  const single = runs.filter((run) => run.words === 1);
  const found = parts.map((part, index) =>
    single.find((run) => isPrintOf(run.text, part, mayBeCut && index === parts.length - 1)),
  );
  const seen = found.filter((run) => run !== undefined);
  if (seen.length < parts.length) return null;
  return field(name, joinWords(seen), 'same');
}

/** A date that stands anywhere on the page confirms; one under the field's own caption may contradict. */
function findDate(
  runs: readonly WordRun[],
  name: 'birthDate' | 'expiryDate',
  iso: string | null,
  isChecked: boolean,
): PrintedField | null {
  const dates = runs.map((run) => ({ run, isos: readPrintedDate(run.text) })).filter(({ isos }) => isos.length > 0);
  if (!iso) return null;
  const same = dates.find(({ isos }) => isos.includes(iso));
  if (same) return field(name, same.run, 'same', iso);
  const captioned = dates.find(({ run }) => captionsOf(runs, run).join() === name);
  if (!captioned) return null;
  const [value = '', ...others] = captioned.isos;
  const certain =
    isChecked &&
    others.length === 0 &&
    captioned.run.confidence >= CONTRADICTION_CONFIDENCE &&
    /[0-9]{4}/.test(captioned.run.text);
  return field(name, captioned.run, certain ? 'other' : 'unknown', value);
}

/** The MRZ has no date of issue; the print has one that lies between birth and expiry. */
function findIssueDate(runs: readonly WordRun[], mrz: MrzDocument): PrintedField | null {
  for (const run of runs) {
    if (!captionsOf(runs, run).includes('issueDate')) continue;
    const iso = readPrintedDate(run.text).find(
      (date) => date > (mrz.birthDate.iso ?? '') && date < (mrz.expiryDate?.iso ?? '9999'),
    );
    if (iso) return field('issueDate', run, 'unknown', iso);
  }
  return null;
}

/** A single letter says something only beside its caption: `F`, or both languages' letters as `K/F`. */
function findSex(runs: readonly WordRun[], sex: string): PrintedField | null {
  const found = runs.find(
    (run) =>
      run.words === 1 &&
      /^[A-Z]([/|][A-Z])?$/.test(run.text) &&
      run.text.includes(sex) &&
      captionsOf(runs, run).includes('sex'),
  );
  return found ? field('sex', found, 'same') : null;
}

function findNationality(runs: readonly WordRun[], nationality: string): PrintedField | null {
  const name = latin(stateName(nationality) ?? '');
  const found = runs.find(
    (run) =>
      (nationality.length === 3 && run.text === nationality && run.words === 1) ||
      (name.length > 3 && latin(run.text) === name),
  );
  return found ? field('nationality', found, 'same') : null;
}

/** Captions that belong to a piece of print: to its left in the line, or in the line above it. */
function captionsOf(runs: readonly WordRun[], value: WordRun): readonly CaptionedField[] {
  const near = runs.filter((run) => run !== value && (isBeside(run, value) || isAbove(run, value)));
  return (Object.keys(CAPTIONS) as CaptionedField[]).filter((name) =>
    near.some((run) => CAPTIONS[name].test(spaced(run.text))),
  );
}

const spaced = (text: string) =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Z0-9]+/g, ' ');

function isBeside({ box }: WordRun, value: WordRun): boolean {
  const gap = value.box.x - (box.x + box.width);
  const middle = box.y + box.height / 2;
  return (
    gap > -value.box.height &&
    gap < 6 * value.box.height &&
    middle > value.box.y &&
    middle < value.box.y + value.box.height
  );
}

function isAbove({ box }: WordRun, value: WordRun): boolean {
  const gap = value.box.y - (box.y + box.height);
  const overlap = Math.min(box.x + box.width, value.box.x + value.box.width) - Math.max(box.x, value.box.x);
  return gap > -0.5 * value.box.height && gap < 1.6 * value.box.height && overlap > 0;
}
