const PREFIX = 'urn:sistec:station:';
const STATION = /^[a-z0-9-]{1,40}$/;

export const stationUrn = (station: string): string => `${PREFIX}${station}`;

/** The station a URN names, or null for any other text. */
export function stationOf(urn: string): string | null {
  const name = urn.startsWith(PREFIX) ? urn.slice(PREFIX.length) : '';
  return STATION.test(name) ? name : null;
}

export const isStationName = (name: string): boolean => STATION.test(name);
