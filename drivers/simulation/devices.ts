import type { StationDevices } from '../ports.ts';
import { createSimulatedCamera } from './camera.ts';
import { createSimulatedChipReader } from './chip-reader.ts';
import { createClips } from './clips.ts';
import { createSimulatedScanner } from './scanner.ts';
import { createSensorGrain, type SensorGrain } from './sensor-grain.ts';
import {
  createSimulatedCodeReader,
  createSimulatedIndicator,
  createSimulatedPrinter,
  type SimulatedIndicator,
  type SimulatedPrinter,
} from './small-devices.ts';
import type { Studio } from './studio.ts';
import { startStudio } from './studio-thread.ts';
import type { World } from './world.ts';

export interface SimulationOptions {
  /** Draws pages and views; left out, a drawing thread of its own at 400 dpi, as real full-page readers have. */
  readonly studio?: Studio;
  readonly camera?: { readonly widthPx: number; readonly heightPx: number; readonly framesPerSecond: number };
  readonly exposureMs?: number;
  /** Noise of the camera's sensor; left out, that of a webcam where people are drawn, and none over a studio of one's own. */
  readonly grain?: SensorGrain | null;
  readonly seed?: number;
}

export type SimulatedDevices = Required<StationDevices> & {
  readonly indicator: SimulatedIndicator;
  readonly printer: SimulatedPrinter;
  /** Ends the drawing. The devices themselves are closed one by one. */
  close(): Promise<void>;
};

/** All devices of a station, looking at one world. */
export function createSimulatedDevices(world: World, options: SimulationOptions = {}): SimulatedDevices {
  const camera = options.camera ?? { widthPx: 640, heightPx: 480, framesPerSecond: 8 };
  const studio = options.studio ?? startStudio();
  const grain = options.grain === undefined && !options.studio ? createSensorGrain() : (options.grain ?? null);
  const clips = createClips(studio, { ...camera, seed: options.seed ?? 1 });
  return {
    scanner: createSimulatedScanner(
      world,
      studio,
      options.exposureMs === undefined ? {} : { exposureMs: options.exposureMs },
    ),
    camera: createSimulatedCamera(world, clips, { ...camera, grain }),
    chip: createSimulatedChipReader(world),
    codes: createSimulatedCodeReader(world),
    indicator: createSimulatedIndicator(world),
    printer: createSimulatedPrinter(world),
    close: () => studio.close(),
  };
}
