import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { createPictureDecoder } from '../../models/picture-decoder.ts';

/** A picture of a known person; persons are told apart within and across sets. */
export interface Sample {
  readonly set: string;
  readonly person: string;
  readonly file: string;
}

/** Sets with labelled persons, and how a file tells its person. */
const SETS: Readonly<Record<string, (name: string) => string>> = {
  orl: (name) => name.split('/')[0] as string,
  'azure-families': withoutNumber,
  officials: withoutNumber,
  astronaut: withoutNumber,
};

function withoutNumber(name: string): string {
  return name.replace(/\d*\.\w+$/, '');
}

/**
 * Lists `orl/<person>/<picture>`, `azure-families/<person><n>.jpg`, `officials/<person><n>.jpg` and `astronaut/` of a
 * folder in a fixed order; at most `persons` persons of a set. Throws when the folder lacks a set.
 */
export function listSamples(folder: string, persons = Number.POSITIVE_INFINITY): readonly Sample[] {
  return Object.entries(SETS).flatMap(([set, personOf]) => {
    const names = readdirSync(join(folder, set), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(jpg|png)$/.test(name))
      .sort();
    const kept = new Set([...new Set(names.map(personOf))].slice(0, persons));
    return names
      .filter((name) => kept.has(personOf(name)))
      .map((name) => ({ set, person: `${set}/${personOf(name)}`, file: join(folder, set, name) }));
  });
}

const decoder = createPictureDecoder();

/** Decodes as the product does. Throws with the fault's code: a picture of the bench must be whole. */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<Picture> {
  const decoded = await decoder.decode(bytes);
  if (!decoded.ok) throw new Error(`${name}: ${decoded.fault.code}`);
  return decoded.value;
}

export async function readPicture(file: string): Promise<Picture> {
  return decodePicture(await readFile(file), file);
}
