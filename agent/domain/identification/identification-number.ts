/** The schemes this product reads, named by the issuing state and the name the number has there. */
export type NumberSchemeId =
  | 'SWE-personnummer'
  | 'SWE-samordningsnummer'
  | 'FIN-henkilotunnus'
  | 'DNK-personnummer'
  | 'NOR-fodselsnummer'
  | 'NOR-d-nummer'
  | 'EST-isikukood'
  | 'LVA-personas-kods'
  | 'LTU-asmens-kodas'
  | 'POL-pesel'
  | 'CZE-rodne-cislo'
  | 'SVK-rodne-cislo'
  | 'DEU-steuer-id'
  | 'IRL-ppsn'
  | 'ROU-cnp'
  | 'BGR-egn'
  | 'UKR-rnokpp'
  | 'YUG-jmbg'
  | 'HRV-oib'
  | 'TUR-kimlik'
  | 'KAZ-iin'
  | 'unlisted';

/** A number as its issuer means it, whatever way it was written. */
export interface IdentificationNumber {
  readonly scheme: NumberSchemeId;
  /** The one form it is stored and compared in. */
  readonly normal: string;
  /** The birth dates (`YYYY-MM-DD`) the number can stand for: one as a rule, two where it leaves the century open, none where it tells none. */
  readonly birthDates: readonly string[];
  readonly sex: 'F' | 'M' | null;
}

/** Why a text is no number of a scheme, the mildest fault last. */
export type NumberRefusal = 'form' | 'birth-date' | 'never-issued' | 'check-digit';

/** How one scheme is read. */
export interface NumberScheme {
  readonly id: NumberSchemeId;
  /** ICAO codes of the states whose number it is. */
  readonly states: readonly string[];
  /** What is written: upper case, without spaces, every dash a hyphen. */
  readonly form: RegExp;
  /** Reads what the form captured; `today` (`YYYY-MM-DD`) settles centuries. */
  readonly read: (parts: readonly string[], today: string) => NumberReading | NumberRefusal;
}

export type NumberReading = Pick<IdentificationNumber, 'normal' | 'birthDates' | 'sex'> & {
  readonly scheme?: NumberSchemeId;
};
