import type { SpecimenDocument } from './specimen-document.ts';

/** Captions of the printed zone, in English and French as ICAO Doc 9303-3 §3.2 recommends. */
const CAPTIONS = {
  type: 'Type/Type',
  code: 'Code/Code',
  documentNumber: 'Document No./No du document',
  surname: 'Surname/Nom',
  givenNames: 'Given names/Prénoms',
  nationality: 'Nationality/Nationalité',
  birthDate: 'Date of birth/Date de naissance',
  personalNumber: 'Personal No./No personnel',
  sex: 'Sex/Sexe',
  birthPlace: 'Place of birth/Lieu de naissance',
  issueDate: 'Date of issue/Délivré le',
  authority: 'Authority/Autorité',
  expiryDate: 'Date of expiry/Expire le',
  remarks: 'Remarks/Remarques',
  holderName: 'Holder/Titulaire',
} as const;

export type FieldName = keyof typeof CAPTIONS;

/** Caption and text of one field, or null when this document leaves it empty. */
export function printedField(document: SpecimenDocument, field: FieldName): { caption: string; value: string } | null {
  const value = textOf(document, field);
  return value === undefined || value === '' ? null : { caption: CAPTIONS[field], value };
}

function textOf(document: SpecimenDocument, field: FieldName): string | undefined {
  const { printed } = document;
  switch (field) {
    case 'type':
      return (document.mrz[0] ?? 'P').slice(0, 2).replaceAll('<', '');
    case 'code':
      return document.issuer.code.replaceAll('<', '');
    case 'birthDate':
    case 'issueDate':
    case 'expiryDate':
      return printedDate(printed[field]);
    case 'holderName':
      return `${printed.surname} ${printed.givenNames}`;
    case 'documentNumber':
    case 'surname':
    case 'givenNames':
    case 'nationality':
    case 'personalNumber':
    case 'sex':
    case 'birthPlace':
    case 'authority':
    case 'remarks':
      return printed[field];
  }
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** `1974-08-12` as `12 AUG 1974` (ICAO Doc 9303-3 §3.8). */
function printedDate(iso: string): string {
  const [year, month, day] = iso.split('-');
  return `${day} ${MONTHS[Number(month) - 1] ?? '???'} ${year}`;
}
