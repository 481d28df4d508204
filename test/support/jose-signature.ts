/** The two integers of a JOSE ECDSA signature (RFC 7518 §3.4: r ‖ s) as the DER SEQUENCE that other tools want (RFC 3279 §2.2.3). */
export function joseSignatureToDer(signature: Uint8Array): Buffer {
  const half = signature.length / 2;
  const body = Buffer.concat([integer(signature.subarray(0, half)), integer(signature.subarray(half))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** An unsigned number as DER INTEGER: shortest form, with a zero in front where the first bit would make it negative. */
function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const shortest = Buffer.from(bytes.subarray(start));
  const positive = (shortest[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), shortest]) : shortest;
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
}
