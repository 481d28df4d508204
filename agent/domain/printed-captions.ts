/** Fields whose caption is looked for: a date is only a birth date for certain when the print says so. */
export type CaptionedField = 'documentNumber' | 'birthDate' | 'expiryDate' | 'issueDate' | 'sex';

/**
 * Parts of caption words without marks, in the languages of the documents that are presented here: Doc 9303-3 §3.2 asks for
 * English, French or Spanish beside the state's own.
 */
export const CAPTIONS: Readonly<Record<CaptionedField, RegExp>> = {
  documentNumber: /PASSPORT ?N|PASSEPORT|DOCUMENT ?N|DU ?DOCUMENT|CARD ?N|PASSNU|AUSWEISN|NUMERO|DOKUMENT/,
  birthDate:
    /BIRTH|NAISS|GEBUR|NACIM|NASC|FODEL|FODT|FODS|SYNT|URODZ|NAROZ|ROJST|RODEN|SUNN|DZIMS|GIMIM|SZUL|NASTER|DOGUM|GEBOORT/,
  expiryDate: /EXPI|GULTIG|GILTIG|VALID|VOIMASS|UDLOB|GYLDIG|WAZN|PLATN|CADUC|SCADEN|KEHTIV|GALIO|DERIG|GELDIG|VELJ/,
  issueDate:
    /ISSU|DELIV|AUSST|UTFARD|UDSTED|UTSTED|MYONN|WYDAN|VYDA|EXPEDI|EMISS|RILAS|VALJAA|ISDUO|IZDO|KIAD|VERILI|AFGIF/,
  sex: /\bSEX|GESCHL|KON\b|KJONN|SUKUP|PLEC|POHL|SPOL|SUGU|DZIM\b|LYTIS|SESSO|SEXO|NEM\b|CINS/,
};
