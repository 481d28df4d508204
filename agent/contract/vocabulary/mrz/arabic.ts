/** Doubles the letter before it (Doc 9303-3 §6, table C, note 3). */
export const SHADDA = '\u0651';
/** Spelled XAH at the end of a name component and XTA elsewhere (note 2). */
export const TEH_MARBUTA = '\u0629';

const LETTERS: readonly (readonly [code: number, spelling: string])[] = [
  [0x0621, 'XE'],
  [0x0622, 'XAA'],
  [0x0623, 'XAE'],
  [0x0624, 'U'],
  [0x0625, 'I'],
  [0x0626, 'XI'],
  [0x0627, 'A'],
  [0x0628, 'B'],
  [0x062a, 'T'],
  [0x062b, 'XTH'],
  [0x062c, 'J'],
  [0x062d, 'XH'],
  [0x062e, 'XKH'],
  [0x062f, 'D'],
  [0x0630, 'XDH'],
  [0x0631, 'R'],
  [0x0632, 'Z'],
  [0x0633, 'S'],
  [0x0634, 'XSH'],
  [0x0635, 'XSS'],
  [0x0636, 'XDZ'],
  [0x0637, 'XTT'],
  [0x0638, 'XZZ'],
  [0x0639, 'E'],
  [0x063a, 'G'],
  [0x0641, 'F'],
  [0x0642, 'Q'],
  [0x0643, 'K'],
  [0x0644, 'L'],
  [0x0645, 'M'],
  [0x0646, 'N'],
  [0x0647, 'H'],
  [0x0648, 'W'],
  [0x0649, 'XAY'],
  [0x064a, 'Y'],
  [0x0671, 'XXA'],
  [0x0679, 'XXT'],
  [0x067c, 'XRT'],
  [0x067e, 'P'],
  [0x0681, 'XKE'],
  [0x0685, 'XXH'],
  [0x0686, 'XC'],
  [0x0688, 'XXD'],
  [0x0689, 'XDR'],
  [0x0691, 'XXR'],
  [0x0693, 'XRR'],
  [0x0696, 'XRX'],
  [0x0698, 'XJ'],
  [0x069a, 'XXS'],
  [0x06a9, 'XKK'],
  [0x06ab, 'XXK'],
  [0x06ad, 'XNG'],
  [0x06af, 'XGG'],
  [0x06ba, 'XNN'],
  [0x06bc, 'XXN'],
  [0x06be, 'XDO'],
  [0x06c0, 'XYH'],
  [0x06c1, 'XXG'],
  [0x06c2, 'XGE'],
  [0x06c3, 'XTG'],
  [0x06cc, 'XYA'],
  [0x06cd, 'XXY'],
  [0x06d0, 'Y'],
  [0x06d2, 'XYB'],
  [0x06d3, 'XBE'],
];

/** Tatweel, vowel signs and the letters the table leaves without a spelling ("not encoded"). */
const NOT_ENCODED: readonly number[] = [
  0x0640, 0x064b, 0x064c, 0x064d, 0x064e, 0x064f, 0x0650, 0x0652, 0x0670, 0x069c, 0x06a2, 0x06a7, 0x06a8,
];

/**
 * MRZ spellings of Arabic letters, ICAO Doc 9303-3 §6, table C. `X` announces a spelling that stands for one letter. Shadda and
 * teh marbuta depend on their place and are not listed.
 */
export const ARABIC: ReadonlyMap<string, readonly string[]> = new Map([
  ...LETTERS.map(([code, spelling]) => [String.fromCharCode(code), [spelling]] as const),
  ...NOT_ENCODED.map((code) => [String.fromCharCode(code), ['']] as const),
]);
