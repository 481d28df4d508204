import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StationRecognisers } from '../agent/session/station-ports.ts';
import { openFaceRecognisers } from '../models/face/open-face-recognisers.ts';
import { checkoutModelPlaces } from '../models/model-store.ts';
import { openMrzReader } from '../models/mrz/mrz-reader.ts';
import { openPrintedZoneReader } from '../models/mrz/viz-reader.ts';
import { createPictureDecoder } from '../models/picture-decoder.ts';

export interface OpenedRecognisers extends StationRecognisers {
  close(): Promise<void>;
}

/**
 * Opens every recogniser of the checkout. `MODELS_DIR` names a station bundle; without it the bundle beside the repo or the
 * models built from npm packages are taken. Missing face models leave the path without biometrics, and `say` tells.
 */
export async function openRecognisers(say: (line: string) => void): Promise<OpenedRecognisers> {
  const bundle = process.env.MODELS_DIR;
  if (bundle && !existsSync(bundle)) throw new Error(`MODELS_DIR names ${bundle}, which does not exist`);
  const places = { ...checkoutModelPlaces(), ...(bundle ? { modelsDir: resolve(bundle) } : {}) };
  const [mrz, printedZone, faces] = await Promise.all([
    openMrzReader({ nowMs: () => performance.now() }),
    openPrintedZoneReader(),
    openFaceRecognisers({ places }),
  ]);
  if (!faces.ok) say(`face recognisers: ${faces.fault.code} ${faces.fault.detail ?? ''}: operator comparison only`);
  const opened = faces.ok ? faces.value : null;
  return {
    decoder: createPictureDecoder(),
    mrz,
    printedZone,
    faces: opened,
    async close() {
      await Promise.all([mrz.close(), printedZone.close(), opened?.close()]);
    },
  };
}
