import type {
  Box,
  ExpectedPage,
  MrzOnPage,
  PageAdvice,
  PageFindings,
  PageProblem,
  PageProblemKind,
  Picture,
} from '../../agent/contract/vocabulary/observations.ts';
import { SIDES } from './document-area.ts';
import { PAGE_LIMITS as LIMITS } from './limits.ts';
import { measurePageProblems, type PageMeasures } from './measures.ts';
import { toPage } from './reduce-page.ts';

/** Height of capitals of OCR-B size I (ECMA-11) as a share of the long side of a passport page (125 mm) and of a card (85.6 mm). */
const CAP_SHARE = { passport: 2.46 / 125, card: 2.46 / 85.6, any: 2.46 / 125 } as const;

/**
 * Says in closed words why a page is hard to read: every trouble with its box in pixels of `picture`, worst first. It knows
 * nothing of verdicts: a page that was read may have troubles too. `mrz` is what the reader found, in the same pixels.
 */
export async function judgePage(
  picture: Picture,
  mrz: MrzOnPage | null,
  expected: ExpectedPage,
): Promise<PageFindings> {
  const measures = await measurePageProblems(picture, mrz !== null);
  const problems = isEmpty(measures)
    ? [problem('nothing-there', whole(picture), 1, 'lay-document')]
    : findProblems(measures, picture, mrz, expected);
  return {
    width: picture.width,
    height: picture.height,
    problems: problems.sort((a, b) => b.severity - a.severity),
  };
}

const isEmpty = ({ light, area }: PageMeasures): boolean =>
  !area.bounded && light.printContrast <= LIMITS.nothing.contrast && light.edgeShare <= LIMITS.nothing.edgeShare;

function findProblems(
  measures: PageMeasures,
  picture: Picture,
  mrz: MrzOnPage | null,
  expected: ExpectedPage,
): PageProblem[] {
  const found = [
    ...lightProblems(measures),
    ...reflections(measures, mrz),
    ...occlusions(measures, mrz),
    ...boundsProblems(measures, picture, mrz),
    ...sizeProblems(measures, picture, mrz, expected),
    ...blurProblems(measures, picture, mrz, expected),
  ];
  if (mrz && mrz.quarterTurns !== 0) found.push(problem('turned', mrz.box, 0, 'none'));
  // A side without MRZ is told only when nothing else hides the lines.
  return found.some(({ severity }) => severity > 0)
    ? found
    : [...found, ...sideProblems(measures, picture, mrz, expected)];
}

function lightProblems({ page, area, light }: PageMeasures): PageProblem[] {
  const at = toPage(area.box, page);
  const contrast = light.printContrast / Math.max(1, light.paper);
  if (light.paper < LIMITS.dark)
    return [problem('too-dark', at, beyond(LIMITS.dark - light.paper, LIMITS.dark), 'more-light')];
  if (light.paper >= LIMITS.bright.paper && contrast < LIMITS.bright.contrast)
    return [problem('too-bright', at, beyond(LIMITS.bright.contrast - contrast, LIMITS.bright.contrast), 'less-light')];
  if (contrast < LIMITS.contrast)
    return [problem('low-contrast', at, beyond(LIMITS.contrast - contrast, LIMITS.contrast), 'clean-glass')];
  return [];
}

function reflections({ page, area, reflections: seen }: PageMeasures, mrz: MrzOnPage | null): PageProblem[] {
  const zone = mrz?.box ?? lowerThird(toPage(area.box, page));
  const [worst] = seen
    .filter(({ softness }) => softness >= LIMITS.glare.softness)
    .flatMap(({ box, share }) => {
      const at = toPage(box, page);
      // On the lines a small reflection takes characters away; elsewhere it takes a large one to matter.
      const onLines = overlap(at, zone) > 0;
      if (share < (onLines ? LIMITS.glare.shareOnLines : LIMITS.glare.share)) return [];
      const severity = onLines ? 0.6 + 0.4 * Math.min(1, share / 0.02) : 0.2 + 0.5 * Math.min(1, share / 0.08);
      return [problem('glare', at, severity, 'avoid-reflection')];
    })
    .sort((a, b) => b.severity - a.severity);
  return worst ? [worst] : [];
}

function occlusions({ page, area, fingers, notches }: PageMeasures, mrz: MrzOnPage | null): PageProblem[] {
  const zone = mrz?.box ?? lowerThird(toPage(area.box, page));
  const [finger] = fingers.filter(({ box, share, reach }) => {
    const least = overlap(toPage(box, page), zone) > 0 ? LIMITS.finger.shareOnLines : LIMITS.finger.share;
    return share >= least && reach >= LIMITS.finger.reach;
  });
  // A hand makes notches of its own beside it: its outline is part of the document's hull.
  const [notch] = notches.filter(({ share, reach }) => share >= LIMITS.notch.share && reach >= LIMITS.notch.reach);
  const over = finger ?? notch;
  if (!over) return [];
  const at = toPage(over.box, page);
  const severity =
    overlap(at, zone) > 0 ? 0.7 + 0.3 * Math.min(1, over.share / 0.05) : 0.25 + Math.min(0.3, over.share);
  return [problem('finger', at, severity, 'take-hand-away')];
}

function boundsProblems({ page, area, lines }: PageMeasures, picture: Picture, mrz: MrzOnPage | null): PageProblem[] {
  const at = toPage(area.box, page);
  const out = area.bounded ? SIDES.filter((side) => area.touching[side] >= LIMITS.cut) : [];
  if (out.length > 0) {
    const worst = Math.max(...out.map((side) => area.touching[side]));
    return [problem('cut-off', at, 0.4 + 0.4 * Math.min(1, worst), 'lay-whole-page')];
  }
  const runsOut = mrz
    ? leaves(mrz, picture)
    : (lines?.runsOut ?? false) && lines !== null && lines.pairLength >= LIMITS.pairLength;
  return runsOut ? [problem('too-close', mrz?.box ?? at, 0.8, 'move-back')] : [];
}

/** The lines of the MRZ run over the picture's edge, or stop within half a character of it. */
function leaves({ box, capHeightPx }: MrzOnPage, { width, height }: Picture): boolean {
  const margin = 0.25 * capHeightPx;
  return (
    box.x < margin || box.y < -margin || box.x + box.width > width - margin || box.y + box.height > height + margin
  );
}

function sizeProblems(
  measures: PageMeasures,
  picture: Picture,
  mrz: MrzOnPage | null,
  expected: ExpectedPage,
): PageProblem[] {
  const cap = capHeight(measures, picture, mrz, expected);
  if (cap >= LIMITS.capHeightPx) return [];
  const at = toPage(measures.area.box, measures.page);
  return [problem('too-far', mrz?.box ?? at, beyond(LIMITS.capHeightPx - cap, LIMITS.capHeightPx), 'move-closer')];
}

/** Height of the capitals of the MRZ: as read, or as the document's size makes them; a page without bounds fills the picture at most. */
function capHeight(
  { page, area }: PageMeasures,
  { width, height }: Picture,
  mrz: MrzOnPage | null,
  expected: ExpectedPage,
): number {
  if (mrz) return mrz.capHeightPx;
  const box = toPage(area.box, page);
  const long = area.bounded ? Math.max(box.width, box.height) : Math.max(width, height);
  return CAP_SHARE[expected] * long;
}

function blurProblems(
  measures: PageMeasures,
  picture: Picture,
  mrz: MrzOnPage | null,
  expected: ExpectedPage,
): PageProblem[] {
  const { focus, page, area } = measures;
  if (!focus) return [];
  const cap = capHeight(measures, picture, mrz, expected);
  const at = toPage(area.box, page);
  const { alongPx, acrossPx } = focus;
  const { defocus, motion, anisotropy } = LIMITS.blur;
  if (alongPx >= motion * cap && alongPx >= anisotropy * acrossPx)
    return [problem('motion', at, beyond(alongPx / cap - motion, 2 * motion), 'hold-still')];
  if (acrossPx >= defocus * cap)
    return [problem('defocus', at, beyond(acrossPx / cap - defocus, 2 * defocus), 'lay-flat')];
  return [];
}

/** Print, but no long lines of it: the MRZ is on another side or page. */
function sideProblems(
  measures: PageMeasures,
  picture: Picture,
  mrz: MrzOnPage | null,
  expected: ExpectedPage,
): PageProblem[] {
  const { page, area, lines } = measures;
  if (mrz || !lines) return [];
  // Lines too small for the reduced picture cannot be missed there.
  if (capHeight(measures, picture, mrz, expected) < LIMITS.sideCapPx * page.scale) return [];
  if (lines.pairLength >= LIMITS.pairLength || lines.inkShare < LIMITS.inkShare) return [];
  const at = toPage(area.box, page);
  const ratio = Math.max(at.width, at.height) / Math.max(1, Math.min(at.width, at.height));
  const card = expected === 'card' || (expected === 'any' && area.bounded && ratio > 1.5);
  return [problem('wrong-side', at, 0.5, card ? 'turn-card-over' : 'open-photo-page')];
}

const problem = (kind: PageProblemKind, box: Box, severity: number, advice: PageAdvice): PageProblem => ({
  kind,
  box,
  severity: Math.round(Math.max(0, Math.min(1, severity)) * 100) / 100,
  advice,
});

/** 0.3 at a limit, 1 when the measure is `range` beyond it. */
const beyond = (excess: number, range: number): number => 0.3 + 0.7 * Math.min(1, excess / range);

const whole = ({ width, height }: Picture): Box => ({ x: 0, y: 0, width, height });

const lowerThird = ({ x, y, width, height }: Box): Box => ({ x, y: y + (2 * height) / 3, width, height: height / 3 });

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
