/** RFC 3339 time in UTC with whole seconds, from milliseconds since the epoch. */
export const rfc3339 = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
