import type { LiveFrame } from '../../models/ports.ts';

export type PictureKind = 'document' | 'portrait' | 'live';

/** A picture of the open visit: JPEG bytes for people and the record, pixels for the recognisers. */
export interface KeptPicture {
  readonly id: string;
  readonly kind: PictureKind;
  readonly document?: number;
  readonly jpeg: Uint8Array;
  /** Of a live frame together with the faces seen in it. */
  readonly pixels: LiveFrame | null;
}

/** The one place where a visit's pictures live, in memory, until they are overwritten. */
export interface PictureVault {
  /** Starts a visit; pictures of any earlier one are overwritten. */
  begin(visit: string): void;
  /** Takes ownership of the buffers. They are overwritten at once, and the answer is null, when the visit is not the open one. */
  keep(visit: string, picture: Omit<KeptPicture, 'id'>): string | null;
  get(id: string): KeptPicture | null;
  list(): readonly KeptPicture[];
  drop(ids: readonly (string | null)[]): void;
  /** Overwrites every buffer with zeros and forgets all of them. */
  wipe(): void;
}

/** Ids are never used twice by one agent, so a late request cannot show the next person's picture. */
export function createPictureVault(): PictureVault {
  const pictures = new Map<string, KeptPicture>();
  let open: string | null = null;
  let last = 0;
  const erase = (picture: Pick<KeptPicture, 'jpeg' | 'pixels'>) => overwrite(picture.jpeg, picture.pixels?.data);
  const wipe = () => {
    for (const picture of pictures.values()) erase(picture);
    pictures.clear();
    open = null;
  };
  return {
    begin(visit) {
      wipe();
      open = visit;
    },
    keep(visit, picture) {
      if (visit !== open) {
        erase(picture);
        return null;
      }
      last += 1;
      const id = `${picture.kind}-${last}`;
      pictures.set(id, { ...picture, id });
      return id;
    },
    get: (id) => pictures.get(id) ?? null,
    list: () => [...pictures.values()],
    drop(ids) {
      for (const id of ids) {
        const picture = id === null ? undefined : pictures.get(id);
        if (!picture) continue;
        erase(picture);
        pictures.delete(picture.id);
      }
    },
    wipe,
  };
}

/** Zeroes buffers that held a picture; undefined ones are skipped. */
export function overwrite(...buffers: readonly (Uint8Array | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0);
}
