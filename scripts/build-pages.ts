import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const ROOT = new URL('..', import.meta.url).pathname;
/** Where the built pages lie; the local API serves this folder. */
export const PAGES = join(ROOT, 'kiosk/dist');

/** Builds the pages unless the built ones are newer than everything they are made of. */
export async function buildPages(say: (line: string) => void): Promise<void> {
  const built = join(PAGES, 'index.html');
  if (existsSync(built) && statSync(built).mtimeMs > newest([join(ROOT, 'kiosk'), join(ROOT, 'agent/contract')]))
    return;
  say('building the pages');
  await build({ configFile: join(ROOT, 'kiosk/vite.config.ts'), logLevel: 'warn' });
}

/** Latest change of any source file below the folders, milliseconds since the epoch. */
function newest(folders: readonly string[]): number {
  const times = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('dist'))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
  return Math.max(...times);
}
