import type { Receipt, VisitRecord } from '../../agent/contract/record.ts';
import { JOSE_TYPES } from '../../agent/contract/wire.ts';
import type { CentreParts } from '../centre-parts.ts';
import { signCompact } from '../keys/compact-signer.ts';
import { readableCode } from '../keys/readable-code.ts';
import { rfc3339 } from '../rfc3339.ts';
import { blobNames } from './judge-record.ts';

export interface IssuedReceipt {
  readonly receiptId: string;
  /** JWS compact serialisation, `typ: idv-receipt+jwt`. */
  readonly jws: string;
}

/** Signs that the centre holds the result, these sealed bytes and these pictures. It holds no personal data and may be kept. */
export function issueReceipt(
  parts: CentreParts,
  record: VisitRecord,
  received: { readonly sealedSha256: string; readonly status: Receipt['status']; readonly at: number },
): IssuedReceipt {
  const receiptId = readableCode(2, parts.randomBytes);
  const receipt: Receipt = {
    iss: parts.issuer,
    aud: record.iss,
    sub: record.jti,
    iat: Math.floor(received.at / 1000),
    seq: record.seq,
    sealed_sha256: received.sealedSha256,
    status: received.status,
    received_at: rfc3339(received.at),
    blobs: blobNames(record),
    receipt_id: receiptId,
  };
  return { receiptId, jws: signCompact(JOSE_TYPES.receipt, receipt, parts.keys.receipt) };
}
