import Type from 'typebox';

/**
 * MRZ layouts: ICAO Doc 9303-4…7, the French identity card of 1988 and driving licence of 2013 (one line), and the Swiss
 * driving licence (three lines, the first of nine characters).
 */
export type MrzFormat = Type.Static<typeof MrzFormat>;
export const MrzFormat = Type.Enum(['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B', 'FRA-ID', 'FRA-DL', 'CHE-DL']);

/** Characters of each line, from above to below. */
export const MRZ_LINES: Readonly<Record<MrzFormat, readonly number[]>> = {
  TD1: [30, 30, 30],
  TD2: [36, 36],
  TD3: [44, 44],
  'MRV-A': [44, 44],
  'MRV-B': [36, 36],
  'FRA-ID': [36, 36],
  'FRA-DL': [30],
  'CHE-DL': [9, 30, 30],
};

/** What a document is to this visit. A third-country citizen presents the permit first, then the passport. */
export type DocumentRole = Type.Static<typeof DocumentRole>;
export const DocumentRole = Type.Enum(['residence-permit', 'identity-document']);

export type DocumentType = Type.Static<typeof DocumentType>;
export const DocumentType = Type.Enum(['passport', 'identity-card', 'residence-permit', 'visa', 'other']);

/** Illumination of a capture: visible white, near infrared (B900), ultraviolet A 365 nm. */
export type Light = Type.Static<typeof Light>;
export const Light = Type.Enum(['white', 'infrared', 'ultraviolet']);

/** What the card order is for; accept lists differ by purpose. */
export type Purpose = Type.Static<typeof Purpose>;
export const Purpose = Type.Enum(['id06-card', 'id06-lma', 'company-registration']);

/** Languages the two pages speak. */
export type Language = Type.Static<typeof Language>;
export const Language = Type.Enum(['sv', 'en']);

/** Where a capture came from. Stamped by the driver, refused by production policy unless `hardware`. */
export type Origin = Type.Static<typeof Origin>;
export const Origin = Type.Enum(['hardware', 'simulated', 'replayed']);

/** Comparison of one field of the document with the order. */
export type FieldMatch = Type.Static<typeof FieldMatch>;
export const FieldMatch = Type.Enum([
  'exact',
  'transliteration_equal',
  'truncated_equal',
  'different',
  'not_available',
]);
