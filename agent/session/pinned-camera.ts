import type { CaptureStatement } from '../domain/visit-observations.ts';

/** The camera of a capture, as it goes into the record (LIV-04). */
export interface CameraWatch {
  /** Notes the name that the camera gives itself with a frame. */
  see(source: string): CaptureStatement['pinned'];
  name(): string;
  pinned(): CaptureStatement['pinned'];
}

/**
 * Compares the cameras of a capture with the station's list. An entry is a part of a name, without regard to case; Chromium puts the
 * USB vendor and product behind it: `Logitech BRIO (046d:085e)`. A name can be forged by whoever may install a driver, so this
 * stops a swapped or virtual camera of somebody who may not.
 */
export function watchCamera(list: readonly string[] | null): CameraWatch {
  let first: string | null = null;
  let pinned: CaptureStatement['pinned'] = list === null ? 'no-list' : 'pinned';
  return {
    see(source) {
      if (first === null) {
        first = source;
        const name = source.toLowerCase();
        if (list && !list.some((entry) => name.includes(entry.toLowerCase()))) pinned = 'unlisted';
      } else if (source !== first) pinned = 'changed';
      return pinned;
    },
    name: () => first ?? '',
    pinned: () => pinned,
  };
}
