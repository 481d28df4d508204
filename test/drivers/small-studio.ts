import sharp from 'sharp';
import { createStudio, type Studio } from '../../drivers/simulation/studio.ts';

export interface SmallStudio extends Studio {
  readonly drawn: string[];
  /** Resolves when nothing is being drawn any more. */
  quiet(): Promise<void>;
}

/** A studio with flat pictures in place of people: fast, and every view is a colour of its own. */
export function createSmallStudio(dpi = 100): SmallStudio {
  const drawn: string[] = [];
  const busy = new Set<Promise<unknown>>();
  const flat = (width: number, height: number, tone: number) => ({
    width,
    height,
    data: new Uint8Array(width * height * 3).fill(tone),
  });
  const studio = createStudio({
    dpi,
    portrait: async (person, size) => flat(size.widthPx, size.heightPx, 90 + (person.length % 60)),
    scene: async (view, size) => {
      drawn.push(`${view.persons.join('+')}/${view.presentation}/${view.pose.yawDeg}/${view.blink}`);
      return flat(size.widthPx, size.heightPx, Math.round(128 + view.pose.yawDeg * 2));
    },
  });
  const watched = <T>(work: Promise<T>): Promise<T> => {
    busy.add(work);
    work.finally(() => busy.delete(work)).catch(() => {});
    return work;
  };
  return {
    ...studio,
    drawn,
    page: (request) => watched(studio.page(request)),
    view: (request) => watched(studio.view(request)),
    quiet: async () => {
      // One picture may ask for the next a turn later.
      for (let idle = 0; idle < 3; idle = busy.size > 0 ? 0 : idle + 1) {
        await Promise.allSettled(busy);
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** Mean grey level of a JPEG. */
export async function meanOf(jpeg: Uint8Array): Promise<number> {
  const { channels } = await sharp(jpeg).stats();
  return channels[0]?.mean ?? Number.NaN;
}
