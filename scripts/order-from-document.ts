import { readFile } from 'node:fs/promises';
import type { CardOrder } from '../agent/contract/order.ts';
import { issuingState } from '../agent/domain/issuing-states.ts';
import { parseMrz } from '../agent/domain/parse-mrz.ts';
import type { StationRecognisers } from '../agent/session/station-ports.ts';

/**
 * A walk-in order that claims exactly what the first readable page says; a page that cannot be read gives an order that matches
 * nothing. Useful to try a picture: it never proves that an order is right.
 */
export async function orderFromDocument(
  { decoder, mrz }: Pick<StationRecognisers, 'decoder' | 'mrz'>,
  pages: readonly string[],
  today: string,
): Promise<CardOrder> {
  const walkIn = { reference: 'WALK-IN', purpose: 'id06-card', state: 'open' } as const;
  for (const path of pages) {
    const page = await decoder.decode(await readFile(path).catch(() => new Uint8Array()));
    const read = page.ok ? await mrz.read(page.value) : page;
    if (!read.ok) continue;
    const document = parseMrz(read.value.format, read.value.lines, today);
    return {
      ...walkIn,
      surname: document.surname || 'UNREAD',
      givenNames: document.givenNames,
      birthDate: document.birthDate.iso ?? '1900-01-01',
      nationality: issuingState(document.nationality) ? document.nationality : 'XXX',
    };
  }
  return { ...walkIn, surname: 'UNREAD', givenNames: '', birthDate: '1900-01-01', nationality: 'SWE' };
}
