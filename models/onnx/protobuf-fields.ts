/**
 * The four protobuf field encodings that an ONNX file needs (Protocol Buffers encoding specification, proto3): a field is
 * its key `(number << 3) | wireType`, then the payload. Messages are fields of wire type 2 whose payload is more fields.
 */
export type Field = Uint8Array;

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** An integer field; negative numbers take ten bytes of two's complement, as proto3 `int64` demands. */
export function integerField(number: number, value: number | bigint): Field {
  return concatBytes([varint((number << 3) | VARINT), varint(value)]);
}

/** A `string`, `bytes` or sub-message field. */
export function bytesField(number: number, payload: string | Uint8Array): Field {
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  return concatBytes([varint((number << 3) | LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

/** A 32-bit float field. */
export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatBytes([varint((number << 3) | FIXED_32), bytes]);
}

/** A sub-message made of fields. */
export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, concatBytes(fields));
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}
