import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { type DocumentArea, findDocument } from './document-area.ts';
import { type Focus, measureFocus } from './focus.ts';
import { findReflections, type Reflection } from './glare.ts';
import { type Light, measureLight } from './light.ts';
import { findFingers, findNotches, type Occlusion } from './occlusion.ts';
import { findLongLines, type LongLines } from './print-lines.ts';
import { type ReducedPage, reducePage, toPage } from './reduce-page.ts';

/** Everything measured on a page before any limit is applied. Boxes are pixels of the small picture, focus of the page. */
export interface PageMeasures {
  readonly page: ReducedPage;
  readonly area: DocumentArea;
  readonly light: Light;
  readonly focus: Focus | null;
  readonly reflections: readonly Reflection[];
  readonly fingers: readonly Occlusion[];
  readonly notches: readonly Occlusion[];
  /** Null when the MRZ was read: then nobody needs to look for its lines. */
  readonly lines: LongLines | null;
}

export async function measurePageProblems(picture: Picture, mrzIsKnown: boolean): Promise<PageMeasures> {
  const page = await reducePage(picture);
  const area = findDocument(page);
  const light = measureLight(page, area.box, area.mask);
  const fingers = findFingers(page, area, light);
  return {
    page,
    area,
    light,
    focus: measureFocus(page.detail, toPage(area.box, page)),
    reflections: findReflections(page, area.box, light.paper),
    fingers,
    notches: findNotches(page, area),
    lines: mrzIsKnown ? null : findLongLines(page, area, light.paper),
  };
}
