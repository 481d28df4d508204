import type { DocumentType, MrzFormat } from '../contract/vocabulary/document.ts';
import type { DigitState } from '../contract/vocabulary/mrz/judge-check.ts';
import type { FieldName, Place } from '../contract/vocabulary/mrz/layouts.ts';
import type { MrzDate } from './mrz-dates.ts';
import type { MrzNames } from './mrz-names.ts';
import type { QuirkId } from './national-quirks.ts';

/** The fields of an MRZ as printed, without judging whether they are true. */
export interface MrzDocument {
  readonly format: MrzFormat;
  readonly documentCode: string;
  readonly type: DocumentType;
  readonly issuingState: string;
  readonly documentNumber: string;
  readonly longNumber: boolean;
  /** Primary and secondary identifier in MRZ letters, single spaces for fillers. */
  readonly surname: string;
  readonly givenNames: string;
  readonly nameForm: MrzNames['form'];
  /** The name field is filled to its last place, so the name may go on (Doc 9303-3 §4.6). */
  readonly namesTruncated: boolean;
  readonly nationality: string;
  readonly birthDate: MrzDate;
  /** `M`, `F`, `X` or the filler as printed; empty where the layout has none. */
  readonly sex: string;
  readonly expiryDate: MrzDate | null;
  /** Optional data without the end of a long number, fields of TD1 joined. */
  readonly optional: string;
  readonly digits: {
    readonly number: DigitState;
    readonly birth: DigitState;
    readonly expiry: DigitState;
    readonly optional: DigitState;
    readonly composite: DigitState;
  };
  /** Whether the number keeps to its issuer's own rules, of characters or of a check inside it; `absent` where none are known. */
  readonly issuerNumber: DigitState;
  /** Deviations of the issuer by which this document was read. */
  readonly quirks: readonly QuirkId[];
  /** Where each field stands, to point at it; null where the layout has none. */
  readonly places: MrzPlaces;
  /** What does not conform to the layout, in reading order of the rules; empty for a conformant MRZ. */
  readonly problems: readonly MrzProblem[];
}

export interface MrzPlaces {
  readonly documentCode: Place | null;
  readonly issuingState: Place | null;
  readonly documentNumber: Place;
  /** End of a long document number with its check digit. */
  readonly numberContinuation: Place | null;
  readonly surname: Place | null;
  readonly givenNames: Place | null;
  readonly nationality: Place | null;
  readonly birthDate: Place | null;
  readonly sex: Place | null;
  readonly expiryDate: Place | null;
  readonly optional: readonly Place[];
}

/** One thing about an MRZ that does not conform, and where it stands. */
export interface MrzProblem extends Place {
  readonly kind:
    | 'line-missing'
    | 'line-surplus'
    | 'line-length'
    | 'character'
    | 'check-digit'
    | 'impossible-date'
    | 'unknown-state'
    | 'unknown-code'
    | 'irregular-names';
  /** The field concerned; `check-digit` and `separator` for places between fields, `line` for a whole line. */
  readonly field: FieldName | 'check-digit' | 'separator' | 'line';
}
