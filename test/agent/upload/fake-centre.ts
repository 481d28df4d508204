import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EnrolmentGrant, JOSE_TYPES, type PublicJwk } from '../../../agent/contract/wire.ts';
import { type Answer, type Behaviour, breakOff, brokenAnswer, problem } from './behaviours.ts';
import { headerOf, openJws, signJws } from './independent-opener.ts';

interface Key {
  readonly kid: string;
  readonly jwk: PublicJwk;
  readonly privateKey: KeyObject;
}

interface Taken {
  readonly digest: string;
  readonly seq: number;
  readonly pictures: readonly string[];
}

/** A centre of the size a test needs: it keeps what is put, signs receipts and, on demand, answers like a broken network. */
export class FakeCentre {
  readonly encryption = newKey('encryption-2026');
  readonly receipt = newKey('receipt-2026');
  /** Another key under the same name. */
  readonly stranger = newKey('receipt-2026');
  readonly issuer = 'https://central.id06.example/v1';
  readonly station = 'ark-01';
  behaviour: Behaviour = 'honest';
  orders: unknown[] = [];
  readonly results = new Map<string, Taken>();
  /** Each result that was taken for the first time. */
  readonly effects: string[] = [];
  readonly blobs = new Set<string>();
  readonly refusedForGood = new Set<string>();
  readonly log: string[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  baseUrl = '';
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.baseUrl = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  forget(): void {
    this.behaviour = 'honest';
    for (const kept of [this.results, this.blobs, this.refusedForGood]) kept.clear();
    for (const list of [this.effects, this.log, this.headers]) list.length = 0;
  }

  grant(kid: string): EnrolmentGrant {
    const { encryption, receipt } = this;
    return {
      iss: this.issuer,
      station: this.station,
      kid,
      encryption: { kid: encryption.kid, key: encryption.jwk },
      receipt: { kid: receipt.kid, key: receipt.jwk },
    };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    this.log.push(`${method} ${url.replace(/[0-9a-f-]{36}/, '{jti}').replace(/[A-Za-z0-9_-]{43}/, '{blob}')}`);
    this.headers.push(headers);
    if (this.behaviour === 'drop-before') {
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.behaviour === 'truncated' && method !== 'HEAD') {
      breakOff(response);
      return;
    }
    const answer = brokenAnswer(this.behaviour) ?? this.#answer(method, url, Buffer.concat(chunks), headers);
    if (this.behaviour === 'drop-after' && method !== 'HEAD') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { ...(answer.type && { 'content-type': answer.type }), ...answer.headers });
    response.end(method === 'HEAD' ? undefined : answer.body);
  }

  #answer(method: string, url: string, body: Buffer, headers: IncomingHttpHeaders): Answer {
    const [, , kind, name = '', more] = url.split('/');
    switch (`${method} ${kind}`) {
      case 'POST stations':
        return this.#enrol(body.toString());
      case 'GET appointments':
        return { status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify({ orders: this.orders }) };
      case 'HEAD blobs':
        return { status: this.behaviour === 'forgets-pictures' || this.blobs.has(name) ? 200 : 404 };
      case 'PUT blobs':
        if (digestOf(body) !== name) return { status: 400 };
        this.blobs.add(name);
        return { status: 201 };
      case 'GET results': {
        const taken = this.results.get(name);
        return taken === undefined || more !== 'receipt' ? { status: 404 } : this.#receiptFor(name, taken, 200);
      }
      case 'PUT results':
        return this.#take(name, body, headers);
      default:
        return { status: 404 };
    }
  }

  #take(jti: string, body: Buffer, headers: IncomingHttpHeaders): Answer {
    const digest = digestOf(body);
    const contentDigest = `sha-256=:${Buffer.from(digest, 'base64url').toString('base64')}:`;
    if (headers['content-digest'] !== contentDigest || headers['idempotency-key'] !== `"${jti}"`)
      return { status: 428 };
    switch (this.behaviour) {
      case 'refuses-for-good':
        this.refusedForGood.add(jti);
        return this.#signedProblem(jti, digest, problem('schema-invalid', 422));
      case 'refuses-other-bytes':
        return this.#signedProblem(jti, digestOf('other'), problem('schema-invalid', 422));
      case 'refuses-for-now':
        return this.#signedProblem(jti, digest, problem('rate-limited', 429));
      case 'refuses-unsigned':
        return problem('schema-invalid', 422);
      default:
    }
    const pictures = picturesOf(body.toString());
    const missing = pictures.filter((name) => !this.blobs.has(name));
    if (missing.length > 0) return problem('blobs-missing', 409, { missing });
    const known = this.results.get(jti);
    if (known !== undefined) return this.#receiptFor(jti, known, 200);
    const taken = { digest, seq: Number(headers['station-seq']), pictures };
    this.results.set(jti, taken);
    this.effects.push(jti);
    return this.#receiptFor(jti, taken, 201);
  }

  #signedProblem(jti: string, digest: string, { status, body = '' }: Answer): Answer {
    const claims = {
      iss: this.issuer,
      aud: `urn:sistec:station:${this.station}`,
      sub: jti,
      iat: 1794985819,
      sealed_sha256: digest,
      problem: JSON.parse(body) as unknown,
    };
    const header = { typ: JOSE_TYPES.problem, kid: this.receipt.kid };
    return { status, type: 'application/jose', body: signJws(header, claims, this.receipt.privateKey) };
  }

  #receiptFor(jti: string, taken: Taken, status: number): Answer {
    const { behaviour } = this;
    const claims = {
      iss: this.issuer,
      aud: `urn:sistec:station:${behaviour === 'receipt-for-other-station' ? 'ark-02' : this.station}`,
      sub: behaviour === 'receipt-for-other-result' ? '01a1ed7d-ebd8-77dc-bf00-9dde07d20f79' : jti,
      iat: 1794985819,
      seq: taken.seq,
      sealed_sha256: behaviour === 'receipt-for-other-bytes' ? digestOf('other') : taken.digest,
      status: 'accepted',
      received_at: '2026-11-18T07:10:19Z',
      blobs: behaviour === 'receipt-without-pictures' ? [] : taken.pictures,
      receipt_id: 'AB12-CD34',
    };
    const typ = behaviour === 'receipt-of-other-type' ? JOSE_TYPES.problem : JOSE_TYPES.receipt;
    const key = behaviour === 'receipt-by-other-key' ? this.stranger : this.receipt;
    const jws = signJws({ typ, kid: key.kid }, claims, key.privateKey);
    const spelled = behaviour === 'receipt-not-canonical' ? loosen(jws) : jws;
    const body = behaviour === 'receipt-unsigned' ? `${jws.slice(0, jws.lastIndexOf('.'))}.` : spelled;
    return { status, type: 'application/jose', body };
  }

  #enrol(jws: string): Answer {
    const claimed = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as { key: PublicJwk };
    const { code } = openJws(jws, createPublicKey({ key: { ...claimed.key }, format: 'jwk' }));
    if (code !== 'ABCD-EFGH-JKLM') return problem('enrolment-refused', 403);
    const header = { typ: JOSE_TYPES.grant, kid: this.receipt.kid };
    const grant = this.grant(String(headerOf(jws).kid));
    return { status: 200, type: 'application/jose', body: signJws(header, grant, this.receipt.privateKey) };
  }
}

/** The tests' sealed bytes name their pictures at the end, so that this centre need not open them. */
export const sealedWith = (text: string, blobs: readonly string[]): string => `${text}|${blobs.join(' ')}`;
const picturesOf = (sealed: string): string[] => (sealed.split('|')[1] ?? '').split(' ').filter((name) => name !== '');

function newKey(kid: string): Key {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  return { kid, jwk: { kty, crv, x, y } as PublicJwk, privateKey };
}

const digestOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('base64url');

/** The same signature bytes in another spelling: the unused low bits of the last base64url character are set. */
function loosen(jws: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return jws.slice(0, -1) + alphabet[alphabet.indexOf(jws.slice(-1)) + 1];
}
