import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const repository = fileURLToPath(new URL('../..', import.meta.url));
/** Packages with native libraries; everything else goes into the one file. */
const NATIVE = ['onnxruntime-node', 'sharp'];

/**
 * Bundles a program (its path in the repo) into one file, the form in which a station runs: under tsx its memory would be that of the
 * compiler as well. Manifest, golden outputs and calibrations lie where the modules look for them, which is relative to the
 * file. Throws when the bundler fails.
 */
export async function bundleChild(program: string, folder: string): Promise<string> {
  const name = basename(program, '.ts');
  const models = join(repository, 'models');
  const out = join(folder, 'models');
  mkdirSync(out);
  await build({
    root: repository,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(repository, program),
      outDir: out,
      emptyOutDir: false,
      minify: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
    ssr: { noExternal: true, external: NATIVE },
  });
  for (const [from, to] of [
    [join(models, 'manifest.json'), join(out, 'manifest.json')],
    [join(models, 'golden'), join(out, 'golden')],
    [join(models, 'mrz'), join(out, 'mrz')],
    [join(models, 'calibration'), join(folder, 'calibration')],
    [join(repository, 'node_modules'), join(folder, 'node_modules')],
  ] as const) {
    symlinkSync(from, to);
  }
  const bundle = join(out, `${name}.mjs`);
  if (!existsSync(bundle)) throw new Error(`the bundler left no file of ${program}`);
  return bundle;
}
