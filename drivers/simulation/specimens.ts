import { emitMrz } from '../../agent/contract/vocabulary/mrz/emit-mrz.ts';
import type { Palette, PrintedFields, SpecimenDocument, SpecimenFormat } from './document/specimen-document.ts';

/** What differs from one specimen to the next; the rest follows from it. */
interface Draft {
  readonly id: string;
  readonly format: SpecimenFormat;
  readonly titleWords: string;
  readonly issuer: { readonly code: string; readonly name: string };
  readonly palette: Palette;
  readonly holder: string;
  readonly printed: PrintedFields;
  /** The name to transliterate where the printed one stands there in two scripts. */
  readonly mrzNames?: { readonly surname: string; readonly givenNames: string };
  readonly documentCode: string;
  readonly nationality: string;
  readonly optional?: string;
  readonly chip?: boolean;
  readonly overprint?: string;
}

/** A document whose machine-readable zone says what its printed zone says. */
function specimen(draft: Draft): SpecimenDocument {
  const { mrzNames, documentCode, nationality, optional, ...document } = draft;
  const { printed } = draft;
  const mrz = emitMrz(
    {
      documentCode,
      issuingState: draft.issuer.code,
      nationality,
      surname: printed.surname,
      givenNames: printed.givenNames,
      ...mrzNames,
      documentNumber: printed.documentNumber.replaceAll(' ', ''),
      birthDate: printed.birthDate,
      sex: printed.sex,
      expiryDate: printed.expiryDate,
      ...(optional === undefined ? {} : { optional }),
    },
    draft.format,
  );
  if (!mrz.ok) throw new RangeError(`specimen ${draft.id}: ${mrz.fault.where}: ${mrz.fault.detail}`);
  return { chip: false, production: 'security-print', ...document, mrz: mrz.value };
}

const POLAND = { code: 'POL', name: 'RZECZPOSPOLITA POLSKA' };
const OFFICE = 'MODEL OFFICE 12';

/** The worked example of ICAO Doc 9303-4, appendices A and B: Anna Maria Eriksson of Utopia. */
export const ICAO_PASSPORT = specimen({
  id: 'icao-utopia-passport',
  format: 'TD3',
  titleWords: 'PASSPORT / PASSEPORT',
  issuer: { code: 'UTO', name: 'UTOPIA' },
  palette: 'sea',
  holder: 'anna',
  documentCode: 'P',
  nationality: 'UTO',
  optional: 'ZE184226B',
  overprint: 'SPECIMEN',
  printed: {
    surname: 'ERIKSSON',
    givenNames: 'ANNA MARIA',
    nationality: 'UTOPIAN',
    birthDate: '1974-08-12',
    sex: 'F',
    birthPlace: 'ZENITH',
    personalNumber: 'Z E 184226 B',
    documentNumber: 'L898902C3',
    issueDate: '2007-04-16',
    expiryDate: '2012-04-15',
    authority: 'PASSPORT OFFICE',
  },
});

export const POLISH_PASSPORT = specimen({
  id: 'polish-passport',
  format: 'TD3',
  titleWords: 'PASZPORT / PASSPORT',
  issuer: POLAND,
  palette: 'rose',
  holder: 'zofia',
  documentCode: 'P',
  nationality: 'POL',
  chip: true,
  printed: {
    surname: 'KOWALSKA',
    givenNames: 'ZOFIA MARIA',
    nationality: 'POLSKIE / POLISH',
    birthDate: '1988-04-17',
    sex: 'F',
    birthPlace: 'MODELOWO',
    documentNumber: 'ZX0000107',
    issueDate: '2024-03-05',
    expiryDate: '2034-03-05',
    authority: OFFICE,
  },
});

/** The same passport with one digit of the birth date's check changed, as a clumsy alteration leaves it. */
export const ALTERED_PASSPORT: SpecimenDocument = {
  ...POLISH_PASSPORT,
  id: 'polish-passport-altered',
  mrz: POLISH_PASSPORT.mrz.map((line, i) => (i === 1 ? withNextDigit(line, 19) : line)),
};

/** The same page with nothing in its lowest zone. */
export const PAGE_WITHOUT_MRZ: SpecimenDocument = { ...POLISH_PASSPORT, id: 'polish-passport-without-mrz', mrz: [] };

export const LITHUANIAN_CARD = specimen({
  id: 'lithuanian-card',
  format: 'TD1',
  titleWords: 'ASMENS TAPATYBĖS KORTELĖ / IDENTITY CARD',
  issuer: { code: 'LTU', name: 'LIETUVA' },
  palette: 'moss',
  holder: 'jonas',
  documentCode: 'ID',
  nationality: 'LTU',
  chip: true,
  printed: {
    surname: 'KAZLAUSKAS',
    givenNames: 'JONAS',
    nationality: 'LTU',
    birthDate: '1979-11-02',
    sex: 'M',
    birthPlace: 'PAVYZDYS',
    documentNumber: '00000219',
    issueDate: '2023-06-19',
    expiryDate: '2033-06-19',
    authority: OFFICE,
  },
});

export const EXPIRED_FINNISH_CARD = specimen({
  id: 'finnish-card-expired',
  format: 'TD1',
  titleWords: 'HENKILÖKORTTI / IDENTITY CARD',
  issuer: { code: 'FIN', name: 'SUOMI FINLAND' },
  palette: 'sea',
  holder: 'mikko',
  documentCode: 'I',
  nationality: 'FIN',
  printed: {
    surname: 'VIRTANEN',
    givenNames: 'MIKKO JUHANI',
    nationality: 'FIN',
    birthDate: '1983-01-25',
    sex: 'M',
    birthPlace: 'MALLILA',
    documentNumber: 'XM000031A',
    issueDate: '2019-05-14',
    expiryDate: '2024-05-14',
    authority: OFFICE,
  },
});

/** Swedish letters and a Polish Ł, transliterated in the machine-readable zone by ICAO Doc 9303-3 §6.A. */
export const SWEDISH_PASSPORT = specimen({
  id: 'swedish-passport',
  format: 'TD3',
  titleWords: 'PASS / PASSPORT',
  issuer: { code: 'SWE', name: 'SVERIGE SWEDEN' },
  palette: 'sand',
  holder: 'bjorn',
  documentCode: 'P',
  nationality: 'SWE',
  chip: true,
  printed: {
    surname: 'ÅKERSTRÖM',
    givenNames: 'BJÖRN ŁUKASZ',
    nationality: 'SVENSK / SWEDISH',
    birthDate: '1969-09-30',
    sex: 'M',
    birthPlace: 'MÖNSTERÅS',
    documentNumber: 'XX0000423',
    issueDate: '2025-02-11',
    expiryDate: '2035-02-11',
    authority: OFFICE,
  },
});

const UKRAINIAN_HOLDER = {
  birthDate: '1991-07-08',
  sex: 'F',
  birthPlace: 'ЗРАЗОК / ZRAZOK',
} as const;

export const UKRAINIAN_PASSPORT = specimen({
  id: 'ukrainian-passport',
  format: 'TD3',
  titleWords: 'ПАСПОРТ / PASSPORT',
  issuer: { code: 'UKR', name: 'УКРАЇНА UKRAINE' },
  palette: 'lilac',
  holder: 'oksana',
  documentCode: 'P',
  nationality: 'UKR',
  mrzNames: { surname: 'Шевчук', givenNames: 'Оксана' },
  chip: true,
  printed: {
    ...UKRAINIAN_HOLDER,
    surname: 'ШЕВЧУК / SHEVCHUK',
    givenNames: 'ОКСАНА / OKSANA',
    nationality: 'УКРАЇНА / UKRAINE',
    documentNumber: 'FX000057',
    issueDate: '2023-10-02',
    expiryDate: '2033-10-02',
    authority: OFFICE,
  },
});

export const SWEDISH_RESIDENCE_PERMIT = specimen({
  id: 'swedish-residence-permit',
  format: 'TD1',
  titleWords: 'UPPEHÅLLSTILLSTÅND / RESIDENCE PERMIT',
  issuer: { code: 'SWE', name: 'SVERIGE' },
  palette: 'rose',
  holder: 'oksana',
  documentCode: 'AR',
  nationality: 'UKR',
  mrzNames: { surname: 'Шевчук', givenNames: 'Оксана' },
  chip: true,
  printed: {
    ...UKRAINIAN_HOLDER,
    birthPlace: 'ZRAZOK',
    surname: 'SHEVCHUK',
    givenNames: 'OKSANA',
    nationality: 'UKR',
    documentNumber: 'YX0000641',
    issueDate: '2025-04-01',
    expiryDate: '2033-04-01',
    authority: OFFICE,
    remarks: 'ARBETSTILLSTÅND',
  },
});

function withNextDigit(line: string, at: number): string {
  return line.slice(0, at) + ((Number(line.charAt(at)) + 1) % 10) + line.slice(at + 1);
}
