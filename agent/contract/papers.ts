import Type from 'typebox';
import { SupportingPaper } from './rule-pack.ts';
import { OfficerId } from './vocabulary/comparison.ts';

/** Base64url SHA-256 of the picture file of one page. */
export const PageDigest = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

/**
 * A paper that an officer has looked at, by its pages. The pictures stay where they were taken; their digests tie the record to them,
 * and two pages of one paper never have the same.
 */
export type PresentedPaper = Type.Static<typeof PresentedPaper>;
export const PresentedPaper = Type.Object(
  {
    kind: SupportingPaper,
    pages: Type.Array(PageDigest, { minItems: 1, maxItems: 20, uniqueItems: true }),
    officer: OfficerId,
  },
  { additionalProperties: false },
);
