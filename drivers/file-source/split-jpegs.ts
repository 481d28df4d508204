/**
 * Cuts a motion-JPEG byte stream into its pictures. Markers are walked segment by segment (ITU-T T.81, B.1.1), so a thumbnail
 * inside an EXIF segment does not end a picture. Bytes between pictures and an unfinished last picture are dropped.
 */
export function splitJpegs(bytes: Uint8Array): readonly Uint8Array[] {
  const pictures: Uint8Array[] = [];
  let at = 0;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff || bytes[at + 1] !== SOI) {
      at++;
      continue;
    }
    const end = endOfPicture(bytes, at + 2);
    if (end === null) at += 2;
    else {
      pictures.push(bytes.subarray(at, end));
      at = end;
    }
  }
  return pictures;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

/** Offset behind the EOI of the picture whose first segment starts at `from`, or null when it is cut off or broken. */
function endOfPicture(bytes: Uint8Array, from: number): number | null {
  let at = from;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] as number;
    if (marker === EOI) return at + 2;
    if (marker === SOI) return null;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const standalone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    const length = standalone ? 0 : ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (!standalone && length < 2) return null;
    at += 2 + length;
    if (marker === SOS) at = endOfScan(bytes, at);
  }
  return null;
}

/** First marker behind entropy-coded data: stuffed zeros and restart markers belong to the scan. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] as number;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}
