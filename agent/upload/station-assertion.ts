import { JOSE_TYPES, type StationAssertion } from '../contract/wire.ts';
import { type CentreLink, stationUrn } from './centre-link.ts';

const LIFETIME_S = 60;

/** The `Authorization` header that says which station asks, bound to one method and address and to one minute (after RFC 9449). */
export async function stationAuthorization(
  link: CentreLink,
  method: string,
  path: string,
): Promise<{ readonly authorization: string }> {
  const iat = Math.floor(link.nowMs() / 1000);
  const claims: StationAssertion = {
    iss: stationUrn(link.grant.station),
    aud: link.grant.iss,
    iat,
    exp: iat + LIFETIME_S,
    htm: method,
    htu: link.baseUrl + path,
  };
  const jws = await link.keys.signCompact(JOSE_TYPES.station, new TextEncoder().encode(JSON.stringify(claims)));
  return { authorization: `Bearer ${jws}` };
}
