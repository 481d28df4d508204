import { createHash } from 'node:crypto';
import type { DocumentCapture } from '../../drivers/ports.ts';
import { type Fault, failed, fault, ok, type Result } from '../contract/faults.ts';
import type { DocumentRole } from '../contract/vocabulary/document.ts';
import type { Box, ExpectedPage, MrzReading, Picture } from '../contract/vocabulary/observations.ts';
import { documentProblem } from '../domain/inspect-document.ts';
import { parseMrz } from '../domain/parse-mrz.ts';
import { otherDocument } from '../domain/plan-documents.ts';
import type { DocumentObservation } from '../domain/visit-observations.ts';
import { awaitsMrzSide, awaitsPortraitSide, type EarlierSide, isCard, joinSides } from './card-sides.ts';
import { doubtedFrames, type FramesReading, voteWithDoubted } from './frame-readings.ts';
import { overwrite } from './picture-vault.ts';
import { calendarDate } from './session-clock.ts';
import { askedDocument } from './session-context.ts';
import type { Report } from './session-work.ts';
import type { StationPorts } from './station-ports.ts';
import { createTimedSteps, type TimedSteps } from './timed-steps.ts';
import type { DocumentReading, OpenVisit, PresentedDocument } from './visit-state.ts';

const JPEG_QUALITY = 88;
/** The crop round a portrait's face, in face sizes to each side: hair and chin belong to it, a second small portrait does not. */
const PORTRAIT_MARGIN = 0.45;

/**
 * One try at the document asked for: capture, decode, MRZ, printed zone, portrait. Faults before a picture exists are
 * returned; everything later is part of the reading, with the `problem` that a new try may mend.
 */
export async function readDocument(
  ports: StationPorts,
  visit: OpenVisit,
  report: Report,
  signal: AbortSignal,
): Promise<Result<DocumentReading>> {
  const steps = createTimedSteps(ports.clock, report);
  const index = askedDocument(visit);
  const document = visit.documents[index];
  if (!document) throw new Error('no document is asked for');
  const earlier = earlierSide(ports, document);
  ports.vault.drop([document.front, document.portrait]);
  const captured = await steps.run('capture-document', () =>
    ports.devices.scanner.capture({ lights: ports.lights, signal }),
  );
  if (!captured.ok) return captured;
  if (!captured.value.images.some((image) => image.light === 'white')) {
    return failed(fault('scanner.capture-failed', { where: 'white', detail: 'no picture under this light' }));
  }
  const doubted = document.observation ? doubtedFrames(document.observation) : [];
  const look = { ports, visit, index, steps, signal, capture: captured.value, earlier, doubted };
  const empty: DocumentObservation = {
    role: document.role,
    origin: captured.value.origin,
    lights: captured.value.images.map((image) => image.light),
    digests: captured.value.images.map((image) => createHash('sha256').update(image.bytes).digest('base64url')),
    quality: null,
    mrz: null,
    printedZone: null,
    chip: ports.devices.chip ? await lookForChip(ports.devices.chip) : 'not-looked-for',
    fault: null,
  };
  const page = await steps.run('decode-document', () => decodeLight(look, 'white'));
  if (!page.ok) return ok(unread({ ...empty, fault: page.fault }));
  try {
    const seen = { ...empty, quality: await ports.decoder.measurePage(page.value) };
    const reading = await readPage(look, page.value, seen);
    return 'problem' in reading ? ok(reading) : failed(reading);
  } finally {
    overwrite(page.value.data, earlier?.jpeg);
  }
}

/** A copy, because the vault forgets the picture when the new try begins. */
function earlierSide({ vault }: StationPorts, { observation, front }: PresentedDocument): EarlierSide | null {
  const jpeg = front === null ? null : vault.get(front)?.jpeg;
  return observation && jpeg ? { observation, jpeg: new Uint8Array(jpeg) } : null;
}

interface Look {
  readonly ports: StationPorts;
  readonly visit: OpenVisit;
  readonly index: number;
  readonly steps: TimedSteps;
  readonly signal: AbortSignal;
  readonly capture: DocumentCapture;
  readonly earlier: EarlierSide | null;
  /** Readings of the last try at this document that did not stand. */
  readonly doubted: readonly MrzReading[];
}

const unread = (observation: DocumentObservation): DocumentReading => ({
  observation,
  front: null,
  portrait: null,
  problem: documentProblem(observation),
  usable: false,
});

function decodeLight({ ports, capture }: Look, light: 'white' | 'infrared', nth = 0): Promise<Result<Picture>> {
  const image = capture.images.filter((candidate) => candidate.light === light)[nth];
  if (!image) throw new Error(`no ${light} picture`);
  return ports.decoder.decode(image.bytes);
}

async function lookForChip(chip: NonNullable<StationPorts['devices']['chip']>): Promise<DocumentObservation['chip']> {
  const present = await chip.present();
  if (!present.ok) return 'not-looked-for';
  return present.value ? 'present-not-read' : 'absent';
}

/** The reading, or the fault that asks for the other document in words: nothing is kept of the one that lies there. */
async function readPage(look: Look, page: Picture, empty: DocumentObservation): Promise<DocumentReading | Fault> {
  const { ports, visit, index, steps } = look;
  const mrz = await steps.run('read-mrz', () => readFrames(look, page));
  if (!mrz.ok) {
    if (look.earlier && awaitsPortraitSide(look.earlier))
      return readPortraitSide(look, page, look.earlier.observation, empty);
    const front = ports.vault.keep(visit.id, {
      kind: 'document',
      document: index,
      jpeg: await ports.decoder.encodeJpeg(page, JPEG_QUALITY),
      pixels: null,
    });
    const findings = await ports.decoder.judgePage(page, null, expectedPage(empty));
    return { ...unread({ ...empty, fault: mrz.fault, findings }), front };
  }
  const { reading, frames } = mrz.value;
  const other = isOther(look, empty.role, reading);
  if (other) return other;
  const upright = reading.quarterTurns === 0 ? page : await ports.decoder.turn(page, reading.quarterTurns);
  const size = { width: upright.width, height: upright.height };
  try {
    const seen = { ...empty, mrz: reading, frames, page: size, infraredMrz: await readInfrared(look) };
    return await readUpright(look, upright, seen);
  } finally {
    if (upright !== page) overwrite(upright.data);
  }
}

async function readUpright(look: Look, upright: Picture, seen: DocumentObservation): Promise<DocumentReading> {
  const { ports, visit, index, steps } = look;
  const jpeg = await ports.decoder.encodeJpeg(upright, JPEG_QUALITY);
  const front = ports.vault.keep(visit.id, { kind: 'document', document: index, jpeg, pixels: null });
  const zone = await steps.run('read-printed-zone', () => ports.printedZone.read(upright, seen.mrz));
  const findings = await ports.decoder.judgePage(upright, seen.mrz, expectedPage(seen));
  const observation = { ...seen, findings, printedZone: zone.ok ? zone.value : null };
  const problem = documentProblem(observation);
  if (problem || !portraitIsNeeded(visit, observation)) {
    steps.skip('find-portrait');
    return { observation, front, portrait: null, problem, usable: problem === null };
  }
  const portrait = await steps.run('find-portrait', () => keepPortrait(look, upright));
  if (portrait.ok) return { observation, front, portrait: portrait.value, problem: null, usable: true };
  if (portrait.fault.code !== 'face.none' || !observation.mrz || !isCard(observation.mrz.format))
    return { observation, front, portrait: null, problem: portrait.fault, usable: true };
  if (look.earlier && awaitsMrzSide(look.earlier)) {
    const page = await ports.decoder.decode(look.earlier.jpeg);
    ports.vault.drop([front]);
    if (page.ok) {
      const joined = await readPortraitSide(look, page.value, observation, look.earlier.observation);
      overwrite(page.value.data);
      return joined;
    }
  }
  return { observation, front, portrait: null, problem: fault('document.other-side'), usable: true };
}

/** Only an MRZ that stands says which of the two documents lies there. */
function isOther({ ports, visit }: Look, role: DocumentRole, { gate, format, lines }: MrzReading): Fault | null {
  if (gate !== 'accepted') return null;
  const { type } = parseMrz(format, lines, calendarDate(ports.clock.now(), ports.timeZone));
  const plan = visit.documents.map((document) => document.role);
  const code = otherDocument(role, type, plan);
  return code && fault(code);
}

/** A permit is a card; an identity document may be a passport too. */
const expectedPage = ({ role }: DocumentObservation): ExpectedPage => (role === 'residence-permit' ? 'card' : 'any');

/** The portrait side of a card whose MRZ side is known: printed words and portrait. */
async function readPortraitSide(
  look: Look,
  page: Picture,
  mrzSide: DocumentObservation,
  portraitSide: DocumentObservation,
): Promise<DocumentReading> {
  const { ports, visit, index, steps } = look;
  const jpeg = await ports.decoder.encodeJpeg(page, JPEG_QUALITY);
  const front = ports.vault.keep(visit.id, { kind: 'document', document: index, jpeg, pixels: null });
  const zone = await steps.run('read-printed-zone', () => ports.printedZone.read(page, null));
  const observation = joinSides(mrzSide, { ...portraitSide, printedZone: zone.ok ? zone.value : null });
  const portrait = await steps.run('find-portrait', () => keepPortrait(look, page));
  const found = portrait.ok ? portrait.value : null;
  return {
    observation,
    front,
    portrait: found,
    problem: portrait.ok ? null : fault('document.other-side'),
    usable: true,
  };
}

/** No face is looked for on the path without biometrics, nor on a permit: the passport's portrait is the reference. */
const portraitIsNeeded = (visit: OpenVisit, { role }: DocumentObservation) =>
  visit.path === 'biometric' && role === 'identity-document';

/** The MRZ of the page as all pictures under white light have it; a picture in which it cannot be read has no voice. */
async function readFrames(look: Look, page: Picture): Promise<Result<FramesReading>> {
  const { ports, capture } = look;
  const first = await ports.mrz.read(page);
  if (!first.ok) return first;
  const frames: [MrzReading, ...MrzReading[]] = [first.value];
  const pictures = capture.images.filter(({ light }) => light === 'white').length;
  for (let nth = 1; nth < pictures; nth++) {
    const picture = await decodeLight(look, 'white', nth);
    if (!picture.ok) continue;
    const again = await ports.mrz.read(picture.value);
    overwrite(picture.value.data);
    if (again.ok) frames.push(again.value);
  }
  return ok(voteWithDoubted(ports.mrz.vote, frames, look.doubted));
}

/** Only B900 ink shows under near infrared; a reading there is a second source for the MRZ. */
async function readInfrared(look: Look): Promise<MrzReading | null> {
  if (!look.capture.images.some((image) => image.light === 'infrared')) return null;
  const page = await decodeLight(look, 'infrared');
  if (!page.ok) return null;
  const mrz = await look.ports.mrz.read(page.value);
  overwrite(page.value.data);
  return mrz.ok ? mrz.value : null;
}

/** Cuts out the largest face of the upright page; laser ghosts and watermarks are smaller. */
async function keepPortrait({ ports, visit, index, signal }: Look, upright: Picture): Promise<Result<string | null>> {
  if (!ports.faces) return failed(fault('models.absent', { where: 'faces' }));
  if (signal.aborted) return ok(null);
  const seen = await ports.faces.observe(upright);
  if (!seen.ok) return seen;
  const [largest] = [...seen.value.faces].sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
  if (!largest) return failed(fault('face.none', { where: 'document' }));
  const pixels = await ports.decoder.crop(upright, widen(largest.box));
  const jpeg = await ports.decoder.encodeJpeg(pixels, JPEG_QUALITY);
  return ok(ports.vault.keep(visit.id, { kind: 'portrait', document: index, jpeg, pixels }));
}

function widen(box: Box): Box {
  const aside = box.width * PORTRAIT_MARGIN;
  const above = box.height * PORTRAIT_MARGIN;
  return { x: box.x - aside, y: box.y - above, width: box.width + 2 * aside, height: box.height + 2 * above };
}
