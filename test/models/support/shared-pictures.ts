import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { createPictureDecoder } from '../../../models/picture-decoder.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/pictures', import.meta.url));

/** Real pictures beside the repo; without them the suites that need them are skipped. */
export const haveSharedPictures = existsSync(FOLDER);

/** Says once, on one line, that a suite is skipped and why. */
export function announceSkip(suite: string, condition: boolean, why: string): void {
  if (condition) console.log(`skipped: ${suite} (${why})`);
}

export async function loadShared(file: string): Promise<Picture> {
  const decoded = await createPictureDecoder().decode(readFileSync(join(FOLDER, file)));
  if (!decoded.ok) throw new Error(`${file}: ${decoded.fault.code}`);
  return decoded.value;
}
