import Type from 'typebox';

/** What a check looks at. A result that rests on pictures names their digests. */
export type EvidenceKind =
  | 'picture-white'
  | 'picture-infrared'
  | 'picture-ultraviolet'
  | 'mrz'
  | 'printed-zone'
  | 'barcode'
  | 'portrait'
  | 'chip'
  | 'other-document'
  | 'order'
  | 'live-frames'
  | 'officer-answer'
  | 'register'
  | 'rule-pack'
  | 'clock'
  | 'station-state';

/** When a check has something to look at; where it has not, it is missing, `not_performed` or `not_supported`. */
export type Applicability =
  | 'always'
  | 'document-presented'
  | 'mrz-read'
  | 'infrared-read'
  | 'ultraviolet-taken'
  | 'several-frames'
  | 'number-is-long'
  | 'number-printed'
  | 'printed-zone-read'
  | 'barcode-printed'
  | 'seal-printed'
  | 'model-known'
  | 'chip-read'
  | 'two-documents'
  | 'exception-shown'
  | 'face-captured'
  | 'frames-compared'
  | 'register-connected'
  | 'officers-compare';

/** What would decide a check that was left open. */
export const RESOLVING_STEPS = [
  'scan-again',
  'clean-and-scan-again',
  'show-another-document',
  'read-chip-again',
  'renew-trust-list',
  'find-order',
  'capture-face-again',
  'let-officer-compare',
  'ask-second-officer',
  'ask-register-again',
  'repair-station',
  'new-visit',
] as const;
export type ResolvingStep = (typeof RESOLVING_STEPS)[number];

/** A catalogue entry. */
export interface CheckEntry {
  readonly compares: string;
  readonly group: string;
  readonly significance: 'high' | 'medium' | 'low';
  /** `silent`: recorded and never weighed (ICAO Doc 9303-2 C.46b). */
  readonly mode: 'active' | 'silent';
  /** What one line speaks about. A required check of scope `each-document` must be there for every document. */
  readonly scope: 'each-document' | 'one-document' | 'visit';
  readonly evidence: readonly EvidenceKind[];
  readonly applies: Applicability;
  /** Whether a line by an officer can fulfil a requirement; where not, it can only make the verdict worse. */
  readonly officer: 'no' | 'operator-path' | 'yes';
  readonly resolvedBy: ResolvingStep;
}

/** The rows of one group; a row says only where it differs from its group. */
const rows =
  (group: Omit<CheckEntry, 'compares' | 'mode' | 'officer'>) =>
  (compares: string, own: Partial<CheckEntry> = {}): CheckEntry => ({
    ...group,
    mode: 'active',
    officer: 'no',
    compares,
    ...own,
  });

const capture = rows({
  group: 'Capture',
  significance: 'medium',
  scope: 'each-document',
  evidence: ['picture-white'],
  applies: 'document-presented',
  resolvedBy: 'scan-again',
});
const identification = rows({
  group: 'Identification',
  significance: 'high',
  scope: 'each-document',
  evidence: ['mrz'],
  applies: 'mrz-read',
  resolvedBy: 'show-another-document',
});
const mrz = rows({
  group: 'MRZ',
  significance: 'high',
  scope: 'each-document',
  evidence: ['mrz'],
  applies: 'mrz-read',
  resolvedBy: 'clean-and-scan-again',
});
const printed = rows({
  group: 'Printed zone',
  significance: 'medium',
  scope: 'each-document',
  evidence: ['printed-zone'],
  applies: 'printed-zone-read',
  resolvedBy: 'clean-and-scan-again',
});
const code = rows({
  group: 'Barcode and seal',
  significance: 'medium',
  scope: 'each-document',
  evidence: ['barcode'],
  applies: 'barcode-printed',
  resolvedBy: 'clean-and-scan-again',
});
const optical = rows({
  group: 'Optical routines',
  significance: 'high',
  scope: 'each-document',
  evidence: ['picture-white'],
  applies: 'model-known',
  resolvedBy: 'scan-again',
});
const chip = rows({
  group: 'Chip',
  significance: 'high',
  scope: 'each-document',
  evidence: ['chip'],
  applies: 'chip-read',
  resolvedBy: 'read-chip-again',
});
const signed = rows({
  group: 'Passive authentication',
  significance: 'high',
  scope: 'each-document',
  evidence: ['chip'],
  applies: 'chip-read',
  resolvedBy: 'read-chip-again',
});
const clone = rows({
  group: 'Anti-clone',
  significance: 'high',
  scope: 'each-document',
  evidence: ['chip'],
  applies: 'chip-read',
  resolvedBy: 'read-chip-again',
});
const lds = rows({
  group: 'LDS',
  significance: 'medium',
  scope: 'each-document',
  evidence: ['chip'],
  applies: 'chip-read',
  resolvedBy: 'read-chip-again',
});
const combined = rows({
  group: 'Combined',
  significance: 'high',
  scope: 'each-document',
  evidence: ['mrz', 'chip'],
  applies: 'chip-read',
  resolvedBy: 'read-chip-again',
});
const pair = rows({
  group: 'Two documents',
  significance: 'high',
  scope: 'visit',
  evidence: ['mrz', 'other-document'],
  applies: 'two-documents',
  resolvedBy: 'clean-and-scan-again',
});
const order = rows({
  group: 'Order',
  significance: 'high',
  scope: 'one-document',
  evidence: ['mrz', 'order'],
  applies: 'document-presented',
  resolvedBy: 'clean-and-scan-again',
});
const face = rows({
  group: 'Face',
  significance: 'high',
  scope: 'visit',
  evidence: ['live-frames'],
  applies: 'face-captured',
  resolvedBy: 'capture-face-again',
});
const liveness = rows({
  group: 'Liveness',
  significance: 'high',
  scope: 'visit',
  evidence: ['live-frames'],
  applies: 'face-captured',
  resolvedBy: 'capture-face-again',
});
const register = rows({
  group: 'Background',
  significance: 'high',
  scope: 'visit',
  evidence: ['register'],
  applies: 'register-connected',
  resolvedBy: 'ask-register-again',
});
const process = rows({
  group: 'Process',
  significance: 'high',
  scope: 'visit',
  evidence: ['station-state'],
  applies: 'always',
  resolvedBy: 'new-visit',
});

/** The closed catalogue of checks. Optical routine ids are ICAO's (Doc 9303-2 C.3: light, property, feature); the others are ours. */
export const CHECKS = {
  'CAP-01': capture('frames complete for every light asked for', {
    evidence: ['picture-white', 'picture-infrared', 'picture-ultraviolet'],
  }),
  'CAP-02': capture('resolution at least 385 ppi', { mode: 'silent' }),
  'CAP-03': capture('focus'),
  'CAP-04': capture('glare'),
  'CAP-05': capture('exposure', { mode: 'silent' }),
  'CAP-06': capture('perspective', { mode: 'silent' }),
  'CAP-07': capture('document bounds complete'),
  'CAP-08': capture('occlusion by a finger or object'),
  'CAP-09': capture('document moved between frames'),
  'CAP-10': capture('dirty glass', { mode: 'silent' }),
  'CAP-11': capture('calibration age', { mode: 'silent', evidence: ['station-state'], resolvedBy: 'repair-station' }),
  'CAP-12': capture('not a pre-recorded or simulated source in production', { evidence: ['station-state'] }),
  'CAP-13': capture('a screen was presented', { mode: 'silent' }),
  'CAP-14': capture('printed or monochrome copy', { mode: 'silent' }),
  'CAP-15': capture('second side belongs to the first', { evidence: ['picture-white', 'mrz', 'printed-zone'] }),
  'IDN-01': identification('document model identified'),
  'IDN-02': identification('document accepted for this purpose on this date', {
    evidence: ['mrz', 'rule-pack', 'order'],
  }),
  'IDN-03': identification('not a specimen', { evidence: ['mrz', 'printed-zone'] }),
  'IDN-04': identification('model requires a chip', {
    evidence: ['mrz', 'chip'],
    applies: 'model-known',
    resolvedBy: 'read-chip-again',
  }),
  'IDN-05': identification('no known forgery pattern', {
    mode: 'silent',
    evidence: ['picture-white', 'picture-infrared', 'picture-ultraviolet'],
    applies: 'model-known',
  }),
  'MRZ-01': mrz('line lengths', { applies: 'document-presented' }),
  'MRZ-02': mrz('character set per position'),
  'MRZ-03': mrz('document code'),
  'MRZ-04': mrz('issuing state valid at date', { evidence: ['mrz', 'clock'] }),
  'MRZ-05': mrz('nationality valid'),
  'MRZ-06': mrz('name syntax'),
  'MRZ-07': mrz('document number check digit'),
  'MRZ-08': mrz('birth date check digit'),
  'MRZ-09': mrz('expiry date check digit'),
  'MRZ-10': mrz('optional data check digit'),
  'MRZ-11': mrz('composite check digit'),
  'MRZ-12': mrz('long document number', { applies: 'number-is-long' }),
  'MRZ-13': mrz('birth date plausible or partly unknown'),
  'MRZ-14': mrz('sex value'),
  'MRZ-15': mrz('expiry syntax'),
  'MRZ-16': mrz('not expired', { evidence: ['mrz', 'clock'] }),
  'MRZ-17': mrz('validity span plausible', { mode: 'silent' }),
  'MRZ-18': mrz('birth date before expiry'),
  'MRZ-19': mrz('national identifier scheme and checksum', { applies: 'number-printed' }),
  'MRZ-20': mrz('position on the page', { mode: 'silent' }),
  'MRZ-21': mrz('pitch, size and spacing', { mode: 'silent' }),
  'MRZ-22': mrz('typeface is OCR-B', { mode: 'silent' }),
  'MRZ-23': mrz('print contrast', { mode: 'silent' }),
  'MRZ-24': mrz('infrared reading equals visible reading', {
    evidence: ['mrz', 'picture-infrared'],
    applies: 'infrared-read',
  }),
  'MRZ-25': mrz('blind-class characters corroborated by a second source', {
    evidence: ['mrz', 'printed-zone', 'picture-infrared', 'chip'],
  }),
  'MRZ-26': mrz('repaired characters listed'),
  'MRZ-27': mrz('frames agree', { applies: 'several-frames' }),
  'VIZ-01': printed('document number read'),
  'VIZ-02': printed('surname read'),
  'VIZ-03': printed('given names read'),
  'VIZ-04': printed('birth date read'),
  'VIZ-05': printed('sex read'),
  'VIZ-06': printed('nationality read'),
  'VIZ-07': printed('expiry date read'),
  'VIZ-08': printed('issue date read'),
  'VIZ-09': printed('personal number read'),
  'VIZ-10': printed('place of birth read'),
  'VIZ-20': printed('required fields present'),
  'VIZ-22': printed('photo area shape', { mode: 'silent', evidence: ['portrait'] }),
  'VIZ-23': printed('photo substitution traces', { mode: 'silent', evidence: ['portrait', 'picture-infrared'] }),
  'VIZ-24': printed('ghost portrait', { mode: 'silent', evidence: ['portrait'], applies: 'model-known' }),
  'BAR-01': code('barcode readable'),
  'BAR-02': code('barcode format'),
  'BAR-03': code('barcode position', { mode: 'silent' }),
  'VDS-01': code('visible digital seal signature', { applies: 'seal-printed' }),
  'VDS-02': code('visible digital seal certificate', { applies: 'seal-printed', resolvedBy: 'renew-trust-list' }),
  'VDS-03': code('visible digital seal document type', { applies: 'seal-printed' }),
  'IR-AB-MR': optical('MRZ absorbs infrared (B900 ink)', { evidence: ['picture-infrared'], applies: 'infrared-read' }),
  'IR-AB-PH': optical('portrait absorbs infrared as expected', { evidence: ['picture-infrared'] }),
  'IR-AB-VZ': optical('printed zone absorbs infrared as expected', { evidence: ['picture-infrared'] }),
  'IR-TR-BG': optical('background print transparent in infrared', { evidence: ['picture-infrared'] }),
  'IR-TR-OV': optical('overprint transparent in infrared', { evidence: ['picture-infrared'] }),
  'IR-TR-PH': optical('portrait transparent in infrared', { evidence: ['picture-infrared'] }),
  'UV-BR-FU': optical('paper dull under ultraviolet', {
    evidence: ['picture-ultraviolet'],
    applies: 'ultraviolet-taken',
  }),
  'UV-BR-PH': optical('portrait area dull under ultraviolet', { evidence: ['picture-ultraviolet'] }),
  'UV-LU-BG': optical('background luminesces under ultraviolet', { evidence: ['picture-ultraviolet'] }),
  'UV-LU-FI': optical('fibres luminesce under ultraviolet', { evidence: ['picture-ultraviolet'] }),
  'UV-LU-OV': optical('overprint luminesces under ultraviolet', { evidence: ['picture-ultraviolet'] }),
  'UV-LU-TH': optical('security thread luminesces under ultraviolet', { evidence: ['picture-ultraviolet'] }),
  'VI-SP-OV': optical('overprint present in visible light'),
  'VI-SP-PH': optical('portrait present in visible light'),
  'CHP-01': chip('chip found as expected', { applies: 'document-presented' }),
  'CHP-02': chip('access protocol used'),
  'CHP-03': chip('no protocol downgrade'),
  'CHP-04': chip('CardAccess equals DG14'),
  'CHP-05': chip('secure messaging intact'),
  'CHP-06': chip('data groups read', { applies: 'document-presented' }),
  'CHP-08': chip('timing plausible', { mode: 'silent' }),
  'PAS-01': signed('CMS well-formed'),
  'PAS-02': signed('LDS security object'),
  'PAS-03': signed('algorithms allowed and consistent'),
  'PAS-04': signed('signature'),
  'PAS-05': signed('signer certificate found', { resolvedBy: 'renew-trust-list' }),
  'PAS-06': signed('certificate profile'),
  'PAS-07': signed('chain to a trusted CSCA', { resolvedBy: 'renew-trust-list' }),
  'PAS-08': signed('valid at signing time'),
  'PAS-09': signed('private key usage period'),
  'PAS-10': signed('revocation and its age', { resolvedBy: 'renew-trust-list' }),
  'PAS-11': signed('DocumentTypeList'),
  'PAS-12': signed('issuer country equals DG1 issuing state'),
  'PAS-13': signed('DG1 hash'),
  'PAS-14': signed('DG2 hash'),
  'PAS-15': signed('DG3 hash'),
  'PAS-16': signed('DG4 hash'),
  'PAS-17': signed('DG5 hash'),
  'PAS-18': signed('DG6 hash'),
  'PAS-19': signed('DG7 hash'),
  'PAS-20': signed('DG8 hash'),
  'PAS-21': signed('DG9 hash'),
  'PAS-22': signed('DG10 hash'),
  'PAS-23': signed('DG11 hash'),
  'PAS-24': signed('DG12 hash'),
  'PAS-25': signed('DG13 hash'),
  'PAS-26': signed('DG14 hash'),
  'PAS-27': signed('DG15 hash'),
  'PAS-28': signed('DG16 hash'),
  'PAS-30': signed('no unexpected or missing hash'),
  'PAS-31': signed('algorithm strength', { mode: 'silent' }),
  'PAS-32': signed('deviation list', { mode: 'silent', resolvedBy: 'renew-trust-list' }),
  'PAS-33': signed('trust list age', { resolvedBy: 'renew-trust-list' }),
  'CHA-01': clone('active authentication'),
  'CHA-02': clone('active authentication key protected'),
  'CHA-03': clone('chip authentication'),
  'CHA-04': clone('PACE with chip authentication mapping'),
  'CHA-05': clone('issuer offers no anti-clone protocol'),
  'LDS-01': lds('DG1 check digits'),
  'LDS-02': lds('DG2 format'),
  'LDS-03': lds('DG2 decodes and is plausible'),
  'LDS-04': lds('DG11 and DG12 consistent'),
  'CMB-01': combined('MRZ equals DG1 per field'),
  'CMB-02': combined('MRZ equals printed zone', {
    evidence: ['mrz', 'printed-zone'],
    applies: 'mrz-read',
    resolvedBy: 'clean-and-scan-again',
  }),
  'CMB-03': combined('printed zone equals DG11', { evidence: ['printed-zone', 'chip'] }),
  'CMB-05': combined('printed photo resembles DG2', { evidence: ['portrait', 'chip'] }),
  'CMB-06': combined('ghost portrait resembles photo', {
    mode: 'silent',
    evidence: ['portrait'],
    applies: 'model-known',
    resolvedBy: 'clean-and-scan-again',
  }),
  'CMB-09': combined('validity dates agree', { evidence: ['mrz', 'printed-zone', 'chip'] }),
  'XDC-01': pair('names agree'),
  'XDC-02': pair('birth dates agree'),
  'XDC-03': pair('sex agrees'),
  'XDC-04': pair('nationality agrees'),
  'XDC-05': pair('portraits agree', { evidence: ['portrait', 'other-document'] }),
  'XDC-06': pair('permit valid today', { evidence: ['mrz', 'clock'] }),
  'XDC-07': pair('right to work', { evidence: ['printed-zone', 'chip', 'register'] }),
  'XDC-08': pair('order of presentation', { evidence: ['station-state'], resolvedBy: 'new-visit' }),
  'XDC-09': pair('passport number on the permit', { evidence: ['printed-zone', 'other-document'] }),
  'XDC-10': pair('exception paper recorded', {
    evidence: ['officer-answer', 'picture-white'],
    applies: 'exception-shown',
    officer: 'yes',
    resolvedBy: 'new-visit',
  }),
  'ORD-01': order('order found', { scope: 'visit', evidence: ['order'], applies: 'always', resolvedBy: 'find-order' }),
  'ORD-02': order('identification number equals order'),
  'ORD-03': order('name equals order'),
  'ORD-04': order('birth date equals order'),
  'ORD-05': order('nationality equals order'),
  'ORD-06': order('order photo resembles live person', {
    mode: 'silent',
    scope: 'visit',
    evidence: ['order', 'live-frames'],
    applies: 'face-captured',
    resolvedBy: 'capture-face-again',
  }),
  'ORD-07': order('order still open', {
    scope: 'visit',
    evidence: ['order'],
    applies: 'always',
    resolvedBy: 'find-order',
  }),
  'FAC-01': face('exactly one face'),
  'FAC-02': face('pose'),
  'FAC-03': face('sharpness'),
  'FAC-04': face('light'),
  'FAC-05': face('eyes open and visible'),
  'FAC-06': face('size'),
  'FAC-10': face('portrait equals live person at the stated false match rate', {
    evidence: ['portrait', 'live-frames', 'officer-answer'],
    applies: 'always',
    officer: 'operator-path',
    resolvedBy: 'let-officer-compare',
  }),
  'FAC-11': face('same person through the capture', { applies: 'frames-compared' }),
  'LIV-01': liveness('passive presentation attack score'),
  'LIV-02': liveness('active challenge done'),
  'LIV-03': liveness('frames continuous and fresh'),
  'LIV-04': liveness('camera is the pinned one', { evidence: ['station-state'], resolvedBy: 'repair-station' }),
  'LIV-05': liveness('no second face'),
  'BKG-01': register('document status'),
  'BKG-02': register('population register', { evidence: ['register', 'order'] }),
  'BKG-03': register('permit register'),
  'BKG-04': register('stop list'),
  'PRC-01': process('consent recorded', { evidence: ['station-state'] }),
  'PRC-02': process('retries within limits'),
  'PRC-03': process('operator training current', {
    evidence: ['station-state'],
    applies: 'officers-compare',
    resolvedBy: 'repair-station',
  }),
  'PRC-04': process('four eyes where demanded', {
    evidence: ['officer-answer'],
    applies: 'officers-compare',
    officer: 'yes',
    resolvedBy: 'ask-second-officer',
  }),
  'PRC-05': process('no interruption after the chip read', {
    evidence: ['chip'],
    applies: 'chip-read',
    resolvedBy: 'read-chip-again',
  }),
  'PRC-06': process('station enrolled and clock sane', { resolvedBy: 'repair-station' }),
  'PRC-07': process('software, model and rule pack versions known', { resolvedBy: 'repair-station' }),
  'PRC-08': process('visit not stopped by an officer or by leaving', { evidence: ['officer-answer'], officer: 'yes' }),
  'PRC-09': process('devices worked throughout', { resolvedBy: 'repair-station' }),
} satisfies Record<string, CheckEntry>;

export type CheckId = keyof typeof CHECKS;
export const CHECK_IDS = Object.keys(CHECKS) as readonly CheckId[];
export const CheckId = Type.Enum(CHECK_IDS as [CheckId, ...CheckId[]]);
