/** One field of a protobuf message: its number, its whole encoding, and its payload where the wire type has a length. */
export interface ReadField {
  readonly number: number;
  readonly encoded: Uint8Array;
  /** Content of a `string`, `bytes` or sub-message field; null for numbers. */
  readonly payload: Uint8Array | null;
}

/** Bytes that follow the key of a field of fixed width, by wire type. */
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const [VARINT, LENGTH_DELIMITED] = [0, 2];

/**
 * Reads the fields of a message in their order (Protocol Buffers encoding specification). Nothing is copied. Throws when the
 * message ends within a field or has a wire type that proto3 does not use: models are read after their hash was checked.
 */
export function readFields(message: Uint8Array): ReadField[] {
  const fields: ReadField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new Error('a message ends within a field');
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const key = varint();
    const wireType = key & 7;
    let payload: Uint8Array | null = null;
    if (wireType === VARINT) varint();
    else if (wireType === LENGTH_DELIMITED) {
      const length = varint();
      payload = message.subarray(at, at + length);
      at += length;
    } else {
      const width = FIXED_BYTES[wireType];
      if (width === undefined) throw new Error(`a field has the wire type ${wireType}`);
      at += width;
    }
    if (at > message.length) throw new Error('a message ends within a field');
    fields.push({ number: Math.floor(key / 8), encoded: message.subarray(start, at), payload });
  }
  return fields;
}
