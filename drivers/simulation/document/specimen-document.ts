import type { MrzFormat } from '../../../agent/contract/vocabulary/document.ts';

/** The formats the factory prints: every ICAO size; the national layouts are read by the station but not made here. */
export type SpecimenFormat = Exclude<MrzFormat, 'FRA-ID' | 'FRA-DL' | 'CHE-DL'>;

/** Which faces of a sheet the scanner sees; `both` is the joined picture of a two-sided card reader. */
export type SheetSide = 'front' | 'back' | 'both';

export type Palette = 'sea' | 'moss' | 'rose' | 'sand' | 'lilac';

/** Dates are calendar dates `YYYY-MM-DD`; they are printed as ICAO Doc 9303-3 §3.8 shows them (12 AUG 1974). */
export interface PrintedFields {
  readonly surname: string;
  readonly givenNames: string;
  readonly nationality: string;
  readonly birthDate: string;
  readonly sex: 'F' | 'M' | 'X';
  readonly birthPlace?: string;
  readonly personalNumber?: string;
  readonly documentNumber: string;
  readonly issueDate: string;
  readonly expiryDate: string;
  readonly authority: string;
  readonly remarks?: string;
}

/**
 * A synthetic document. It is plain data: what is printed, what stands in the machine-readable zone (as given, also when it is
 * wrong) and whose portrait it carries. Every sheet bears SPECIMEN microprint and a fictitious issuing office.
 */
export interface SpecimenDocument {
  /** Stable name; part of the cache key and shown in the dock. */
  readonly id: string;
  readonly format: SpecimenFormat;
  /** Words for the kind of document, e.g. `PASSPORT / PASS`. */
  readonly titleWords: string;
  readonly issuer: { readonly code: string; readonly name: string };
  readonly palette: Palette;
  /** Person whose portrait is printed. */
  readonly holder: string;
  readonly printed: PrintedFields;
  /** Lines of the machine-readable zone; empty for a page without one. */
  readonly mrz: readonly string[];
  readonly chip: boolean;
  /** `office-copy` is a forgery on bright paper with dye ink: no B900 absorption, no fibres, blue glow under UV. */
  readonly production: 'security-print' | 'office-copy';
  /** Large word printed across the page. */
  readonly overprint?: string;
}
