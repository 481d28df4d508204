/**
 * The name field of `length` characters from two identifiers in MRZ letters with single fillers (`ANNA<MARIA`). A name that fits
 * is padded. One that does not is truncated as ICAO Doc 9303-4, -5, -6 and -7 §4.2.3 show under "truncated to initials": the primary
 * identifier gives way only as far as `<<` and one letter of the secondary need room, components become initials from the last one
 * forward, and room left over is given back, so that the field ends with a letter, which says that the name may go on.
 */
export function truncateName(primary: string, secondary: string, length: number): string {
  const whole = secondary === '' ? primary : `${primary}<<${secondary}`;
  if (whole.length <= length) return whole.padEnd(length, '<');
  if (secondary === '') return shorten(primary, length).padEnd(length, '<');
  const reserved = primary.length + 3 > length ? shorten(primary, length - 3, false) : primary;
  const rest = shorten(secondary, length - reserved.length - 2);
  const spare = length - reserved.length - 2 - rest.length;
  // Initials alone do not fill the field: the primary identifier takes back what is left.
  const first = spare > 0 ? shorten(primary, reserved.length + spare) : reserved;
  return `${first}<<${rest}`.padEnd(length, '<');
}

/**
 * Shortens an identifier to at most `room` characters: from the last component forward each becomes its initial until it fits, then
 * (unless `refill` is false) room left over is given back. Where even initials are too many the last components are left out.
 */
function shorten(identifier: string, room: number, refill = true): string {
  const whole = identifier.split('<');
  const kept = whole.map((component) => component.length);
  const size = () => kept.reduce((sum, n) => sum + n, kept.length - 1);
  for (let at = kept.length - 1; at > 0 && size() > room; at--) kept[at] = 1;
  while (kept.length > 1 && size() - (kept[0] as number) + 1 > room) kept.pop();
  if (size() > room) kept[0] = Math.max(1, room - size() + (kept[0] as number));
  if (refill)
    for (let at = 0; at < kept.length; at++)
      kept[at] = Math.min((whole[at] as string).length, (kept[at] as number) + Math.max(0, room - size()));
  return kept.map((n, at) => (whole[at] as string).slice(0, n)).join('<');
}
