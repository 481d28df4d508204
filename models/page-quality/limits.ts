/**
 * Limits of the quality words, set on pages of the document factory so that pages that read well raise none (0 of 16, seeds 1–16,
 * no help from the reader). Detected there (same seeds, `scripts/measure-page-quality.ts 16 1` prints them again):
 *
 * | word         | strength → share of pages that raise it                                      |
 * |--------------|------------------------------------------------------------------------------|
 * | glare        | radius 2 mm 50 %, 4 mm 94 %, 7 mm 100 %                                      |
 * | finger       | 5 mm in 88 %, 10 and 18 mm 100 %; dark object 6 mm in 31 %, 12 mm 69 %       |
 * | motion       | 0.3 mm 0 %, 0.5 mm 38 %, 0.8 mm 94 %                                         |
 * | defocus      | sigma 0.12 mm 0 %, 0.2 mm 100 %, 0.3 mm 94 % (the rest is told as motion)    |
 * | too-far      | capitals of 12.3 px 0 %, 8.4 and 6.2 px 100 %                                |
 * | cut-off      | 5 and 15 % of the page 69 %: only a ground darker than the paper shows bounds |
 * | too-close    | 10 % gone on every side 56 %                                                 |
 * | wrong-side   | 100 %                                                                        |
 * | low-contrast | 0.4 of the contrast left 0 %, 0.25 and 0.15 100 %                            |
 *
 * Sixteen pages without a word bound the rate of false words below 17 % only (95 %, rule of three); more seeds narrow it.
 */
export const PAGE_LIMITS = {
  /** Empty glass: largest contrast of a cell (grey levels) and largest share of edge pixels. */
  nothing: { contrast: 14, edgeShare: 0.002 },
  /** Paper darker than this, grey levels. */
  dark: 60,
  /** Burnt-out paper whose print has lost this share of its contrast. */
  bright: { paper: 250, contrast: 0.5 },
  /** Print contrast as a share of the paper's level. */
  contrast: 0.3,
  /** Share of the document burnt out (on the lines of the MRZ a spot of 2 mm takes a character away), and how gently it fades. */
  glare: { share: 0.0025, shareOnLines: 0.0008, softness: 0.1 },
  /** Share of the document covered and how far in. */
  finger: { share: 0.01, shareOnLines: 0.004, reach: 0.05 },
  notch: { share: 0.006, reach: 0.06 },
  /** Share of the document's side that lies on the picture's edge. */
  cut: 0.4,
  /** Capitals lower than this, pixels; the line reader begins to fail there. */
  capHeightPx: 9,
  /** Two neighbouring lines at least this long, as a share of the document's long side, may be an MRZ. */
  pairLength: 0.68,
  /** Height of capitals in the reduced picture (longest side 400 px) from which its lines are found. */
  sideCapPx: 5,
  /** Least share of ink on a page that can be the wrong side of something; a blank sheet has less. */
  inkShare: 0.01,
  /** Blur (standard deviation) relative to the height of capitals, and the ratio of its directions that makes it motion. */
  blur: { defocus: 0.045, motion: 0.045, anisotropy: 1.75 },
} as const;
