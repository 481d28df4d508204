import type { Fault } from '../contract/faults.ts';
import type { CheckRecord } from '../contract/record.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import type { CheckId } from '../contract/vocabulary/checks.ts';
import type { Purpose } from '../contract/vocabulary/document.ts';
import type { Box, MrzReading, PageProblemKind } from '../contract/vocabulary/observations.ts';
import type { CheckResult, ReasonCode } from '../contract/vocabulary/verdict.ts';
import { corroborate } from './corroborate.ts';
import { acceptanceFacts, judgeAcceptance } from './document-acceptance.ts';
import { judgePrintedNumber } from './identification/match-identification-number.ts';
import { inspectCorroboration } from './inspect-corroboration.ts';
import { canExpireAt, mayState, stateName } from './issuing-states.ts';
import { type DigitState, type MrzDocument, parseMrz } from './parse-mrz.ts';
import type { DocumentObservation } from './visit-observations.ts';

type Line = (id: CheckId, result: CheckResult, reason?: ReasonCode, score?: number) => void;

/** Why this document should be tried again, or null when its reading can be used. */
export function documentProblem(document: DocumentObservation): Fault | null {
  if (document.fault) return document.fault;
  if (!document.mrz) return { code: 'mrz.not-found' };
  return document.mrz.gate === 'accepted' ? null : { code: 'mrz.unreadable' };
}

/** The checks of one presented document: capture, identification, MRZ (ICAO Doc 9303-3 §4), printed zone, chip presence. */
export function inspectDocument(
  document: DocumentObservation,
  index: number,
  context: { readonly pack: RulePack; readonly purpose: Purpose; readonly today: string },
): readonly CheckRecord[] {
  const checks: CheckRecord[] = [];
  const line: Line = (id, result, reason, score) =>
    checks.push({
      id,
      result,
      document: index,
      by: 'machine',
      ...(reason && result !== 'successful' ? { reason } : {}),
      ...(score === undefined ? {} : { score }),
      evidence: [...document.digests],
    });
  inspectCapture(document, line);
  if (!document.mrz) {
    line('MRZ-01', document.fault ? 'undetermined' : 'not_performed', captureReason(document));
    line('CHP-06', 'not_performed');
    return checks;
  }
  const mrz = parseMrz(document.mrz.format, document.mrz.lines, context.today);
  inspectIdentification(document, mrz, context, line);
  inspectMrz(document, mrz, context.today, line);
  for (const { id, result, score } of inspectCorroboration(document, document.mrz, corroborate(document, mrz)))
    line(id, result, undefined, score);
  line('CHP-01', document.chip === 'present-not-read' ? 'successful' : 'not_performed');
  line('CHP-06', document.chip === 'present-not-read' ? 'not_supported' : 'not_performed');
  return checks;
}

/** The picture's own trouble explains an unreadable page better than "unreadable". */
function captureReason(document: DocumentObservation): ReasonCode {
  const [worst] = document.findings?.problems.filter(({ severity }) => severity > 0) ?? [];
  switch (worst?.kind) {
    case 'glare':
      return 'IMAGE_GLARE';
    case 'motion':
      return 'IMAGE_MOTION';
    case 'too-dark':
    case 'too-bright':
      return 'AMBIENT_LIGHT';
    case 'nothing-there':
    case 'wrong-side':
      return 'FORMAT_UNKNOWN';
    case 'low-contrast':
    case 'finger':
    case 'cut-off':
    case 'too-close':
    case 'too-far':
    case 'defocus':
      return 'MRZ_UNREADABLE';
    case 'turned':
    case undefined:
      break;
  }
  if (document.quality && document.quality.glareShare > LIMITS.glareShare) return 'IMAGE_GLARE';
  if (document.quality && document.quality.sharpness < LIMITS.sharpness) return 'IMAGE_MOTION';
  return document.fault?.code === 'mrz.not-found' ? 'FORMAT_UNKNOWN' : 'MRZ_UNREADABLE';
}

/** Limits of the page measures beyond which a picture is blamed for a failed reading; a readable page is never refused by them. */
const LIMITS = { glareShare: 0.04, sharpness: 4, resolutionPpi: 385 } as const;

function inspectCapture(document: DocumentObservation, line: Line): void {
  const cutShort = document.fault?.code === 'scanner.unplugged' || document.fault?.code === 'scanner.capture-failed';
  line('CAP-01', document.digests.length > 0 ? 'successful' : cutShort ? 'aborted' : 'not_performed');
  line('CAP-12', document.origin === 'hardware' ? 'successful' : 'failed');
  if (!document.quality) return;
  const { sharpness, glareShare } = document.quality;
  const seen = new Set(document.findings?.problems.map(({ kind }) => kind));
  const clear = (...kinds: readonly PageProblemKind[]): CheckResult =>
    kinds.some((kind) => seen.has(kind)) ? 'undetermined' : 'successful';
  const ppi = document.mrz && resolutionPpi(document.mrz);
  if (ppi) line('CAP-02', ppi >= LIMITS.resolutionPpi ? 'successful' : 'failed');
  line('CAP-03', sharpness >= LIMITS.sharpness ? clear('motion', 'defocus') : 'undetermined');
  line('CAP-04', glareShare <= LIMITS.glareShare ? clear('glare') : 'undetermined');
  if (!document.findings) return;
  line('CAP-05', clear('too-dark', 'too-bright', 'low-contrast'));
  line('CAP-07', clear('cut-off', 'too-close', 'nothing-there'));
  line('CAP-08', clear('finger'));
}

/** Pixels per inch from the pitch of the MRZ: ten characters to 25.4 mm (ICAO Doc 9303-3 §4.4); null where no line was placed. */
function resolutionPpi({ characters }: MrzReading): number | null {
  const line = characters.find(({ length }) => length >= 2);
  const [first, last] = [line?.[0]?.box, line?.at(-1)?.box];
  if (!line || !first || !last) return null;
  const middle = ({ x, y, width, height }: Box) => [x + width / 2, y + height / 2] as const;
  const [[x0, y0], [x1, y1]] = [middle(first), middle(last)];
  return (10 * Math.hypot(x1 - x0, y1 - y0)) / (line.length - 1);
}

function inspectIdentification(
  document: DocumentObservation,
  mrz: MrzDocument,
  context: { readonly pack: RulePack; readonly purpose: Purpose; readonly today: string },
  line: Line,
): void {
  line('IDN-01', mrz.type === 'other' ? 'undetermined' : 'successful');
  const acceptance = judgeAcceptance(context.pack, acceptanceFacts(document.role, mrz, context.purpose), context.today);
  if (acceptance.state === 'refused') line('IDN-02', sure(document, 'failed'), acceptance.reason);
  else line('IDN-02', acceptance.state === 'accepted' ? 'successful' : 'undetermined');
  line('IDN-03', isSpecimen(mrz) ? sure(document, 'failed') : 'successful');
}

/** ICAO's Utopia, and the words states print on specimens in place of a name. */
function isSpecimen(mrz: MrzDocument): boolean {
  const words = `${mrz.surname} ${mrz.givenNames}`.split(' ');
  return mrz.issuingState === 'UTO' || words.some((word) => SPECIMEN_WORDS.includes(word));
}

const SPECIMEN_WORDS = [
  'SPECIMEN',
  'MUSTERMANN',
  'MUSTERFRAU',
  'VZOR',
  'VZOREC',
  'UZORAK',
  'SAMPLE',
  'VOID',
  'TRAVELER',
];

function inspectMrz(document: DocumentObservation, mrz: MrzDocument, today: string, line: Line): void {
  const accepted = document.mrz?.gate === 'accepted';
  const judge = (good: boolean) => (good ? 'successful' : sure(document, 'failed'));
  line('MRZ-01', 'successful');
  const fits = accepted && (mrz.longNumber || mrz.issuerNumber !== 'invalid');
  line('MRZ-02', fits ? 'successful' : 'undetermined', fits ? undefined : 'MRZ_UNREADABLE');
  line('MRZ-03', mrz.type === 'other' ? 'undetermined' : 'successful');
  line('MRZ-04', canExpireAt(mrz.issuingState, mrz.expiryDate?.iso ?? null) ? 'successful' : 'undetermined');
  const isStated = stateName(mrz.nationality) !== null && mayState(mrz.issuingState, mrz.nationality);
  line('MRZ-05', isStated ? 'successful' : 'undetermined');
  line('MRZ-06', mrz.surname ? 'successful' : 'undetermined');
  line('MRZ-07', digitResult(mrz.digits.number));
  line('MRZ-08', digitResult(mrz.digits.birth));
  line('MRZ-09', digitResult(mrz.digits.expiry));
  line('MRZ-10', digitResult(mrz.digits.optional));
  line('MRZ-11', digitResult(mrz.digits.composite));
  const ownDigit = mrz.issuerNumber === 'invalid' ? mrz.issuerNumber : mrz.digits.number;
  line('MRZ-12', mrz.longNumber ? digitResult(ownDigit) : 'not_supported');
  const birth = mrz.birthDate.state;
  line('MRZ-13', birth === 'absent' ? 'not_supported' : birth === 'impossible' ? 'undetermined' : 'successful');
  line('MRZ-14', /^[MF<X]$/.test(mrz.sex) ? 'successful' : 'undetermined');
  const national = judgePrintedNumber(mrz, today);
  line('MRZ-19', national === 'failed' ? sure(document, national) : national);
  if (!mrz.expiryDate) {
    line('MRZ-15', 'not_supported');
    return;
  }
  line('MRZ-15', mrz.expiryDate.state === 'known' ? 'successful' : 'undetermined');
  if (!mrz.expiryDate.iso || mrz.digits.expiry !== 'valid') line('MRZ-16', 'undetermined');
  else
    line(
      'MRZ-16',
      judge(mrz.expiryDate.iso >= today),
      document.role === 'residence-permit' ? 'PERMIT_INVALID' : 'DOC_EXPIRED',
    );
  if (mrz.birthDate.iso && mrz.expiryDate.iso) line('MRZ-18', judge(mrz.birthDate.iso < mrz.expiryDate.iso));
}

/** What was not read for certain cannot fail: it stays undetermined. */
const sure = (document: DocumentObservation, result: 'failed'): CheckResult =>
  document.mrz?.gate === 'accepted' ? result : 'undetermined';

const digitResult = (state: DigitState): CheckResult =>
  state === 'valid' ? 'successful' : state === 'absent' ? 'not_supported' : 'failed';
