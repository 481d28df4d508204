import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PrintedWord } from '../../../agent/contract/vocabulary/observations.ts';
import { inspectDocument } from '../../../agent/domain/inspect-document.ts';
import { parseMrz } from '../../../agent/domain/parse-mrz.ts';
import { readPrintedDate } from '../../../agent/domain/printed-dates.ts';
import { readPrintedFields } from '../../../agent/domain/printed-fields.ts';
import { documentObservation, mrzReading, PACK, PASSPORT_LINES, TODAY } from '../../support/visits.ts';

/** Words of a page, a line of print a text, ten pixels to a character; `#` is a gap of one character. */
function page(lines: readonly string[], confidence = 0.95): PrintedWord[] {
  return lines.flatMap((line, row) => {
    let at = 0;
    return line.split(' ').flatMap((text) => {
      const x = at;
      at += 10 * (text.length + 1);
      const word = { text, confidence, box: { x, y: row * 30, width: 10 * text.length, height: 20 } };
      return /^#*$/.test(text) ? [] : [word];
    });
  });
}
const anna = parseMrz('TD3', PASSPORT_LINES, TODAY);
const found = (words: readonly PrintedWord[], mrz = anna) =>
  Object.fromEntries(readPrintedFields(words, mrz).map(({ name, agreement }) => [name, agreement]));

describe('dates as documents print them', () => {
  test.each([
    '12 AUG 1974',
    '12 Aug. 1974',
    '12AUG1974',
    '12 AUG/AOÛT 74',
    '12 AUG / AOUT 1974',
    '12 СЕР/AUG 74',
    '12 ELO/AUG 1974',
    'AUG 12 1974',
    '12.08.1974',
    '12. 8. 1974',
    '12/08/1974',
    '08/12/1974',
    '12-08-74',
    '1974-08-12',
    '1974.08.12.',
    '12 08 1974',
    '12081974',
    '19740812',
    '120874',
    '12 AUG I974',
    'l2.O8.1974',
  ])('%s', (text) => {
    expect(readPrintedDate(text)).toContain('1974-08-12');
  });

  test.each([
    '',
    'AUG',
    '12 AUG',
    '31.02.1974',
    '00.08.1974',
    '12.13.74 5',
    'L898902C3',
    '1974',
    '45.45.1974',
    'SPECIMEN',
  ])('%s is none', (text) => {
    expect(readPrintedDate(text)).toEqual([]);
  });

  test('any text gives real days or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 24 }), fc.stringMatching(/^[0-9A-Z ./-]{0,14}$/)),
        (text) => {
          for (const iso of readPrintedDate(text)) expect(new Date(iso).toISOString().slice(0, 10)).toBe(iso);
        },
      ),
    );
  });
});

describe('the printed zone against the MRZ', () => {
  test('every field that the MRZ repeats is found in the print', () => {
    const words = page([
      'Passport No.',
      'L898902C3',
      'Surname / Nom',
      'Eriksson',
      'Anna Maria',
      'SWE',
      'Date of birth ### Sex/Sexe',
      '12 AUG 1974 ##### F',
      'Date of issue',
      '16 APR 2022',
      'Date of expiry',
      '15 APR 2032',
      'ZE184226B',
    ]);
    expect(found(words)).toEqual({
      documentNumber: 'same',
      surname: 'same',
      givenNames: 'same',
      birthDate: 'same',
      expiryDate: 'same',
      issueDate: 'unknown',
      sex: 'same',
      nationality: 'same',
      personalNumber: 'same',
    });
  });

  test('a number in groups is one number, and letters that print like digits count where the check digit tells them apart', () => {
    expect(found(page(['L898 902C3']))).toEqual({ documentNumber: 'same' });
    expect(found(page(['L8989O2C3']))).toEqual({ documentNumber: 'same' });
    const broken = parseMrz('TD3', [PASSPORT_LINES[0] ?? '', (PASSPORT_LINES[1] ?? '').replace('C36', 'C37')], TODAY);
    expect(found(page(['L8989O2C3']), broken)).toEqual({});
    expect(found(page(['L898902C3']), broken)).toEqual({ documentNumber: 'same' });
  });

  test('members of one blind class are never taken for each other', () => {
    expect(found(page(['B898902C3']))).toEqual({});
    expect(found(page(['L898902CN']))).toEqual({});
  });

  test.each([
    ['Björn', 'BJOERN'],
    ['BJORN', 'BJOERN'],
    ['ÅSA', 'AASA'],
    ['GROß', 'GROSS'],
    ["O'SULLIVAN", 'OSULLIVAN'],
    ['Łukasz', 'LUKASZ'],
    ['ТКАЧЕНКО', 'TKACHENKO'],
  ])('%s is the print of %s', (print, name) => {
    const lines = [`P<SWE${name}<<ANNA`.padEnd(44, '<'), PASSPORT_LINES[1] ?? ''];
    expect(found(page([print]), parseMrz('TD3', lines, TODAY))).toEqual({ surname: 'same' });
  });

  test.each([
    ['BIRGER', 'BOERJE'],
    ['ERIKSON', 'ERIKSSON'],
    ['ANNE', 'ANNA'],
  ])('%s is not the print of %s', (print, name) => {
    const lines = [`P<SWE${name}<<QQQ`.padEnd(44, '<'), PASSPORT_LINES[1] ?? ''];
    expect(found(page([print]), parseMrz('TD3', lines, TODAY))).toEqual({});
  });

  test('a single letter is the sex only beside its caption', () => {
    expect(found(page(['F']))).toEqual({});
    expect(found(page(['Sex', 'F']))).toEqual({ sex: 'same' });
  });

  const altered = ['Date of birth', '12 AUG 1984'];
  const checksOf = (words: readonly PrintedWord[], gate: 'accepted' | 'needs-review' = 'accepted') =>
    inspectDocument(
      documentObservation({ mrz: mrzReading('TD3', PASSPORT_LINES, { gate }), printedZone: { words } }),
      0,
      {
        pack: PACK,
        purpose: 'id06-card',
        today: TODAY,
      },
    );
  const result = (id: string, words: readonly PrintedWord[], gate?: 'accepted' | 'needs-review') =>
    checksOf(words, gate).find((line) => line.id === id)?.result;

  test('another birth date under its own caption contradicts the MRZ, but only when both were read for certain', () => {
    expect(found(page(altered))).toEqual({ birthDate: 'other' });
    expect(result('CMB-02', page(altered))).toBe('failed');
    expect(result('CMB-02', page(altered), 'needs-review')).toBe('undetermined');
    expect(found(page(altered, 0.85))).toEqual({ birthDate: 'unknown' });
    expect(found(page(['12 AUG 1984']))).toEqual({});
    expect(found(page(['Date of birth', '12 AUG 84']))).toEqual({ birthDate: 'unknown' });
    expect(found(page([...altered, '12 AUG 1974']))).toEqual({ birthDate: 'same' });
  });

  test('a date that some other caption claims contradicts nothing', () => {
    expect(found(page(['Date of issue', '12 AUG 2022'])).birthDate).toBeUndefined();
  });

  test('each field has its own line, and the required ones one together', () => {
    const words = page(['L898902C3', 'ERIKSSON', '12 AUG 1974']);
    expect(
      ['VIZ-01', 'VIZ-02', 'VIZ-03', 'VIZ-04', 'VIZ-10', 'VIZ-20', 'CMB-02'].map((id) => result(id, words)),
    ).toEqual(['successful', 'successful', 'undetermined', 'successful', 'not_supported', 'successful', 'successful']);
  });

  test('no words whatever contradict or throw', () => {
    const word = fc.record({
      text: fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.constantFrom('ERIKSSON', '12.08.1974', 'Birth', ''),
      ),
      confidence: fc.double({ min: 0, max: 0.89, noNaN: true }),
      box: fc.record({
        x: fc.integer({ min: 0, max: 900 }),
        y: fc.integer({ min: 0, max: 600 }),
        width: fc.integer({ min: 1, max: 200 }),
        height: fc.integer({ min: 1, max: 40 }),
      }),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), (words) => {
        for (const { agreement } of readPrintedFields(words, anna)) expect(agreement).not.toBe('other');
      }),
      { numRuns: 60 },
    );
  });
});
