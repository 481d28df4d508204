import { parse } from 'mrz';
import { emitMrz } from '../../agent/contract/vocabulary/mrz/emit-mrz.ts';
import { parseMrz } from '../../agent/domain/parse-mrz.ts';

/** Parses per second of processor time on one thread, ours and those of the npm package `mrz` in the same run. */
export interface ParseSpeed {
  readonly perSecond: number;
  readonly mrzPerSecond: number;
}

const TODAY = '2026-11-22';
const ROUNDS = 60;
const OURS_A_ROUND = 20_000;
const THEIRS_A_ROUND = 200;

/**
 * Times TD3 parses of different documents, rounds of both parsers in turn so that the same load falls on both; the median round
 * counts. Every field, date and check digit of each result is read.
 */
export function timeParser(): ParseSpeed {
  const documents = passports();
  const ours: number[] = [];
  const theirs: number[] = [];
  let read = 0;
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(
      perSecond(OURS_A_ROUND, (i) => {
        read += touch(documents[i % documents.length] as readonly string[]);
      }),
    );
    theirs.push(
      perSecond(THEIRS_A_ROUND, (i) => {
        read += parse(documents[i % documents.length] as string[]).valid ? 1 : 0;
      }),
    );
  }
  if (read === 0) throw new Error('nothing was read');
  return { perSecond: median(ours), mrzPerSecond: median(theirs) };
}

function touch(lines: readonly string[]): number {
  const d = parseMrz('TD3', lines, TODAY);
  const digits = d.digits;
  const valid = [digits.number, digits.birth, digits.expiry, digits.optional, digits.composite];
  let sum = d.documentCode.length + d.issuingState.length + d.documentNumber.length + d.surname.length;
  sum += d.givenNames.length + d.nationality.length + d.sex.length + d.optional.length + d.problems.length;
  sum += (d.birthDate.iso?.length ?? 0) + (d.expiryDate?.iso?.length ?? 0);
  for (const digit of valid) if (digit === 'valid') sum++;
  return sum;
}

function perSecond(count: number, work: (i: number) => void): number {
  const start = process.cpuUsage();
  for (let i = 0; i < count; i++) work(i);
  const used = process.cpuUsage(start);
  return count / ((used.user + used.system) / 1e6);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** Passports of states both parsers know, each text in one piece of memory as it comes from a file. */
function passports(): readonly (readonly string[])[] {
  const surnames = [
    'ERIKSSON',
    'KOWALSKA NOWAK',
    'SHEVCHENKO',
    'MUELLER',
    'VAN DER MUELLEN',
    'LI',
    'OZOLINS',
    'KAZLAUSKAS',
  ];
  return surnames.map((surname, i) => {
    const fields = {
      documentCode: 'P',
      issuingState: i % 2 === 0 ? 'SWE' : 'POL',
      nationality: i % 2 === 0 ? 'SWE' : 'POL',
      surname,
      givenNames: i % 3 === 0 ? 'ANNA MARIA' : 'JAN',
      documentNumber: `AB${1_234_567 + i}`,
      birthDate: `19${60 + i}-0${1 + i}-1${i}`,
      sex: i % 2 === 0 ? ('F' as const) : ('M' as const),
      expiryDate: `203${i}-11-0${1 + i}`,
      ...(i % 2 === 0 ? { optional: 'ZE184226B' } : {}),
    };
    const emitted = emitMrz(fields, 'TD3');
    if (!emitted.ok) throw new Error(emitted.fault.detail);
    return emitted.value.map((line) => Buffer.from(line).toString('latin1'));
  });
}
