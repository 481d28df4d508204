import type { Fault, Result } from '../agent/contract/faults.ts';
import type { Light, Origin } from '../agent/contract/vocabulary/document.ts';
import type { Colour } from '../agent/contract/vocabulary/verdict.ts';

/** What a device says of itself; goes into the record. */
export interface DeviceIdentity {
  readonly role: DeviceRole;
  readonly model: string;
  readonly serial: string;
  readonly origin: Origin;
}

export type DeviceRole = 'document-scanner' | 'chip-reader' | 'face-camera' | 'code-reader' | 'indicator' | 'printer';

/** Unasked reports of a device. `device.lost` follows an unplug at any moment, also in mid-call. */
export type DeviceEvent =
  | { readonly type: 'device.lost'; readonly fault: Fault }
  | { readonly type: 'document.placed' }
  | { readonly type: 'document.removed' }
  | { readonly type: 'chip.present' }
  | { readonly type: 'chip.removed' }
  | { readonly type: 'code.read'; readonly text: string };

/**
 * What every device can do. `open` may be called again after `close` or after `device.lost`; calls on a device that is not
 * open return the device's `*.unplugged` fault. Listeners get events in order; `listen` returns the way to stop.
 */
export interface Device {
  readonly role: DeviceRole;
  readonly id: string;
  open(): Promise<Result<DeviceIdentity>>;
  close(): Promise<void>;
  listen(listener: (event: DeviceEvent) => void): () => void;
}

/** One picture of the page under one light, as the scanner delivered it (JPEG or PNG bytes). */
export interface DocumentImage {
  readonly light: Light;
  readonly bytes: Uint8Array;
  readonly dpi: number | null;
}

export interface DocumentCapture {
  readonly origin: Origin;
  readonly images: readonly DocumentImage[];
}

/** Faults: `scanner.no-document`, `scanner.document-moved`, `scanner.unplugged`, `scanner.capture-failed`. */
export interface DocumentScanner extends Device {
  readonly role: 'document-scanner';
  capture(request: {
    readonly lights: readonly Light[];
    readonly signal: AbortSignal;
  }): Promise<Result<DocumentCapture>>;
}

/** Contactless reader. `transmit` carries one ISO 7816-4 APDU. Faults: `chip.removed`, `chip.unplugged`, `chip.transmit-failed`. */
export interface ChipReader extends Device {
  readonly role: 'chip-reader';
  present(): Promise<Result<boolean>>;
  transmit(command: Uint8Array): Promise<Result<Uint8Array>>;
}

/** One live frame. `sequence` rises by one per captured frame; `capturedAtMs` is monotonic milliseconds of the station. */
export interface CameraFrame {
  readonly sequence: number;
  readonly capturedAtMs: number;
  readonly jpeg: Uint8Array;
  readonly origin: Origin;
  /** Name of the camera that took it, where that may differ from the identity of the device. */
  readonly source?: string;
}

/** Faults through `device.lost`: `camera.unplugged`, `camera.stalled` (no frame for 2 s while streaming). */
export interface Camera extends Device {
  readonly role: 'face-camera';
  /** Starts the stream; frames older than the newest may be dropped, never reordered. Returns the way to stop. */
  stream(onFrame: (frame: CameraFrame) => void): Promise<Result<() => void>>;
}

/** QR and bar codes arrive as `code.read` events. */
export interface CodeReader extends Device {
  readonly role: 'code-reader';
}

export type IndicatorSignal = 'idle' | 'working' | 'attention' | 'fault' | Colour;

export interface Indicator extends Device {
  readonly role: 'indicator';
  show(signal: IndicatorSignal): Promise<Result<void>>;
}

/** Lines of the receipt, already in the cardholder's language and without personal numbers; `code` is printed as a QR code. */
export interface ReceiptSlip {
  readonly title: string;
  readonly lines: readonly string[];
  readonly code: string;
}

export interface Printer extends Device {
  readonly role: 'printer';
  print(slip: ReceiptSlip): Promise<Result<void>>;
}

/** The devices of a station. Optional ones may be missing by configuration. */
export interface StationDevices {
  readonly scanner: DocumentScanner;
  readonly camera: Camera;
  readonly chip?: ChipReader;
  readonly codes?: CodeReader;
  readonly indicator?: Indicator;
  readonly printer?: Printer;
}
