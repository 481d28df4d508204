import { failed, fault, ok } from '../../agent/contract/faults.ts';
import type { ChipReader } from '../ports.ts';
import { connect } from './connection.ts';
import type { World } from './world.ts';

/** AID of the LDS1 eMRTD application (ICAO Doc 9303-10 §3.3.1). */
const EMRTD_AID = [0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];

/** Status words of ISO/IEC 7816-4 §5.6. */
const SW = {
  ok: [0x90, 0x00],
  wrongLength: [0x67, 0x00],
  fileNotFound: [0x6a, 0x82],
  conditionsNotSatisfied: [0x69, 0x82],
  instructionUnknown: [0x6d, 0x00],
} as const;

/** A contactless reader; a chip is in its field while a document with `chip` lies on the glass. One APDU takes `apduMs`. */
export function createSimulatedChipReader(world: World, { apduMs = 8 }: { readonly apduMs?: number } = {}): ChipReader {
  const inField = () => {
    const sheet = world.sheet();
    return sheet?.kind === 'specimen' && sheet.document.chip;
  };
  let announced = false;
  const announce = () => {
    if (link.session() === null || announced === inField()) return;
    announced = !announced;
    link.emit({ type: announced ? 'chip.present' : 'chip.removed' });
  };
  const link = connect(world, 'chip-reader', 'Simulated contactless reader', () => {
    announced = false;
    announce();
  });
  world.listen(announce);

  return {
    ...link,
    present: async () => (link.session() === null ? link.unplugged() : ok(inField())),
    transmit: async (command) => {
      const session = link.session();
      if (session === null) return link.unplugged();
      const sheet = world.sheet();
      if (!inField()) return failed(fault('chip.removed'));
      await new Promise<void>((done) => world.clock.after(apduMs, done));
      if (session.aborted) return link.unplugged();
      if (world.sheet() !== sheet) return failed(fault('chip.removed'));
      return ok(Uint8Array.from(answer(command)));
    },
  };
}

/**
 * A chip that has the eMRTD application and guards its files: SELECT by AID is answered, everything else needs access control
 * first (ICAO Doc 9303-11 §4.2).
 */
function answer(command: Uint8Array): readonly number[] {
  const [, instruction, p1, , length = 0] = command;
  if (command.length < 4) return SW.wrongLength;
  switch (instruction) {
    case 0xa4: {
      if (p1 !== 0x04) return SW.conditionsNotSatisfied;
      const aid = command.subarray(5, 5 + length);
      if (length === 0 || aid.length !== length) return SW.wrongLength;
      return aid.length === EMRTD_AID.length && EMRTD_AID.every((byte, i) => byte === aid[i]) ? SW.ok : SW.fileNotFound;
    }
    case 0xb0:
    case 0x84:
      return SW.conditionsNotSatisfied;
    default:
      return SW.instructionUnknown;
  }
}
