import type { Light } from '../../agent/contract/vocabulary/document.ts';
import type { ChallengeAction } from '../../agent/contract/vocabulary/visit.ts';
import type { DeviceRole } from '../ports.ts';
import type { WorldClock } from './clock.ts';
import type { SheetSide, SpecimenDocument } from './document/specimen-document.ts';
import { CLEAN, type Wear, worn } from './document/wear.ts';
import { type Gesture, gestureAt, NOBODY, type Scene } from './scene.ts';

/** What lies on the scanner's glass: a synthetic document, or pictures from anywhere, handed out byte by byte as they are. */
export type Sheet =
  | { readonly kind: 'specimen'; readonly document: SpecimenDocument; readonly side: SheetSide; readonly wear: Wear }
  | {
      readonly kind: 'picture';
      readonly label: string;
      readonly images: Readonly<Partial<Record<Light, Uint8Array>>>;
      readonly dpi: number | null;
    };

type WorldChange =
  | 'sheet.placed'
  | 'sheet.removed'
  | 'scene.changed'
  | 'cable.pulled'
  | 'cable.plugged'
  | 'camera.frozen'
  | 'paper.changed';

type WorldEvent =
  | { readonly type: WorldChange; readonly role?: DeviceRole }
  | { readonly type: 'code.shown'; readonly text: string };

/** The one place the simulated devices look at. Nothing in it does anything by itself; people and scripts change it. */
export interface World {
  readonly clock: WorldClock;
  sheet(): Sheet | null;
  scene(): Scene;
  /** The gesture in progress, or null when the person is at rest. */
  gesture(): Gesture | null;
  isPlugged(role: DeviceRole): boolean;
  isCameraFrozen(): boolean;
  hasPaper(): boolean;

  /** Lays a document on the glass; one that lay there is taken away first. */
  place(document: SpecimenDocument, how?: { readonly side?: SheetSide; readonly wear?: Partial<Wear> }): void;
  placePicture(picture: {
    readonly label: string;
    readonly images: Readonly<Partial<Record<Light, Uint8Array>>>;
    readonly dpi?: number;
  }): void;
  remove(): void;
  /** Puts people before the camera and ends any gesture. */
  stand(scene: Scene): void;
  /** The person performs a gesture now. Without a person nothing happens; a print or a screen cannot move. */
  act(action: ChallengeAction): void;
  /** A cooperative person does what the station asks through {@link World.ask}. */
  setCooperative(cooperative: boolean): void;
  /** The station asks for a gesture; followed only by a cooperative person. */
  ask(action: ChallengeAction): void;
  unplug(role: DeviceRole): void;
  plug(role: DeviceRole): void;
  /** A frozen camera stays plugged but delivers no more frames. */
  freezeCamera(frozen: boolean): void;
  setPaper(present: boolean): void;
  showCode(text: string): void;
  listen(listener: (event: WorldEvent) => void): () => void;
}

export function createWorld({ clock }: { readonly clock: WorldClock }): World {
  const listeners = new Set<(event: WorldEvent) => void>();
  const unplugged = new Set<DeviceRole>();
  let sheet: Sheet | null = null;
  let scene = NOBODY;
  let started: { action: ChallengeAction; atMs: number } | null = null;
  let cooperative = false;
  let frozen = false;
  let paper = true;

  const tell = (event: WorldEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const lay = (next: Sheet) => {
    remove();
    sheet = next;
    tell({ type: 'sheet.placed' });
  };
  const remove = () => {
    if (sheet === null) return;
    sheet = null;
    tell({ type: 'sheet.removed' });
  };
  const act = (action: ChallengeAction) => {
    if (scene.persons.length === 0 || scene.presentation !== 'live') return;
    started = { action, atMs: clock.nowMs() };
  };

  return {
    clock,
    sheet: () => sheet,
    scene: () => scene,
    gesture: () => (started === null ? null : gestureAt(started.action, clock.nowMs() - started.atMs)),
    isPlugged: (role) => !unplugged.has(role),
    isCameraFrozen: () => frozen,
    hasPaper: () => paper,

    place: (document, how = {}) =>
      lay({ kind: 'specimen', document, side: how.side ?? 'both', wear: how.wear ? worn(how.wear) : CLEAN }),
    placePicture: ({ label, images, dpi }) => lay({ kind: 'picture', label, images, dpi: dpi ?? null }),
    remove,
    stand: (next) => {
      scene = next;
      started = null;
      tell({ type: 'scene.changed' });
    },
    act,
    setCooperative: (next) => {
      cooperative = next;
    },
    ask: (action) => {
      if (cooperative) act(action);
    },
    unplug: (role) => {
      if (unplugged.has(role)) return;
      unplugged.add(role);
      tell({ type: 'cable.pulled', role });
    },
    plug: (role) => {
      if (unplugged.delete(role)) tell({ type: 'cable.plugged', role });
    },
    freezeCamera: (next) => {
      frozen = next;
      tell({ type: 'camera.frozen' });
    },
    setPaper: (present) => {
      paper = present;
      tell({ type: 'paper.changed' });
    },
    showCode: (text) => tell({ type: 'code.shown', text }),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
