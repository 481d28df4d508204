import type { Situation } from '../../agent/contract/rule-pack.ts';
import type { ResolvingStep } from '../../agent/contract/vocabulary/checks.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import type { Colour } from '../../agent/contract/vocabulary/verdict.ts';
import type { VerificationPath } from '../../agent/contract/vocabulary/visit.ts';

type Words<K extends string> = Readonly<Record<K, string>>;

/** How a decision is retold to somebody who checks it, sentence by sentence. Codes stay as they stand in the record. */
export interface ExplanationSentences {
  readonly steps: Words<ResolvingStep>;
  readonly situations: Words<Situation>;
  readonly paths: Words<VerificationPath>;
  readonly colours: Words<Colour>;
  readonly signed: (station: string) => string;
  readonly notVerified: string;
  readonly rules: (pack: string, version: number, day: string) => string;
  readonly notInForce: string;
  readonly seen: (documents: number, path: string) => string;
  readonly checks: (lines: number, silent: number) => string;
  readonly result: (check: string, name: string, document: number | null, result: string) => string;
  readonly byOfficer: string;
  readonly gives: (reason: string, colour: string) => string;
  readonly silenced: string;
  readonly noReasons: string;
  readonly asked: (count: number, situations: string) => string;
  readonly allFulfilled: string;
  readonly missing: (check: string, name: string, situation: string) => string;
  readonly notAsked: string;
  readonly worst: (colour: string) => string;
  readonly follows: string;
  readonly doesNotFollow: (where: string) => string;
  readonly resolved: string;
  readonly columns: {
    readonly check: string;
    readonly document: string;
    readonly result: string;
    readonly figure: string;
    readonly evidence: string;
  };
  readonly silentMark: string;
}

const en: ExplanationSentences = {
  steps: {
    'scan-again': 'Read the document again.',
    'clean-and-scan-again': 'Clean the document and the glass and read it again.',
    'show-another-document': 'Show another document.',
    'read-chip-again': 'Read the chip again.',
    'renew-trust-list': 'Renew the trust list of the station.',
    'find-order': 'Look up the order again.',
    'capture-face-again': 'Take the pictures of the face again.',
    'let-officer-compare': 'Let an officer compare the person with the document.',
    'ask-second-officer': 'Ask a second officer to compare.',
    'ask-register-again': 'Ask the register again.',
    'repair-station': 'Let a technician look at the station.',
    'new-visit': 'Begin a new visit.',
  },
  situations: {
    always: 'in every visit',
    'biometric-path': 'when the camera compares',
    'operator-path': 'when officers compare',
    'two-documents': 'when two documents are shown',
    'passive-liveness-available': 'when the station judges liveness from pictures',
    'no-passive-liveness': 'when the station cannot judge liveness from pictures',
  },
  paths: { biometric: 'the camera compared the face', operator: 'officers compared by eye' },
  colours: { GREEN: 'GREEN', YELLOW: 'YELLOW', RED: 'RED', STOPPED: 'STOPPED' },
  signed: (station) => `The record is signed by station ${station}; the signature holds.`,
  notVerified: 'The signature was not verified: no key was given.',
  rules: (pack, version, day) => `The rules are ${pack}, version ${version}, applied on ${day}.`,
  notInForce: 'These rules were not in force on that day.',
  seen: (documents, path) =>
    `${documents === 1 ? 'One document was' : `${documents} documents were`} shown, and ${path}.`,
  checks: (lines, silent) =>
    `${lines} check results are recorded. ${silent === 0 ? 'None' : silent} of them ${silent === 1 ? 'is' : 'are'} silent and cannot count.`,
  result: (check, name, document, result) =>
    `${check} (${name})${document === null ? '' : `, document ${document}`}: ${result}`,
  byOfficer: ', answered by an officer',
  gives: (reason, colour) => ` → the rules give ${reason}, which is ${colour}`,
  silenced: '; a note, left out because of a worse colour',
  noReasons: 'No recorded result carries a reason.',
  asked: (count, situations) => `The rules ask for ${count} checks (${situations}).`,
  allFulfilled: 'All of them are there and successful.',
  missing: (check, name, situation) => `${check} (${name}) is asked ${situation} and is missing or not successful`,
  notAsked: 'A worse result had already decided, so missing checks are not counted.',
  worst: (colour) => `The worst colour wins: ${colour}.`,
  follows: 'Colour and reasons in the record are those that follow from its checks.',
  doesNotFollow: (where) => `The record does not hold: ${where}.`,
  resolved: 'What would decide that which was left open:',
  columns: { check: 'Check', document: 'Doc.', result: 'Result', figure: 'Score / limit', evidence: 'Evidence' },
  silentMark: 'silent',
};

const sv: ExplanationSentences = {
  steps: {
    'scan-again': 'Läs handlingen igen.',
    'clean-and-scan-again': 'Torka av handlingen och glaset och läs igen.',
    'show-another-document': 'Visa en annan handling.',
    'read-chip-again': 'Läs chippet igen.',
    'renew-trust-list': 'Förnya stationens lista över betrodda utfärdare.',
    'find-order': 'Hämta beställningen igen.',
    'capture-face-again': 'Ta bilderna av ansiktet igen.',
    'let-officer-compare': 'Låt en operatör jämföra personen med handlingen.',
    'ask-second-officer': 'Be en andra operatör jämföra.',
    'ask-register-again': 'Fråga registret igen.',
    'repair-station': 'Låt en tekniker se över stationen.',
    'new-visit': 'Börja ett nytt besök.',
  },
  situations: {
    always: 'vid varje besök',
    'biometric-path': 'när kameran jämför',
    'operator-path': 'när operatörer jämför',
    'two-documents': 'när två handlingar visas',
    'passive-liveness-available': 'när stationen bedömer äkthet ur bilder',
    'no-passive-liveness': 'när stationen inte kan bedöma äkthet ur bilder',
  },
  paths: { biometric: 'kameran jämförde ansiktet', operator: 'operatörer jämförde med ögonen' },
  colours: { GREEN: 'GRÖN', YELLOW: 'GUL', RED: 'RÖD', STOPPED: 'STOPPAD' },
  signed: (station) => `Posten är signerad av station ${station}; signaturen stämmer.`,
  notVerified: 'Signaturen är inte kontrollerad: ingen nyckel angavs.',
  rules: (pack, version, day) => `Reglerna är ${pack}, version ${version}, tillämpade ${day}.`,
  notInForce: 'De reglerna gällde inte den dagen.',
  seen: (documents, path) => `${documents === 1 ? 'En handling' : `${documents} handlingar`} visades, och ${path}.`,
  checks: (lines, silent) =>
    `${lines} kontroller är redovisade. ${silent === 0 ? 'Ingen' : silent} av dem är ${silent === 1 ? 'tyst' : 'tysta'} och kan inte räknas.`,
  result: (check, name, document, result) =>
    `${check} (${name})${document === null ? '' : `, handling ${document}`}: ${result}`,
  byOfficer: ', besvarad av en operatör',
  gives: (reason, colour) => ` → reglerna ger ${reason}, som är ${colour}`,
  silenced: '; en anmärkning som utgår på grund av en värre färg',
  noReasons: 'Inget redovisat utfall ger något skäl.',
  asked: (count, situations) => `Reglerna kräver ${count} kontroller (${situations}).`,
  allFulfilled: 'Alla finns och är godkända.',
  missing: (check, name, situation) => `${check} (${name}) krävs ${situation} och saknas eller är inte godkänd`,
  notAsked: 'Ett värre utfall hade redan avgjort, så det som saknas räknas inte.',
  worst: (colour) => `Den värsta färgen gäller: ${colour}.`,
  follows: 'Färgen och skälen i posten är de som följer av dess kontroller.',
  doesNotFollow: (where) => `Posten håller inte: ${where}.`,
  resolved: 'Det som skulle avgöra det som blev öppet:',
  columns: { check: 'Kontroll', document: 'Handl.', result: 'Utfall', figure: 'Värde / gräns', evidence: 'Underlag' },
  silentMark: 'tyst',
};

/** The retelling in every language the product speaks. */
export const EXPLANATIONS: Readonly<Record<Language, ExplanationSentences>> = { sv, en };
